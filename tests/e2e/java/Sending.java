import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;

/** One run of sending, one message after the other, and what became of it. */
final class Sending {
    /** A send may wait for its timeout once for each try. */
    private static final long LONGEST_SEND_MS = 20_000;

    private final DefaultMQProducer producer;
    private final Supplier<String> ids;
    private final Journal journal;
    private final String topic;
    private final long pauseMs;
    private final long startedMs = System.currentTimeMillis();
    private final Map<String, Integer> errors = new TreeMap<>();
    private final Map<String, String> errorTexts = new TreeMap<>();
    private final Map<String, Integer> otherStatuses = new TreeMap<>();
    private long tried;
    private long acknowledged;
    private long firstMs;
    private long lastMs;
    private long endedMs;
    private volatile boolean isStopped;
    private Thread thread;

    Sending(DefaultMQProducer producer, Supplier<String> ids, Journal journal, String topic, long pauseMs) {
        this.producer = producer;
        this.ids = ids;
        this.journal = journal;
        this.topic = topic;
        this.pauseMs = pauseMs;
    }

    /** Sends in a thread of its own until it is stopped. */
    void start() {
        thread = new Thread(() -> run(Long.MAX_VALUE), "produce-" + topic);
        thread.setDaemon(true);
        thread.start();
    }

    void stop() throws InterruptedException {
        isStopped = true;
        thread.join(LONGEST_SEND_MS);
        if (thread.isAlive()) {
            throw new IllegalStateException("a send to " + topic + " takes longer than " + LONGEST_SEND_MS + " ms");
        }
    }

    void run(long count) {
        for (long i = 0; i < count && !isStopped; i++) {
            sendOne();
            try {
                Thread.sleep(pauseMs);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        synchronized (this) {
            endedMs = System.currentTimeMillis();
        }
    }

    private void sendOne() {
        String id = ids.get();
        try {
            SendResult result = producer.send(Payload.message(topic, id));
            long now = System.currentTimeMillis();
            if (result.getSendStatus() == SendStatus.SEND_OK) {
                journal.append(id, result, now);
                countAcknowledged(now);
            } else {
                count(otherStatuses, result.getSendStatus().name());
            }
        } catch (Exception error) {
            countError(error);
        }
    }

    private synchronized void countAcknowledged(long now) {
        tried++;
        acknowledged++;
        if (firstMs == 0) {
            firstMs = now;
        }
        lastMs = now;
    }

    private synchronized void count(Map<String, Integer> counts, String kind) {
        tried++;
        counts.merge(kind, 1, Integer::sum);
    }

    private synchronized void countError(Exception error) {
        String kind = Failure.kind(error);
        count(errors, kind);
        errorTexts.putIfAbsent(kind, Failure.text(error));
    }

    /** Times are milliseconds since 1970 by the machine's clock, and 0 for what has not happened. */
    synchronized Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("topic", topic);
        report.put("file", journal.path().toString());
        report.put("tried", tried);
        report.put("acknowledged", acknowledged);
        report.put("otherStatuses", new TreeMap<>(otherStatuses));
        report.put("errors", new TreeMap<>(errors));
        report.put("errorTexts", new TreeMap<>(errorTexts));
        report.put("startedMs", startedMs);
        report.put("endedMs", endedMs);
        report.put("firstMs", firstMs);
        report.put("lastMs", lastMs);
        return report;
    }
}
