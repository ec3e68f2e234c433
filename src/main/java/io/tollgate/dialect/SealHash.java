package io.tollgate.dialect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A short hash by which a seal is known again when a client sends it back, however it is wrapped: seals are large, and
 * nothing of them is kept.
 */
public final class SealHash {

    private static final String WRAPPED = "tollgate:";
    private static final String ENCODED = "dG9sbGdhdGU6";
    private static final String REDACTED = "redacted:";

    private SealHash() {}

    /** The first 64 bits of SHA-256 of what was sealed. */
    public static long of(String seal) {
        try {
            byte[] bytes = bare(seal).getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    /** Without what the gateway wrote around it; Base64 may come back in its form for URLs, and without padding. */
    private static String bare(String seal) {
        String bare = seal.startsWith(ENCODED) ? decoded(seal) : seal;
        for (int end = end(bare); end >= 0; end = end(bare)) {
            bare = bare.substring(end + 1);
        }
        if (bare.startsWith(REDACTED)) {
            bare = bare.substring(REDACTED.length());
        }
        int length = bare.length();
        while (length > 0 && bare.charAt(length - 1) == '=') {
            length--;
        }
        return bare.substring(0, length).replace('-', '+').replace('_', '/');
    }

    /** Where the wrapping of a seal ends; -1 without one. */
    private static int end(String seal) {
        return seal.startsWith(WRAPPED) ? seal.indexOf(':', WRAPPED.length()) : -1;
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(GeminiMedia.plainBase64(base64)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return base64;
        }
    }
}
