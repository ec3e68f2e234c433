package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks merged into an answer, and an answer split into chunks. */
class ChunkMergerTests {

    private static String merged(String... chunks) throws IOException {
        ChunkMerger merger = new ChunkMerger();
        for (String chunk : chunks) {
            byte[] bytes = ("xx" + chunk + "yy").getBytes(StandardCharsets.UTF_8);
            merger.add(bytes, 2, bytes.length - 2);
        }
        return new String(merger.complete(), StandardCharsets.UTF_8);
    }

    @Test
    void keepsTheOrderOfChoicesByIndex() throws IOException {
        assertThat(merged(
                        "{\"id\":\"a\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":2,\"delta\":{\"content\":\"c\"}}]}",
                        "{\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}},{\"index\":2,\"delta\":{\"content\":\"C\"},\"finish_reason\":\"stop\"}]}",
                        "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}]}"))
                .isEqualTo("{\"id\":\"a\",\"object\":\"chat.completion\",\"choices\":["
                        + "{\"index\":0,\"message\":{\"content\":\"a\"},\"finish_reason\":\"length\"},"
                        + "{\"index\":2,\"message\":{\"content\":\"cC\"},\"finish_reason\":\"stop\"}]}");
    }

    @Test
    void keepsFixedTextsThatAreRepeated() throws IOException {
        assertThat(merged(
                        "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"tool_calls\":[{\"index\":1,\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}}]}",
                        "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"tool_calls\":[{\"index\":1,\"id\":\"\",\"type\":\"function\",\"function\":{\"arguments\":\"}\"}}]}}]}",
                        "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"\"},\"finish_reason\":\"tool_calls\"}]}"))
                .isEqualTo("{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"tool_calls\":["
                        + "{\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}],"
                        + "\"content\":null},\"finish_reason\":\"tool_calls\"}]}");
    }

    @Test
    void keepsNumbersAndWhatItDoesNotKnow() throws IOException {
        assertThat(
                        merged(
                                "{\"x\":1.500,\"big\":12345678901234567890123,\"nothing\":null,\"choices\":[{\"delta\":{\"audio\":{\"data\":\"AA\",\"n\":1.0}},\"content_filter_results\":{\"hate\":{\"filtered\":false}}}]}",
                                "{\"x\":null,\"choices\":[{\"delta\":{\"audio\":{\"data\":\"BB\",\"n\":2.0}}}],\"usage\":{\"prompt_tokens\":1}}"))
                .isEqualTo(
                        "{\"x\":1.500,\"big\":12345678901234567890123,\"nothing\":null,\"choices\":[{\"index\":0,\"message\":{\"audio\":"
                                + "{\"data\":\"AABB\",\"n\":2.0},\"content\":null},\"content_filter_results\":{\"hate\":{\"filtered\":false}}}],"
                                + "\"usage\":{\"prompt_tokens\":1}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{\"choices\":"})
    void takesNothingElseForAChunk(String chunk) {
        assertThatExceptionOfType(StreamFormatException.class).isThrownBy(() -> merged(chunk));
    }

    @Test
    void splitsWhatItWouldMerge() throws IOException {
        String answer = "{\"id\":\"a\",\"object\":\"chat.completion\",\"x\":1.500,\"choices\":["
                + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\",\"tool_calls\":[{\"id\":\"t\",\"function\":{\"name\":\"f\"}}]},\"finish_reason\":\"stop\"},"
                + "{\"index\":1,\"message\":{\"role\":\"assistant\",\"content\":\"Ho\"},\"finish_reason\":\"length\"}],"
                + "\"usage\":{\"prompt_tokens\":1}}";
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);

        List<byte[]> chunks = ChunkSplitter.split(bytes, 0, bytes.length);

        assertThat(chunks).hasSize(3);
        assertThat(merged(chunks.stream()
                        .map(chunk -> new String(chunk, StandardCharsets.UTF_8))
                        .toArray(String[]::new)))
                .isEqualTo(answer);
    }
}
