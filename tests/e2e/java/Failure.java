import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;

/** Errors of the client library, in a line. */
final class Failure {
    private static final int LONGEST_TEXT = 300;

    private Failure() {
    }

    /** The class of the innermost cause, with the number of the broker's answer where there is one. */
    static String kind(Throwable error) {
        Throwable inner = innermost(error);
        String name = inner.getClass().getSimpleName();
        if (inner instanceof MQBrokerException) {
            return name + " " + ((MQBrokerException) inner).getResponseCode();
        }
        if (inner instanceof MQClientException) {
            return name + " " + ((MQClientException) inner).getResponseCode();
        }
        return name;
    }

    /** What the innermost cause says, without the library's references to its documentation. */
    static String text(Throwable error) {
        Throwable inner = innermost(error);
        String text = inner.getClass().getSimpleName() + ": " + inner.getMessage();
        String line = text.replaceAll("(?s)(See http|For more information).*", "").replaceAll("\\s+", " ").trim();
        return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "…" : line;
    }

    private static Throwable innermost(Throwable error) {
        Throwable inner = error;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        return inner;
    }
}
