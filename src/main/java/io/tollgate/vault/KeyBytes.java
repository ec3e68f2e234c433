package io.tollgate.vault;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** 256-bit keys as they stand in files and settings: 32 bytes as they are, or as one line of Base64. */
final class KeyBytes {

    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyBytes() {}

    /** A new key as the content of its file. */
    static byte[] newFile() {
        byte[] key = random(MasterKey.BYTES);
        return (Base64.getEncoder().encodeToString(key) + '\n').getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static Optional<byte[]> parse(byte[] file) {
        return file.length == MasterKey.BYTES
                ? Optional.of(file)
                : parse(new String(file, StandardCharsets.ISO_8859_1).strip());
    }

    static Optional<byte[]> parse(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64)).filter(key -> key.length == MasterKey.BYTES);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
