package io.tollgate.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEstimateTests {

    @ParameterizedTest
    @CsvSource({
        "'The quick brown fox jumps over the lazy dog', 11",
        "1234567890, 4",
        "今天天气很好我们去公园散步吧, 12",
        "Съешь ещё этих мягких французских булок, 15",
        "😀😀, 4",
        "'', 0"
    })
    void weighsEveryScript(String text, long tokens) {
        assertThat(TokenEstimate.of(text)).isEqualTo(tokens);
    }

    @Test
    void doesNotMindWhereATextIsCut() {
        byte[] text = "Grüße, 世界 😀 42!".getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= text.length; cut++) {
            TokenEstimate pieces = new TokenEstimate();
            pieces.add(text, 0, cut);
            pieces.add(text, cut, text.length);
            assertThat(pieces.tokens()).isEqualTo(TokenEstimate.of("Grüße, 世界 😀 42!"));
        }
    }
}
