package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.TokenEstimate;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExtentTests {

    private static long tokens(String text) throws Exception {
        return extent("{\"text\":\"" + text + "\"}").promptTokens();
    }

    @Property(tries = 100)
    void countsTextAsTheEstimateDoes(@ForAll @IntRange(min = 0, max = 6_000) int words) throws Exception {
        String text = "some words, 12 of them; ".repeat(words);
        assertThat(tokens(text)).isEqualTo(TokenEstimate.of(text));
    }

    @Property(tries = 50)
    void countsAnImageTheSameHoweverLongItIs(@ForAll @IntRange(min = 4_000, max = 200_000) int length)
            throws Exception {
        String image =
                "data:image/png;base64," + "iVBORw0KGgo".repeat(length / 11 + 1).substring(0, length);
        assertThat(tokens(image)).isEqualTo(1_000);
    }

    @Test
    void findsTheLongestAnswerWhereEachDialectSaysIt() throws Exception {
        assertThat(extent("{\"max_tokens\":7}").maxTokens()).isEqualTo(7);
        assertThat(extent("{\"generationConfig\":{\"maxOutputTokens\":8,\"candidateCount\":3}}"))
                .returns(8L, Extent::maxTokens)
                .returns(3L, Extent::choices);
        assertThat(extent("{\"options\":{\"num_predict\":9}}").maxTokens()).isEqualTo(9);
        assertThat(extent("{\"options\":{\"num_predict\":-1}}").maxTokens()).isNull();
        assertThat(extent("{}")).returns(1L, Extent::choices).returns(null, Extent::maxTokens);
    }

    private static Extent extent(String json) throws Exception {
        return Extent.of(Json.tree(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));
    }
}
