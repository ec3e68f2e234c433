package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTests {

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.5 KB", "83215155200, 77.5 GB", "9223372036854775807, 8.0 EB"})
    void readsLikeANumberOfBytes(long bytes, String text) {
        assertThat(Sizes.text(bytes)).isEqualTo(text);
    }
}
