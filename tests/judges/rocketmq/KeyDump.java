import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.rocketmq.common.MixAll;

/**
 * Prints the keys that RocketMQ's own config classes accept: class, key, type and default, tab-separated.
 *
 * Arguments: fully qualified class names; a class that this version does not have prints nothing. A name that begins
 * with "json:" is filled by a JSON reader, which takes setters of every type.
 */
public final class KeyDump {
    private KeyDump() {
    }

    public static void main(String[] args) throws Exception {
        PrintStream output = Setters.quietOutput();
        for (String arg : args) {
            boolean json = arg.startsWith("json:");
            String className = json ? arg.substring(5) : arg;
            Object config = Setters.defaults(className);
            if (config != null) {
                dump(className, config, json, output);
            }
        }
    }

    private static void dump(String className, Object config, boolean json, PrintStream output)
        throws Exception {
        for (Map.Entry<String, List<Method>> entry : Setters.of(config.getClass()).entrySet()) {
            String key = entry.getKey();
            Class<?> type = Setters.type(config, key, entry.getValue());
            boolean read = entry.getValue().stream().anyMatch(m -> Setters.READ.contains(m.getParameterTypes()[0]));
            if (read || json) {
                String kind = type.isEnum() ? choices(config, key, type) : read ? kind(type, entry.getValue()) : "json";
                output.println(className + "\t" + key + "\t" + kind + "\t" + text(Setters.value(config, key)));
            }
        }
    }

    /** Names the type of the setter that is used: the one that fits the getter, else the only one. */
    private static String kind(Class<?> type, List<Method> setters) {
        Class<?> used = null;
        for (Method setter : setters) {
            Class<?> parameter = setter.getParameterTypes()[0];
            if (Setters.READ.contains(parameter) && (used == null || parameter == type)) {
                used = parameter;
            }
        }
        String name = used.getSimpleName().toLowerCase();
        return name.equals("boolean") ? "bool" : name.equals("integer") ? "int" : name;
    }

    /** Lists the texts that RocketMQ's reader turns into a constant: its names, and numbers where it takes them. */
    private static String choices(Object config, String key, Class<?> type) throws Exception {
        List<String> texts = new ArrayList<>();
        Object[] constants = type.getEnumConstants();
        for (Object constant : constants) {
            texts.add(((Enum<?>) constant).name());
        }
        for (int number = 0; number < constants.length; number++) {
            if (reads(config, key, String.valueOf(number), constants)) {
                texts.add(String.valueOf(number));
            }
        }
        return "enum " + String.join("|", texts);
    }

    /** A text is read when it overrules every value that the key had before. */
    private static boolean reads(Object config, String key, String text, Object[] constants) throws Exception {
        Object first = null;
        for (Object before : constants) {
            Object probe = Setters.defaults(config.getClass().getName());
            set(probe, key, ((Enum<?>) before).name());
            set(probe, key, text);
            Object after = Setters.value(probe, key);
            if (first != null && first != after) {
                return false;
            }
            first = after;
        }
        return true;
    }

    private static void set(Object config, String key, String text) {
        Properties properties = new Properties();
        properties.setProperty(key, text);
        MixAll.properties2Object(properties, config);
    }

    private static String text(Object value) {
        if (value == null) {
            return "null";
        }
        String text = value instanceof Enum ? ((Enum<?>) value).name() : String.valueOf(value);
        return "=" + text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
    }
}
