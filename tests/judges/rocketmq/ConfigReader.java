import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.rocketmq.common.MixAll;

/**
 * Reads config files as RocketMQ's start-up does, through its own classes, and says what became of every key.
 *
 * Arguments: a role (broker, namesrv, controller), then files. Prints a line per key, tab-separated: file, verdict
 * (ok, UNKNOWN, DIFF), key, the text that was written, and the value that each class has read.
 */
public final class ConfigReader {
    private static final String PACKAGE = "org.apache.rocketmq.";

    /** Keys that BrokerStartup copies to system properties before any class sees them. */
    private static final List<String> READ_BY_STARTUP =
        Arrays.asList("rmqAddressServerDomain", "rmqAddressServerSubGroup");

    private ConfigReader() {
    }

    public static void main(String[] args) throws Exception {
        PrintStream output = Setters.quietOutput();
        for (String file : Arrays.asList(args).subList(1, args.length)) {
            Properties written = load(file);
            List<Object> configs = configs(args[0]);
            for (Object config : configs) {
                MixAll.properties2Object(written, config);
            }
            for (String key : new TreeSet<>(written.stringPropertyNames())) {
                output.println(file + "\t" + verdict(args[0], configs, key, written.getProperty(key)));
            }
        }
    }

    private static Properties load(String file) throws IOException {
        Properties properties = new Properties();
        try (InputStream input = new BufferedInputStream(Files.newInputStream(Paths.get(file)))) {
            properties.load(input);
        }
        return properties;
    }

    /** The classes that the file is applied to, in the order of the start-up code; absent ones belong to later versions. */
    private static List<Object> configs(String role) throws ReflectiveOperationException {
        List<Object> configs = new ArrayList<>();
        for (String name : classNames(role)) {
            Object config = Setters.defaults(PACKAGE + name);
            if (config != null) {
                configs.add(config);
            }
        }
        return configs;
    }

    private static List<String> classNames(String role) {
        String server = "remoting.netty.NettyServerConfig";
        String client = "remoting.netty.NettyClientConfig";
        switch (role) {
            case "broker":
                return Arrays.asList("common.BrokerConfig", server, client, "store.config.MessageStoreConfig",
                    "auth.config.AuthConfig", "tieredstore.MessageStoreConfig",
                    "tieredstore.common.TieredMessageStoreConfig");
            case "namesrv":
                return Arrays.asList("common.namesrv.NamesrvConfig", server, "common.ControllerConfig",
                    "common.JraftConfig");
            case "controller":
                return Arrays.asList("common.ControllerConfig", "common.JraftConfig", server, client);
            default:
                throw new IllegalArgumentException("no such role: " + role);
        }
    }

    private static String verdict(String role, List<Object> configs, String key, String written) throws Exception {
        List<String> read = new ArrayList<>();
        boolean same = written.equals(written.trim());
        for (Object config : configs) {
            List<Method> setters = Setters.of(config.getClass()).get(key);
            if (setters != null && setters.stream().anyMatch(m -> Setters.READ.contains(m.getParameterTypes()[0]))) {
                Object value = Setters.value(config, key);
                same &= isSame(value, written);
                read.add(config.getClass().getSimpleName() + "=" + value);
            }
        }
        boolean known = !read.isEmpty() || role.equals("broker") && READ_BY_STARTUP.contains(key);
        String word = !known ? "UNKNOWN" : same ? "ok" : "DIFF";
        return word + "\t" + key + "\t" + quote(written) + "\t" + quote(String.join(" ", read));
    }

    private static boolean isSame(Object value, String written) {
        if (value instanceof Double || value instanceof Float) {
            try {
                return ((Number) value).doubleValue() == Double.parseDouble(written);
            } catch (NumberFormatException unreadable) {
                return false;
            }
        }
        return written.equals(String.valueOf(value));
    }

    private static String quote(String text) {
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
    }
}
