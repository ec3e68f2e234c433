package io.tollgate.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.account.Passwords.Weakness;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class PasswordsTests {

    private final Passwords passwords = new Passwords();

    @Test
    void knowsThePasswordItHashed() {
        String hash = passwords.hash("correct horse battery");
        assertThat(hash).startsWith("{bcrypt}$2");
        assertThat(passwords.matches("correct horse battery", hash)).isTrue();
        assertThat(passwords.matches("correct horse", hash)).isFalse();
    }

    @Test
    void knowsABareBCryptHash() {
        String hash = new BCryptPasswordEncoder(4).encode("correct horse battery");
        assertThat(passwords.matches("correct horse battery", hash)).isTrue();
    }

    @Test
    void matchesNothingWithoutAHash() {
        assertThat(passwords.matches("nobody has this password", null)).isFalse();
        assertThat(passwords.matches("", null)).isFalse();
    }

    @Test
    void neverIgnoresTheEndOfAPassword() {
        String longest = "密".repeat(24);
        String hash = passwords.hash(longest);
        assertThat(passwords.matches(longest, hash)).isTrue();
        assertThat(passwords.matches(longest + "x", hash)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> passwords.hash(longest + "x"))
                .withMessageContaining("72 bytes");
    }

    @Test
    void saysWhatIsWrongWithAPassword() {
        assertThat(Passwords.weakness("密".repeat(24) + "x")).isEqualTo(Weakness.TOO_LONG);
        assertThat(Passwords.weakness("123456789")).isEqualTo(Weakness.TOO_SHORT);
        assertThat(Passwords.weakness("1234567890")).isNull();
    }

    @Test
    void doesNotReadHashesThatHideNothing() {
        assertThat(passwords.matches("x", "{noop}x")).isFalse();
    }
}
