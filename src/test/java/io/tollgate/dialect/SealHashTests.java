package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Seal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealHashTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EqQB+/8=",
                "EqQB-_8=",
                "EqQB+/8",
                "redacted:EqQB+/8=",
                "tollgate:anthropic:EqQB+/8=",
                "tollgate:anthropic:redacted:EqQB+/8=",
                "tollgate:call:tollgate:gemini:EqQB+/8="
            })
    void knowsASealHoweverItIsWrapped(String wrapped) {
        assertThat(SealHash.of(wrapped)).isEqualTo(SealHash.of("EqQB+/8="));
    }

    @Test
    void knowsASealThatIsWrappedInBase64() {
        String wrapped = new Seal("anthropic", "EqQB+/8=").wrapped();
        String encoded = Base64.getEncoder().encodeToString(wrapped.getBytes(StandardCharsets.UTF_8));

        assertThat(SealHash.of(encoded)).isEqualTo(SealHash.of("EqQB+/8="));
    }

    @Test
    void tellsSealsApart() {
        assertThat(SealHash.of("EqQB")).isNotEqualTo(SealHash.of("EqQC"));
    }
}
