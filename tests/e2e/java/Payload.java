import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;

/** A message whose body follows from its id, so that a damaged one can be told. */
final class Payload {
    private static final int BYTES = 200;

    private Payload() {
    }

    static Message message(String topic, String id) {
        return new Message(topic, "", id, body(id));
    }

    static String id(MessageExt message) {
        String id = message.getKeys();
        return id == null ? "" : id;
    }

    static boolean isSound(MessageExt message) {
        return Arrays.equals(message.getBody(), body(id(message)));
    }

    private static byte[] body(String id) {
        byte[] part = (id + " ").getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            body[i] = part[i % part.length];
        }
        return body;
    }
}
