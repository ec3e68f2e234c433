package io.tollgate.vault;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * How a master key is derived from a passphrase: PBKDF2 with HMAC-SHA-512.
 *
 * @param iterations kept with the salt, so that later databases can use more
 */
record Passphrase(int iterations, byte[] salt) {

    private static final String NAME = "pbkdf2-hmac-sha512";
    private static final int ITERATIONS = 310_000;
    private static final int SALT_BYTES = 16;

    static Passphrase random() {
        return new Passphrase(ITERATIONS, KeyBytes.random(SALT_BYTES));
    }

    /** Reads what {@link #text} wrote. */
    static Passphrase parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3 || !parts[0].equals(NAME)) {
            throw new IllegalArgumentException("Not a key derivation: " + text);
        }
        return new Passphrase(Integer.parseInt(parts[1]), Base64.getDecoder().decode(parts[2]));
    }

    String text() {
        return NAME + ':' + iterations + ':' + Base64.getEncoder().encodeToString(salt);
    }

    byte[] key(Secret passphrase) {
        PBEKeySpec spec = new PBEKeySpec(passphrase.reveal().toCharArray(), salt, iterations, MasterKey.BYTES * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        } finally {
            spec.clearPassword();
        }
    }
}
