package io.tollgate.account;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes and checks the passwords of people. */
@Component
public class Passwords {

    /** The shortest password a person may choose, in characters. */
    public static final int SHORTEST = 10;

    /** The longest password, in bytes of UTF-8: BCrypt ignores everything behind. */
    public static final int LONGEST_BYTES = 72;

    private static final int COST = 12;

    private final DelegatingPasswordEncoder encoder;
    private final String nobodysHash;

    public Passwords() {
        BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder(COST);
        encoder = new DelegatingPasswordEncoder(
                "bcrypt",
                Map.of(
                        "bcrypt",
                        bcrypt,
                        "pbkdf2@SpringSecurity_v5_8",
                        Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8()));
        encoder.setDefaultPasswordEncoderForMatches(bcrypt);
        nobodysHash = hash("nobody has this password");
    }

    /** Why a password cannot be used, if so. */
    public static @Nullable Weakness weakness(String password) {
        if (isTooLong(password)) {
            return Weakness.TOO_LONG;
        }
        return password.codePointCount(0, password.length()) < SHORTEST ? Weakness.TOO_SHORT : null;
    }

    /** What may be wrong with a password. */
    public enum Weakness {
        TOO_SHORT,
        TOO_LONG
    }

    /**
     * The hash of a password.
     *
     * @throws IllegalArgumentException when it is longer than {@link #LONGEST_BYTES}
     */
    public String hash(String password) {
        if (isTooLong(password)) {
            throw new IllegalArgumentException("A password may hold at most 72 bytes");
        }
        return encoder.encode(password);
    }

    /** Whether a password belongs to a hash; takes as long when there is no hash. */
    public boolean matches(String password, @Nullable String hash) {
        boolean same = encoder.matches(isTooLong(password) ? "" : password, hash == null ? nobodysHash : hash);
        return same && hash != null && !isTooLong(password);
    }

    private static boolean isTooLong(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES;
    }
}
