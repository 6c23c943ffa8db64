import java.nio.file.Path;
import java.security.Security;
import java.util.HashMap;
import java.util.Map;

/** What the driver is started with. */
record Settings(String nameServers, Path folder, String name, long pollMs, int dnsSeconds) {
    /** The client library's own default, after which it asks the name servers for the route again. */
    static final long DEFAULT_POLL_MS = 30_000;

    static Settings parse(String[] args) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        Settings settings = new Settings(
            required(options, "--name-servers"),
            Path.of(required(options, "--folder")),
            required(options, "--name"),
            Long.parseLong(optional(options, "--poll-ms", Long.toString(DEFAULT_POLL_MS))),
            // A JVM without a security manager keeps an address for 30 s: the clients of an application do too.
            Integer.parseInt(optional(options, "--dns-seconds", "30")));
        if (!options.isEmpty() || args.length % 2 != 0) {
            throw new IllegalArgumentException("no such options: " + String.join(" ", args));
        }
        return settings;
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.remove(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static String optional(Map<String, String> options, String name, String otherwise) {
        String value = options.remove(name);
        return value == null ? otherwise : value;
    }

    /** Sets how long the JVM keeps the address of a name; it reads this once, before the first look-up. */
    void applyToJvm() {
        Security.setProperty("networkaddress.cache.ttl", Integer.toString(dnsSeconds));
    }

    /** The heartbeat and the poll go together: a client with the default poll is a client with all defaults. */
    boolean isDefault(long pollMs) {
        return pollMs == DEFAULT_POLL_MS;
    }
}
