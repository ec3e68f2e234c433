package io.tollgate.storage;

import java.security.SecureRandom;
import java.util.Base64;

/** Passwords for programs: 256 random bits in characters that need no quoting anywhere. */
final class Passwords {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
