package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong: each is told what to fix, and no provider hears of it. */
@GatewayTest
class BadRequestTests {

    private static final String M = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String GOOD = "{\"model\":\"gpt\"," + M + "}";

    private final Gateway gateway;

    BadRequestTests(Gateway gateway) {
        this.gateway = gateway;
    }

    @AfterEach
    void noProviderHeardOfIt() {
        assertThat(FIRST.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, "/v1/messages", "/api/chat"})
    void namesNoModelThatLong(String path) {
        String body = "{\"model\":\"" + "m".repeat(201) + "\",\"max_tokens\":5," + M + "}";

        Gateway.Reply reply = gateway.post(path, body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.text()).contains("200 characters");
    }

    private static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("", "invalid_json"),
                Arguments.of(" ", "invalid_json"),
                Arguments.of("{", "invalid_json"),
                Arguments.of("null", "invalid_json"),
                Arguments.of("[]", "invalid_json"),
                Arguments.of("\"text\"", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M, "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",}", "invalid_json"),
                Arguments.of("{'model':'gpt'}", "invalid_json"),
                Arguments.of("{model:\"gpt\"}", "invalid_json"),
                Arguments.of(GOOD + "x", "invalid_json"),
                Arguments.of(GOOD + GOOD, "invalid_json"),
                Arguments.of(GOOD + "]", "invalid_json"),
                Arguments.of("/* hi */" + GOOD, "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",\"x\":1 // hi\n}", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",\"x\":NaN}", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",\"x\":Infinity}", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",\"x\":01}", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",\"x\":+1}", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",\"x\":.5}", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",\"x\":\"a\nb\"}", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",\"x\":\"\\x\"}", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",\"x\":\"\\ud83c\"}", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",\"x\":\"\\udf0f\\ud83c\"}", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",\"\\ud83c\":1}", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",\"x\":" + "9".repeat(2000) + "}", "invalid_json"),
                Arguments.of(
                        "{\"model\":\"gpt\",\"x\":" + "[".repeat(200) + "]".repeat(200) + "," + M + "}",
                        "invalid_json"),
                Arguments.of("{\"a\":".repeat(200) + "1" + "}".repeat(200), "invalid_json"),
                Arguments.of("{\"model\":\"gpt\",\"model\":\"pair\"," + M + "}", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\",\"mod\\u0065l\":\"pair\"," + M + "}", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",\"x\":{\"a\":1,\"a\":2}}", "invalid_json"),
                Arguments.of("{\"model\":\"gpt\"," + M + ",\"stream\":true,\"stream\":false}", "invalid_json"),
                Arguments.of("{\"Model\":\"gpt\"," + M + "}", "invalid_value"),
                Arguments.of("{\"model\":\"gpt\",\"MODEL\":\"pair\"," + M + "}", "invalid_value"),
                Arguments.of("{\"model\":\"gpt\",\"Stream\":true," + M + "}", "invalid_value"),
                Arguments.of("{\"model\":\"gpt\",\"Messages\":[]," + M + "}", "invalid_value"),
                Arguments.of("{\"model\":\"gpt\",\"me\u017F\u017Fages\":[]," + M + "}", "invalid_value"),
                Arguments.of("{" + M + "}", "missing_required_parameter"),
                Arguments.of("{\"model\":\"gpt\"}", "missing_required_parameter"),
                Arguments.of("{\"model\":null," + M + "}", "invalid_value"),
                Arguments.of("{\"model\":7," + M + "}", "invalid_value"),
                Arguments.of("{\"model\":[\"gpt\"]," + M + "}", "invalid_value"),
                Arguments.of("{\"model\":\"\"," + M + "}", "invalid_value"),
                Arguments.of("{\"model\":\"  \"," + M + "}", "invalid_value"),
                Arguments.of("{\"model\":\"" + "x".repeat(300) + "\"," + M + "}", "invalid_value"),
                Arguments.of("{\"model\":\"gpt\",\"messages\":[]}", "empty_array"),
                Arguments.of("{\"model\":\"gpt\",\"messages\":null}", "invalid_value"),
                Arguments.of("{\"model\":\"gpt\",\"messages\":\"Hi\"}", "invalid_value"),
                Arguments.of("{\"model\":\"gpt\",\"messages\":{}}", "invalid_value"),
                Arguments.of("{\"model\":\"gpt\",\"messages\":[\"Hi\"]}", "invalid_value"),
                Arguments.of("{\"model\":\"gpt\",\"messages\":[null]}", "invalid_value"),
                Arguments.of("{\"model\":\"gpt\",\"messages\":[{\"content\":\"Hi\"}]}", "invalid_value"),
                Arguments.of("{\"model\":\"gpt\",\"messages\":[{\"role\":7,\"content\":\"Hi\"}]}", "invalid_value"),
                Arguments.of("{\"model\":\"gpt\",\"stream\":\"true\"," + M + "}", "invalid_value"),
                Arguments.of("{\"model\":\"gpt\",\"stream\":1," + M + "}", "invalid_value"),
                Arguments.of("{\"model\":\"gpt\",\"stream_options\":true," + M + "}", "invalid_value"),
                Arguments.of(
                        "{\"model\":\"gpt\",\"stream_options\":{\"include_usage\":\"yes\"}," + M + "}",
                        "invalid_value"));
    }

    @ParameterizedTest(name = "{index} {1}")
    @MethodSource("wrong")
    void saysWhatToFix(String body, String code) {
        Gateway.Reply reply = gateway.post(CHAT, body);

        reply.isError(400, code);
        assertThat(gateway.records(reply.header("x-request-id"))).isEmpty();
    }

    @Test
    void refusesAnUnknownModel() {
        gateway.post(CHAT, GOOD.replace("gpt", "gpt-99")).isError(404, "model_not_found");
        gateway.post(CHAT, GOOD.replace("gpt", "../admin<script>")).isError(404, "model_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
    void refusesOtherEncodings(String charset) {
        byte[] body = GOOD.getBytes(Charset.forName(charset));

        Gateway.Reply reply =
                gateway.post(CHAT, "application/json; charset=" + charset, BodyPublishers.ofByteArray(body));

        assertThat(reply.status()).isEqualTo(400);
        reply.isError(400, reply.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00ff",
                "\u00c0\u00af",
                "\u00ed\u00a0\u0080",
                "\u00f4\u0090\u0080\u0080",
                "\u00c3",
                "\u00e2\u0082"
            })
    void refusesWhatIsNotUtf8(String bytes) {
        byte[] small = GOOD.replace("Hi", bytes).getBytes(StandardCharsets.ISO_8859_1);
        byte[] large = GOOD.replace("Hi", "x".repeat(1_200_000) + bytes).getBytes(StandardCharsets.ISO_8859_1);

        gateway.post(CHAT, "application/json", BodyPublishers.ofByteArray(small))
                .isError(400, "invalid_encoding");
        gateway.post(CHAT, "application/json", BodyPublishers.ofByteArray(large))
                .isError(400, "invalid_encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml", "json", "text/html"})
    void refusesOtherContentTypes(String type) {
        gateway.post(CHAT, type, BodyPublishers.ofString(GOOD)).isError(415, "unsupported_content_type");
    }

    @Test
    void refusesARequestWithoutAContentType() {
        gateway.send(gateway.authorized(CHAT).POST(BodyPublishers.ofString(GOOD)))
                .isError(415, "unsupported_content_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "deflate", "identity, gzip", "x"})
    void refusesCompressedBodies(String encoding) {
        gateway.send(gateway.authorized(CHAT)
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", encoding)
                        .POST(BodyPublishers.ofString(GOOD)))
                .isError(415, "unsupported_content_encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "OPTIONS", "FOO", "HEAD"})
    void refusesOtherMethods(String method) {
        Gateway.Reply reply = gateway.send(gateway.authorized(CHAT).method(method, BodyPublishers.noBody()));

        if (method.equals("HEAD")) {
            assertThat(reply.status()).isEqualTo(405);
        } else {
            reply.isError(405, "method_not_allowed");
        }
        assertThat(reply.header("Allow")).isEqualTo("POST");
        gateway.post("/v1/models", "{}").isError(405, "method_not_allowed");
        gateway.post("/v1/models/gpt", "{}").isError(405, "method_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "/v1/",
                "/api/v1",
                "/v1/v1/chat/completions",
                "/chat/completions",
                "/embeddings",
                "/images/generations",
                "/v1/chat",
                "/v1/chat/completions/x",
                "/v1/Chat/Completions",
                "/v1/admin",
                "/v1/..%2fconsole",
                "/v1/%2e%2e/login",
                "/v1//chat/completions",
                "/v1/chat/completions;x=1",
                "/v1/models/..",
                "/v1/models/%2e%2e%2fx",
                "/v1/chat%5ccompletions",
                "/health/x"
            })
    void hasNothingElsewhere(String path) {
        Gateway.Reply reply = gateway.get(path);

        assertThat(reply.status()).as(reply.text()).isIn(400, 404);
        assertThat(reply.header("Location")).isNull();
    }

    @Test
    void keepsASaneRequestId() {
        Gateway.Reply reply = gateway.send(gateway.authorized("/v1/models").header("x-request-id", "req_A-1.b"));

        assertThat(reply.header("x-request-id")).isEqualTo("req_A-1.b");
        assertThat(reply.header("request-id")).isEqualTo("req_A-1.b");
    }

    @Test
    void keepsASaneRequestIdOfTheOtherName() {
        Gateway.Reply reply = gateway.send(gateway.authorized("/v1/models").header("request-id", "req_B-2"));

        assertThat(reply.header("x-request-id")).isEqualTo("req_B-2");
        assertThat(reply.header("request-id")).isEqualTo("req_B-2");
    }

    @Test
    void answersTheHeadOfWhatItAnswers() {
        Gateway.Reply reply =
                gateway.send(gateway.authorized("/v1/models/gpt").method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "<script>", "a;b", "a\tb", "é", "{\"x\":1}"})
    void replacesAHostileRequestId(String id) {
        Gateway.Reply reply = gateway.send(gateway.authorized("/v1/models").header("x-request-id", id));

        assertThat(reply.header("x-request-id")).matches("[0-9a-f-]{36}").isEqualTo(reply.header("request-id"));
    }

    @Test
    void replacesALongRequestId() {
        Gateway.Reply reply = gateway.send(gateway.authorized("/v1/models").header("x-request-id", "x".repeat(200)));

        assertThat(reply.header("x-request-id")).hasSize(36);
    }
}
