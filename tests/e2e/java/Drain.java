import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

/**
 * Reads every queue of a topic from its first to its last message into a file: broker name, queue, offset and id,
 * parted by tabs.
 *
 * <p>Each drain starts with a client of its own, so it sees the cluster as somebody who comes new.
 */
final class Drain {
    private static final int BATCH = 32;
    private static final long RETRY_MS = 300;

    private final DefaultMQPullConsumer consumer;
    private final String topic;
    private final Path file;
    private final long deadlineMs;
    private long read;
    private long damaged;

    Drain(Clients clients, String topic, int patienceSeconds) {
        this.consumer = clients.pullConsumer();
        this.topic = topic;
        this.file = clients.settings().folder().resolve("drained-" + topic + ".tsv");
        this.deadlineMs = System.currentTimeMillis() + 1000L * patienceSeconds;
    }

    Map<String, Object> run() throws Exception {
        consumer.start();
        List<Object> queues = new ArrayList<>();
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (MessageQueue queue : new TreeSet<>(retried(() -> consumer.fetchSubscribeMessageQueues(topic)))) {
                queues.add(queue(queue, writer));
            }
        } finally {
            consumer.shutdown();
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("file", file.toString());
        report.put("read", read);
        report.put("damaged", damaged);
        report.put("queues", queues);
        return report;
    }

    private Map<String, Object> queue(MessageQueue queue, Writer writer) throws Exception {
        long min = retried(() -> consumer.minOffset(queue));
        long max = retried(() -> consumer.maxOffset(queue));
        long before = read;
        long offset = min;
        while (offset < max) {
            long from = offset;
            PullResult result = retried(() -> consumer.pull(queue, "*", from, BATCH));
            if (result.getMsgFoundList() != null) {
                write(queue, result.getMsgFoundList(), writer);
            }
            if (result.getNextBeginOffset() <= from) {
                throw new IllegalStateException(queue + ": " + result.getPullStatus() + " at " + from
                    + ", though messages up to " + max + " were announced");
            }
            offset = result.getNextBeginOffset();
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("broker", queue.getBrokerName());
        report.put("queue", queue.getQueueId());
        report.put("min", min);
        report.put("max", max);
        report.put("read", read - before);
        return report;
    }

    private void write(MessageQueue queue, List<MessageExt> messages, Writer writer) throws IOException {
        for (MessageExt message : messages) {
            read++;
            damaged += Payload.isSound(message) ? 0 : 1;
            writer.write(String.join("\t", queue.getBrokerName(), Integer.toString(queue.getQueueId()),
                Long.toString(message.getQueueOffset()), Payload.id(message)));
            writer.write('\n');
        }
    }

    /** A change of leaders in between is no reason to give up: only the end of the patience is. */
    private <T> T retried(Callable<T> attempt) throws Exception {
        while (true) {
            try {
                return attempt.call();
            } catch (Exception error) {
                if (System.currentTimeMillis() > deadlineMs) {
                    throw error;
                }
                Thread.sleep(RETRY_MS);
            }
        }
    }
}
