import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;

/** A push consumer, and the ids that it was given. */
final class Consumption {
    private final DefaultMQPushConsumer consumer;
    private final String topic;
    private final String group;
    private final Path file;
    private final Map<String, Integer> received = new ConcurrentHashMap<>();
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();

    Consumption(Clients clients, String topic, String group) {
        this.consumer = clients.pushConsumer(group);
        this.topic = topic;
        this.group = group;
        this.file = clients.settings().folder().resolve("received-" + topic + "-" + group + ".txt");
    }

    void start() throws Exception {
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            receive(messages);
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
    }

    private void receive(List<MessageExt> messages) {
        for (MessageExt message : messages) {
            total.incrementAndGet();
            received.merge(Payload.id(message), 1, Integer::sum);
            if (!Payload.isSound(message)) {
                damaged.incrementAndGet();
            }
        }
    }

    /** Ends it, and writes every id that was received once to the file. */
    Map<String, Object> stop() throws IOException {
        consumer.shutdown();
        Files.write(file, received.keySet(), StandardCharsets.UTF_8);
        return report();
    }

    Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("topic", topic);
        report.put("group", group);
        report.put("file", file.toString());
        report.put("received", total.get());
        report.put("distinct", received.size());
        report.put("damaged", damaged.get());
        return report;
    }
}
