import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A RocketMQ client that lives as long as a scenario: commands are lines on stdin, answers are lines of JSON on stdout.
 *
 * <pre>
 * ID send TOPIC COUNT [PAUSE_MS]                  sends COUNT messages, one after the other
 * ID produce TOPIC start PAUSE_MS [POLL_MS]       sends in the background until stopped
 * ID produce TOPIC stop
 * ID acknowledged TOPIC SINCE_MS                  counts what was acknowledged at or after an instant
 * ID consume TOPIC GROUP start|stop               reads as a push consumer
 * ID drain TOPIC PATIENCE_S                       reads every queue from its first to its last message
 * ID status
 * ID quit
 * </pre>
 *
 * Every command runs in a thread of its own, so answers come in any order and carry the command's ID. The end of stdin
 * is the end of the process. Each connection to a cluster is made once and kept, as an application keeps it: what
 * happens when brokers vanish is what is measured.
 */
public final class Driver {
    private final Clients clients;
    private final PrintStream answers;
    private final Map<String, Journal> journals = new ConcurrentHashMap<>();
    private final Map<String, Sending> productions = new ConcurrentHashMap<>();
    private final Map<String, Consumption> consumptions = new ConcurrentHashMap<>();

    private Driver(Clients clients, PrintStream answers) {
        this.clients = clients;
        this.answers = answers;
    }

    public static void main(String[] args) throws IOException {
        // The client library, its logging and the JVM print to stdout as they like: answers must stand alone there.
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        Settings settings = Settings.parse(args);
        settings.applyToJvm();
        Files.createDirectories(settings.folder());
        new Driver(new Clients(settings), answers).serve();
    }

    private void serve() throws IOException {
        ExecutorService threads = Executors.newCachedThreadPool();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.trim().split("\\s+");
            threads.execute(() -> answer(words));
        }
        // Nobody is left who could read an answer, and a client that cannot reach its broker takes long to shut down.
        Runtime.getRuntime().halt(0);
    }

    private void answer(String[] words) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", words[0]);
        boolean ends = words.length == 2 && words[1].equals("quit");
        try {
            answer.put("ok", true);
            answer.putAll(run(words));
        } catch (Throwable error) {
            answer.put("ok", false);
            answer.put("error", Failure.text(error));
        }
        String line = Json.write(answer);
        synchronized (answers) {
            answers.println(line);
        }
        if (ends) {
            Runtime.getRuntime().halt(0);
        }
    }

    private Map<String, Object> run(String[] words) throws Exception {
        String form = words.length > 1 ? words[1] + " " + (words.length - 2) : "";
        switch (form) {
            case "send 2":
            case "send 3":
                return send(words[2], Integer.parseInt(words[3]), words.length > 4 ? Long.parseLong(words[4]) : 0);
            case "produce 2":
            case "produce 3":
            case "produce 4":
                return words[3].equals("stop") ? stopProducing(words[2]) : produce(words);
            case "acknowledged 2":
                return journal(words[2]).since(Long.parseLong(words[3]));
            case "consume 3":
                return words[4].equals("stop") ? stopConsuming(words[2], words[3]) : consume(words[2], words[3]);
            case "drain 2":
                return new Drain(clients, words[2], Integer.parseInt(words[3])).run();
            case "status 0":
                return status();
            case "quit 0":
                return quit();
            default:
                throw new IllegalArgumentException("no such command: " + String.join(" ", words));
        }
    }

    private Journal journal(String topic) {
        return journals.computeIfAbsent(topic, name -> Journal.open(clients.settings().folder(), name));
    }

    private Sending sending(String topic, long pollMs, long pauseMs) throws Exception {
        return new Sending(clients.producer(pollMs), clients.ids(), journal(topic), topic, pauseMs);
    }

    private Map<String, Object> send(String topic, int count, long pauseMs) throws Exception {
        Sending sending = sending(topic, clients.settings().pollMs(), pauseMs);
        sending.run(count);
        return sending.report();
    }

    private Map<String, Object> produce(String[] words) throws Exception {
        if (!words[3].equals("start") || words.length < 5) {
            throw new IllegalArgumentException("produce TOPIC start PAUSE_MS [POLL_MS]");
        }
        long pollMs = words.length > 5 ? Long.parseLong(words[5]) : clients.settings().pollMs();
        Sending sending = sending(words[2], pollMs, Long.parseLong(words[4]));
        if (productions.putIfAbsent(words[2], sending) != null) {
            throw new IllegalStateException("there is a producer for " + words[2] + " already");
        }
        sending.start();
        return sending.report();
    }

    private Map<String, Object> stopProducing(String topic) throws InterruptedException {
        Sending sending = known(productions.remove(topic), "producer for " + topic);
        sending.stop();
        return sending.report();
    }

    private Map<String, Object> consume(String topic, String group) throws Exception {
        Consumption consumption = new Consumption(clients, topic, group);
        if (consumptions.putIfAbsent(topic + " " + group, consumption) != null) {
            throw new IllegalStateException("there is a consumer " + group + " of " + topic + " already");
        }
        try {
            consumption.start();
        } catch (Exception error) {
            consumptions.remove(topic + " " + group);
            throw error;
        }
        return consumption.report();
    }

    private Map<String, Object> stopConsuming(String topic, String group) throws IOException {
        return known(consumptions.remove(topic + " " + group), "consumer " + group + " of " + topic).stop();
    }

    private static <T> T known(T found, String what) {
        return Objects.requireNonNull(found, "there is no " + what);
    }

    private Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        Map<String, Object> producing = new LinkedHashMap<>();
        productions.forEach((topic, sending) -> producing.put(topic, sending.report()));
        Map<String, Object> consuming = new LinkedHashMap<>();
        consumptions.forEach((name, consumption) -> consuming.put(name, consumption.report()));
        status.put("producing", producing);
        status.put("consuming", consuming);
        return status;
    }

    private Map<String, Object> quit() throws Exception {
        for (String topic : productions.keySet()) {
            stopProducing(topic);
        }
        for (Consumption consumption : consumptions.values()) {
            consumption.stop();
        }
        clients.shutdown();
        return Map.of();
    }
}
