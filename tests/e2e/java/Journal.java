import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.MessageQueue;

/**
 * What was acknowledged on one topic: a line for each, of id, broker name, queue, offset and time, parted by tabs.
 *
 * <p>A line is in the file before the next message is sent, so the file is complete even if this process is killed.
 */
final class Journal {
    private final Path path;
    private final Writer writer;
    private long[] times = new long[1024];
    private int count;

    private Journal(Path path) throws IOException {
        this.path = path;
        this.writer = Files.newBufferedWriter(
            path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    static Journal open(Path folder, String topic) {
        try {
            return new Journal(folder.resolve("acknowledged-" + topic + ".tsv"));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    Path path() {
        return path;
    }

    synchronized void append(String id, SendResult result, long now) throws IOException {
        MessageQueue queue = result.getMessageQueue();
        writer.write(String.join("\t", id, queue.getBrokerName(), Integer.toString(queue.getQueueId()),
            Long.toString(result.getQueueOffset()), Long.toString(now)));
        writer.write('\n');
        writer.flush();
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
        }
        times[count++] = now;
    }

    /** Counts those at or after an instant. */
    synchronized Map<String, Object> since(long instant) {
        long found = 0;
        long first = 0;
        for (int i = 0; i < count; i++) {
            if (times[i] >= instant) {
                found++;
                first = first == 0 ? times[i] : Math.min(first, times[i]);
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("acknowledged", found);
        answer.put("firstMs", first);
        return answer;
    }
}
