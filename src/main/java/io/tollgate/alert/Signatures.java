package io.tollgate.alert;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs messages, each kind of channel in its own way, always with HMAC-SHA-256 in Base64. */
final class Signatures {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    private Signatures() {}

    /**
     * In the form of Standard Webhooks: the id, the time in seconds and the body, with dots between.
     *
     * @param secret {@code whsec_} and the key in Base64; any other text is the key itself
     */
    static String webhook(String secret, String id, long seconds, byte[] body) {
        byte[] start = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return "v1," + sign(key(secret), whole);
    }

    private static byte[] key(String secret) {
        if (secret.startsWith(PREFIX)) {
            try {
                return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
            } catch (IllegalArgumentException e) {
                return secret.getBytes(StandardCharsets.UTF_8);
            }
        }
        return secret.getBytes(StandardCharsets.UTF_8);
    }

    /** Of Feishu: of nothing, with the time in seconds and the secret as the key. */
    static String feishu(String secret, long seconds) {
        return sign((seconds + "\n" + secret).getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    /** Of DingTalk: of the time in milliseconds and the secret, with the secret as the key. */
    static String dingTalk(String secret, long millis) {
        byte[] text = (millis + "\n" + secret).getBytes(StandardCharsets.UTF_8);
        return sign(secret.getBytes(StandardCharsets.UTF_8), text);
    }

    private static String sign(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
