package io.tollgate.access;

import io.tollgate.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** The text of a virtual key: {@code tg_}, 32 random bytes in Base64url, and a checksum of eight hex digits. */
public final class KeyText {

    private static final String START = "tg_";
    private static final int RANDOM_BYTES = 32;
    private static final int RANDOM_CHARS = 43;
    private static final int LENGTH = START.length() + RANDOM_CHARS + 8;
    private static final int SHOWN = 8;
    private static final int WEAK_BELOW = 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyText() {}

    /** A new key. */
    public static Secret generate() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        String body = START + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return Secret.of(body + checksum(body));
    }

    /** Whether a text looks like a key of ours and is none: most typing and copying mistakes end here. */
    public static boolean isDamaged(String key) {
        if (!key.startsWith(START)) {
            return false;
        }
        return key.length() != LENGTH || !key.endsWith(checksum(key.substring(0, START.length() + RANDOM_CHARS)));
    }

    /** Whether a key that somebody made up is short enough to be guessed. */
    public static boolean isWeak(String key) {
        return key.length() < WEAK_BELOW || key.chars().distinct().count() < 8;
    }

    /** What may be shown of a key to tell it from others. */
    public static String prefix(String key) {
        int shown = key.startsWith(START) ? START.length() + SHOWN : Math.min(4, key.length() / 4);
        return key.substring(0, shown);
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
