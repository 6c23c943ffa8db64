import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;

/** The clients of the library, each with connections and routes of its own. */
final class Clients {
    /** The library's defaults, said here so that they are part of what is measured. */
    private static final int SEND_TIMEOUT_MS = 3000;
    private static final int RETRIES = 2;

    /** A group that every broker knows without anybody creating it, and that mqadmin reads with. */
    private static final String READING_GROUP = "TOOLS_CONSUMER";

    private final Settings settings;
    private final AtomicInteger instances = new AtomicInteger();
    private final Map<Long, DefaultMQProducer> producers = new HashMap<>();
    private final Supplier<String> ids;

    Clients(Settings settings) {
        this.settings = settings;
        String prefix = settings.name() + "-" + Long.toString(System.currentTimeMillis(), 36) + "-";
        AtomicLong sequence = new AtomicLong();
        this.ids = () -> prefix + sequence.incrementAndGet();
    }

    Settings settings() {
        return settings;
    }

    /** Ids that no other driver and no other run gives. */
    Supplier<String> ids() {
        return ids;
    }

    /** The one producer that asks for routes this often; whoever sends again later uses the same. */
    synchronized DefaultMQProducer producer(long pollMs) throws Exception {
        DefaultMQProducer known = producers.get(pollMs);
        if (known != null) {
            return known;
        }
        DefaultMQProducer producer = new DefaultMQProducer("e2e-producer-" + settings.name());
        configure(producer, pollMs);
        producer.setSendMsgTimeout(SEND_TIMEOUT_MS);
        producer.setRetryTimesWhenSendFailed(RETRIES);
        producer.start();
        producers.put(pollMs, producer);
        return producer;
    }

    DefaultMQPushConsumer pushConsumer(String group) {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);
        configure(consumer, settings.pollMs());
        return consumer;
    }

    DefaultMQPullConsumer pullConsumer() {
        DefaultMQPullConsumer consumer = new DefaultMQPullConsumer(READING_GROUP);
        configure(consumer, settings.pollMs());
        return consumer;
    }

    synchronized void shutdown() {
        List<DefaultMQProducer> all = new ArrayList<>(producers.values());
        producers.clear();
        all.forEach(DefaultMQProducer::shutdown);
    }

    /** Clients of one instance name would share their connections and routes. */
    private void configure(ClientConfig client, long pollMs) {
        client.setNamesrvAddr(settings.nameServers());
        client.setInstanceName("e2e-" + settings.name() + "-" + instances.incrementAndGet());
        client.setVipChannelEnabled(false);
        client.setPollNameServerInterval((int) pollMs);
        if (!settings.isDefault(pollMs)) {
            client.setHeartbeatBrokerInterval((int) pollMs);
        }
    }
}
