package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRequestReaderTests {

    private static final String M = "\"messages\":[{\"role\":\"user\"}]";

    private static String sent(Operation operation, String body, String model, boolean stream) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (ClientRequest request = Arrivals.OPENAI.decode(Arrivals.of(operation, "application/json", bytes))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Body encoded = request.encode(model, stream, Set.of()).body();
            encoded.writeTo(out);
            assertThat(encoded.length()).isEqualTo(out.size());
            return out.toString(StandardCharsets.UTF_8);
        } catch (DialectException | IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"m\",%s} | u | false | {\"model\":\"u\",%s}",
                " { \"model\" : \"m\" , %s } | m | false | {\"model\":\"m\",%s}",
                "{%s,\"model\":\"m\"} | u | false | {%s,\"model\":\"u\"}",
                "{\"a\":1,\"model\":\"m\",\"b\":2,%s} | longer-name | false | {\"a\":1,\"model\":\"longer-name\",\"b\":2,%s}",
                "{\"model\":\"é🌏\",\"b\":\"é\",%s,\"stream\":true} | u | true | {\"model\":\"u\",\"b\":\"é\",%s,\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"stream\":true,\"model\":\"m\",%s} | m | false | {\"stream\":false,\"model\":\"m\",%s}",
                "{\"stream\":false,\"model\":\"m\",%s} | u | true | {\"stream\":true,\"model\":\"u\",%s,\"stream_options\":{\"include_usage\":true}}",
                "{\"stream\":null,%s,\"model\":\"m\"} | m | true | {\"stream\":true,%s,\"model\":\"m\",\"stream_options\":{\"include_usage\":true}}",
                "{%s,\"model\":\"m\"} | m | true | {%s,\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"stream_options\":{\"x\":1.50,\"include_usage\":false},%s,\"model\":\"m\",\"stream\":true} | u | true | {\"stream_options\":{\"x\":1.50,\"include_usage\":true},%s,\"model\":\"u\",\"stream\":true}",
                "{\"stream_options\":{\"a\\u0001\\\"é\":{\"b\":[1.50,{\"include_usage\":false}],\"c\":\"é\\n\"},\"include_usage\":false,\"d\":[]},%s,\"model\":\"m\",\"stream\":true} | u | true | {\"stream_options\":{\"a\\u0001\\\"é\":{\"b\":[1.50,{\"include_usage\":false}],\"c\":\"é\\n\"},\"d\":[],\"include_usage\":true},%s,\"model\":\"u\",\"stream\":true}",
                "{\"stream_options\":{\"a\":{\"b\":[{}]},\"include_usage\":true},%s,\"model\":\"m\",\"stream\":true} | u | true | {\"stream_options\":{\"a\":{\"b\":[{}]},\"include_usage\":true},%s,\"model\":\"u\",\"stream\":true}",
                "{\"stream_options\":{\"include_usage\":true},%s,\"model\":\"m\",\"stream\":true} | u | false | {\"stream_options\":null,%s,\"model\":\"u\",\"stream\":false}",
                "{\"n\":12345678901234567890123,\"x\":1.500,\"y\":1e5,\"z\":-0.0,\"w\":1E+400,\"model\":\"m\",%s} | m | false | {\"n\":12345678901234567890123,\"x\":1.500,\"y\":1e5,\"z\":-0.0,\"w\":1E+400,\"model\":\"m\",%s}"
            })
    void changesWhatMustChangeAndNothingElse(String body, String model, boolean stream, String expected) {
        assertThat(sent(Operation.CHAT, body.formatted(M), model, stream)).isEqualTo(expected.formatted(M));
    }

    @Test
    void leavesOtherOperationsAlone() {
        String body =
                "{\"model\":\"m\",\"input\":[1,2],\"stream\":true,\"stream_options\":{\"include_obfuscation\":false}}";

        assertThat(sent(Operation.RESPONSES, body, "u", true)).isEqualTo(body.replace("\"m\"", "\"u\""));
        assertThat(sent(Operation.EMBEDDINGS, "{\"model\":\"m\",\"input\":\"x\"}", "m", false))
                .isEqualTo("{\"model\":\"m\",\"input\":\"x\"}");
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> plain = Arbitraries.of(
                "1",
                "-0",
                "1e5",
                "1.500",
                "true",
                "null",
                "\"\"",
                "\"é🌏\"",
                "\"a\\\\b\\\"\"",
                "12345678901234567890123",
                "[]",
                "{}");
        return Arbitraries.lazyOf(
                () -> plain,
                () -> plain.list().ofMaxSize(4).map(all -> "[" + String.join(",", all) + "]"),
                () -> values().list().ofMaxSize(3).map(all -> {
                    StringBuilder object = new StringBuilder("{");
                    for (int i = 0; i < all.size(); i++) {
                        object.append(i == 0 ? "" : ",")
                                .append("\"k")
                                .append(i)
                                .append("\":")
                                .append(all.get(i));
                    }
                    return object.append('}').toString();
                }));
    }

    @Property(tries = 200)
    void keepsEveryValueAsItWasWritten(@ForAll("values") String before, @ForAll("values") String after) {
        String body = "{\"before\":" + before + ",\"model\":\"m\",\"after\":" + after + "," + M + "}";

        assertThat(sent(Operation.CHAT, body, "other", false)).isEqualTo(body.replace("\"m\"", "\"other\""));
    }

    @Test
    void placesWhatIsBeyondABufferRight() {
        String body = "{\"a\":\"" + "é".repeat(40_000) + "\",\"model\":\"m\",\"b\":\"" + "x".repeat(40_000)
                + "\",\"stream\":false," + M + "}";

        assertThat(sent(Operation.CHAT, body, "other", true))
                .isEqualTo(body.replace("\"m\"", "\"other\"")
                        .replace("false", "true")
                        .replace(M + "}", M + ",\"stream_options\":{\"include_usage\":true}}"));
    }

    @Test
    void saysWhereTheMistakeIs() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> sent(Operation.CHAT, "{\"model\":\n\"m\",}", "m", false))
                .withMessageContaining("line 2, column");
    }
}
