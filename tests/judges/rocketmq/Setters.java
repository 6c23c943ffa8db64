import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UnsupportedEncodingException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The setters of a RocketMQ config class, by the key under which a config file names them.
 *
 * The spelling rule is that of MixAll.properties2Object: the first letter after "set" in lower case, the rest as it is;
 * inherited public setters count.
 */
final class Setters {
    /** The parameter types that MixAll.properties2Object converts text to; it skips every other setter. */
    static final List<Class<?>> READ = Arrays.asList(
        boolean.class, int.class, long.class, double.class, float.class, String.class,
        Boolean.class, Integer.class, Long.class, Double.class, Float.class);

    private Setters() {
    }

    /** Sends the log lines of RocketMQ's logback to stderr and returns the real stdout, as UTF-8 in every locale. */
    static PrintStream quietOutput() throws UnsupportedEncodingException {
        System.setOut(System.err);
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, "UTF-8");
    }

    /** Returns an instance with the defaults of the class, or null when this version has no such class. */
    static Object defaults(String className) throws ReflectiveOperationException {
        try {
            return Class.forName(className).getDeclaredConstructor().newInstance();
        } catch (ClassNotFoundException absent) {
            return null;
        }
    }

    /** Returns all overloads of every one-argument setter. */
    static SortedMap<String, List<Method>> of(Class<?> type) {
        SortedMap<String, List<Method>> found = new TreeMap<>();
        for (Method method : type.getMethods()) {
            String name = method.getName();
            if (name.startsWith("set") && name.length() > 3 && method.getParameterCount() == 1) {
                String key = Character.toLowerCase(name.charAt(3)) + name.substring(4);
                found.computeIfAbsent(key, absent -> new ArrayList<>()).add(method);
            }
        }
        return found;
    }

    /** Returns the type of the value behind a key: that of its getter, else of its field, else of its setter. */
    static Class<?> type(Object config, String key, List<Method> setters) {
        Method getter = getter(config, key);
        if (getter != null) {
            return getter.getReturnType();
        }
        Field field = field(config, key);
        return field != null ? field.getType() : setters.get(0).getParameterTypes()[0];
    }

    /** Returns the present value of a key. */
    static Object value(Object config, String key) throws ReflectiveOperationException {
        Method getter = getter(config, key);
        if (getter != null) {
            return getter.invoke(config);
        }
        Field field = field(config, key);
        if (field == null) {
            throw new NoSuchFieldException(config.getClass().getName() + " has no way to read " + key);
        }
        field.setAccessible(true);
        return field.get(config);
    }

    private static Method getter(Object config, String key) {
        String rest = Character.toUpperCase(key.charAt(0)) + key.substring(1);
        for (String name : new String[] {"get" + rest, "is" + rest}) {
            try {
                return config.getClass().getMethod(name);
            } catch (NoSuchMethodException next) {
                continue;
            }
        }
        return null;
    }

    private static Field field(Object config, String key) {
        String rest = Character.toUpperCase(key.charAt(0)) + key.substring(1);
        for (Class<?> type = config.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(key) || field.getName().equals("is" + rest)) {
                    return field;
                }
            }
        }
        return null;
    }
}
