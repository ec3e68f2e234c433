package io.tollgate.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyHasherTests {

    private final KeyHasher hasher = hasher(1);

    @Test
    void hashesAKeyTheSameWayEachTime() {
        assertThat(hasher.hash("tg_1")).hasSize(32).isEqualTo(hasher.hash("tg_1"));
        assertThat(hasher(1).hash("tg_1")).isEqualTo(hasher.hash("tg_1"));
    }

    @Test
    void hashesDifferentlyWithAnotherKeyOrPepper() {
        assertThat(hasher.hash("tg_1"))
                .isNotEqualTo(hasher.hash("tg_2"))
                .isNotEqualTo(hasher(2).hash("tg_1"));
    }

    @Test
    void keepsHashesApartFromOtherUsesOfThePepper() {
        byte[] plain = KeyHasher.mac(pepper(1)).doFinal("tg_1".getBytes(StandardCharsets.UTF_8));

        assertThat(hasher.hash("tg_1")).isNotEqualTo(plain);
    }

    @Test
    void servesManyThreadsAtOnce() {
        byte[][] expected =
                IntStream.range(0, 100).mapToObj(i -> hasher.hash("tg_" + i)).toArray(byte[][]::new);

        IntStream.range(0, 100_000)
                .parallel()
                .forEach(i -> assertThat(hasher.hash("tg_" + i % 100)).isEqualTo(expected[i % 100]));
    }

    @Test
    void refusesWithoutAPepper() {
        KeyHasher sealed = new KeyHasher(new Opening.Refused<>("The pepper is missing."));

        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> sealed.hash("tg_1"))
                .withMessage("The pepper is missing.");
    }

    private static KeyHasher hasher(int seed) {
        return new KeyHasher(new Opening.Ready<>(pepper(seed)));
    }

    private static byte[] pepper(int seed) {
        byte[] pepper = new byte[32];
        pepper[0] = (byte) seed;
        return pepper;
    }
}
