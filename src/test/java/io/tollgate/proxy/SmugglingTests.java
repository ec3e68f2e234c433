package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.json;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.KEY;
import static io.tollgate.proxy.GatewaySettings.UPSTREAM_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that two servers may read differently: the provider sees one that is well formed, or none. */
@GatewayTest
class SmugglingTests {

    private static final String BODY = "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String SMUGGLED_BODY = BODY.replace("Hi", "smuggled");
    private static final String CHUNKED = Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n";
    private static final String AUTH = "Authorization: Bearer " + KEY + "\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String LENGTH = "Content-Length: " + BODY.length() + "\r\n";
    private static final String TE = "Transfer-Encoding: chunked\r\n";
    private static final String SMUGGLED = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n" + AUTH + JSON
            + "Content-Length: " + SMUGGLED_BODY.length() + "\r\n\r\n" + SMUGGLED_BODY;

    /** Odd, but by the standard there is one way to read them: what follows would be a request of its own. */
    private static final Set<String> HONEST = Set.of(
            "folded TE",
            "Content-Length: 0" + BODY.length(),
            "Transfer-Encoding: chunked ",
            "Transfer-Encoding:\tchunked",
            "Transfer-Encoding: CHUNKED",
            "transfer-encoding: Chunked",
            "X: x\r\n Transfer-Encoding: chunked and a length",
            "Transfer_Encoding: chunked and a length",
            "chunk SIZE;a=b\r\nBODY\r\n0\r\n\r\n",
            "chunk SIZE\r\nBODY\r\n0\r\nAuthorization: Bearer other\r\nContent-Length: 5\r\n\r\n",
            "chunk SIZE\r\nBODY\r\n00000\r\n\r\n");

    private final Gateway gateway;

    SmugglingTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private static String post(String headers, String body) {
        return start("POST /v1/chat/completions HTTP/1.1", headers, body);
    }

    private static String start(String line, String headers, String body) {
        return line + "\r\nHost: x\r\n" + AUTH + JSON + headers + "\r\n" + body;
    }

    private static Arguments length(String value) {
        return Arguments.of("Content-Length: " + value, post("Content-Length: " + value + "\r\n", BODY + SMUGGLED));
    }

    private static Arguments coding(String header) {
        return Arguments.of(header, post(header + "\r\n", CHUNKED + SMUGGLED));
    }

    private static Arguments withLength(String header) {
        return Arguments.of(header + " and a length", post(header + "\r\n" + LENGTH, BODY + SMUGGLED));
    }

    private static Arguments chunk(String framing) {
        return Arguments.of(
                "chunk " + framing, post(TE, framing.replace("BODY", BODY).replace("SIZE", size()) + SMUGGLED));
    }

    private static String size() {
        return Integer.toHexString(BODY.length());
    }

    private static Stream<Arguments> ambiguous() {
        int length = BODY.length();
        return Stream.of(
                        Stream.of(
                                Arguments.of("CL, then TE", post(LENGTH + TE, CHUNKED + SMUGGLED)),
                                Arguments.of("TE, then CL", post(TE + LENGTH, CHUNKED + SMUGGLED)),
                                Arguments.of("short CL and TE", post("Content-Length: 4\r\n" + TE, CHUNKED + SMUGGLED)),
                                Arguments.of(
                                        "two CL",
                                        post(
                                                LENGTH + "Content-Length: " + (length + SMUGGLED.length()) + "\r\n",
                                                BODY + SMUGGLED)),
                                Arguments.of(
                                        "two CL, the long one first",
                                        post(
                                                "Content-Length: " + (length + SMUGGLED.length()) + "\r\n" + LENGTH,
                                                BODY + SMUGGLED)),
                                Arguments.of("no length", post("", BODY + SMUGGLED)),
                                Arguments.of(
                                        "TE on HTTP/1.0",
                                        start("POST /v1/chat/completions HTTP/1.0", TE, CHUNKED + SMUGGLED)),
                                Arguments.of(
                                        "TE and CL on HTTP/1.0",
                                        start(
                                                "POST /v1/chat/completions HTTP/1.0",
                                                "Connection: keep-alive\r\n" + TE + LENGTH,
                                                CHUNKED + SMUGGLED)),
                                Arguments.of(
                                        "folded TE", post("Transfer-Encoding:\r\n chunked\r\n", CHUNKED + SMUGGLED)),
                                Arguments.of(
                                        "folded CL", post("Content-Length:\r\n " + length + "\r\n", BODY + SMUGGLED)),
                                Arguments.of("folded header", post("X-A: 1\r\n\tb\r\n" + LENGTH, BODY)),
                                Arguments.of(
                                        "first header folded",
                                        "POST /v1/chat/completions HTTP/1.1\r\n Host: x\r\n" + AUTH + JSON + LENGTH
                                                + "\r\n" + BODY),
                                Arguments.of(
                                        "Connection: authorization",
                                        post("Connection: authorization, close\r\n" + LENGTH, BODY)),
                                Arguments.of(
                                        "Connection: content-length",
                                        post("Connection: content-length, close\r\n" + LENGTH, BODY + SMUGGLED)),
                                Arguments.of(
                                        "Connection: transfer-encoding",
                                        post(
                                                "Connection: transfer-encoding\r\n" + TE + "Content-Length: 5\r\n",
                                                CHUNKED + SMUGGLED)),
                                Arguments.of("bare LF", post(LENGTH, BODY).replace("\r\n", "\n")),
                                Arguments.of(
                                        "one bare LF",
                                        post("X-A: 1\nTransfer-Encoding: chunked\r\n" + LENGTH, BODY + SMUGGLED)),
                                Arguments.of(
                                        "bare CR",
                                        post("X-A: 1\rTransfer-Encoding: chunked\r\n" + LENGTH, BODY + SMUGGLED)),
                                Arguments.of("NUL in a value", post("X-A: 1\u00002\r\n" + LENGTH, BODY)),
                                Arguments.of("no colon", post("X-A\r\n" + LENGTH, BODY)),
                                Arguments.of("empty name", post(": 1\r\n" + LENGTH, BODY)),
                                Arguments.of(
                                        "space before the colon",
                                        post("Content-Length : " + length + "\r\n", BODY + SMUGGLED)),
                                Arguments.of("two hosts", post("Host: y\r\n" + LENGTH, BODY)),
                                Arguments.of("no host", post(LENGTH, BODY).replace("Host: x\r\n", "")),
                                Arguments.of("odd host", post(LENGTH, BODY).replace("Host: x", "Host: x y@z")),
                                Arguments.of(
                                        "h2c",
                                        post(
                                                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n"
                                                        + LENGTH,
                                                BODY)),
                                Arguments.of("Expect", post("Expect: 100-continue\r\n" + LENGTH, BODY)),
                                Arguments.of("unknown Expect", post("Expect: magic\r\n" + LENGTH, BODY)),
                                Arguments.of("two spaces", start("POST  /v1/chat/completions HTTP/1.1", LENGTH, BODY)),
                                Arguments.of(
                                        "space in the target",
                                        start("POST /v1/chat/completions x HTTP/1.1", LENGTH, BODY)),
                                Arguments.of(
                                        "unknown version", start("POST /v1/chat/completions HTTP/1.7", LENGTH, BODY)),
                                Arguments.of("version 2", start("POST /v1/chat/completions HTTP/2.0", LENGTH, BODY)),
                                Arguments.of("no version", "POST /v1/chat/completions\r\n" + BODY),
                                Arguments.of("fragment", start("POST /v1/chat/completions#x HTTP/1.1", LENGTH, BODY)),
                                Arguments.of(
                                        "other host in the target",
                                        start("POST http://evil.example/v1/chat/completions HTTP/1.1", LENGTH, BODY)),
                                Arguments.of(
                                        "path parameter", start("POST /v1/chat/completions;x HTTP/1.1", LENGTH, BODY)),
                                Arguments.of("dots", start("POST /v1/x/../chat/completions HTTP/1.1", LENGTH, BODY)),
                                Arguments.of(
                                        "encoded dots",
                                        start("POST /v1/%2e%2e/v1/chat/completions HTTP/1.1", LENGTH, BODY)),
                                Arguments.of(
                                        "encoded slash", start("POST /v1/chat%2fcompletions HTTP/1.1", LENGTH, BODY)),
                                Arguments.of(
                                        "double slash", start("POST //v1/chat/completions HTTP/1.1", LENGTH, BODY)),
                                Arguments.of("leading blank lines", "\r\n\r\n" + post(LENGTH, BODY))),
                        Stream.of(
                                        "+" + length,
                                        "-" + length,
                                        "0x" + size(),
                                        length + " " + length,
                                        length + ", " + length,
                                        length + ",",
                                        length + ".0",
                                        length + "x",
                                        "0" + length,
                                        "99999999999999999999",
                                        "")
                                .map(SmugglingTests::length),
                        Stream.of(
                                        "Transfer-Encoding: xchunked",
                                        "Transfer-Encoding: chunked ",
                                        "Transfer-Encoding:\tchunked",
                                        "Transfer-Encoding: CHUNKED",
                                        "transfer-encoding: Chunked",
                                        "Transfer-Encoding : chunked",
                                        "Transfer-Encoding: \u000bchunked",
                                        "Transfer-Encoding: chunked\u0000",
                                        "Transfer-Encoding: \"chunked\"",
                                        "Transfer-Encoding: chunked, identity",
                                        "Transfer-Encoding: identity, chunked",
                                        "Transfer-Encoding: chunked, chunked",
                                        "Transfer-Encoding: gzip, chunked",
                                        "Transfer-Encoding: chunked;q=1",
                                        "Transfer-Encoding: identity",
                                        "Transfer-Encoding:",
                                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                                        "X: x\r\n Transfer-Encoding: chunked",
                                        "Transfer_Encoding: chunked",
                                        "Transfer-Encoding\u00a0: chunked")
                                .flatMap(header -> Stream.of(coding(header), withLength(header))),
                        Stream.of(
                                        "0xSIZE\r\nBODY\r\n0\r\n\r\n",
                                        "-SIZE\r\nBODY\r\n0\r\n\r\n",
                                        "+SIZE\r\nBODY\r\n0\r\n\r\n",
                                        "SIZE SIZE\r\nBODY\r\n0\r\n\r\n",
                                        "zz\r\nBODY\r\n0\r\n\r\n",
                                        "\r\nBODY\r\n0\r\n\r\n",
                                        "FFFFFFFFFFFFFFFFF\r\nBODY\r\n0\r\n\r\n",
                                        "80000000\r\nBODY\r\n0\r\n\r\n",
                                        "SIZE\nBODY\r\n0\r\n\r\n",
                                        "SIZE\r\nBODY0\r\n\r\n",
                                        "SIZE\r\nBODYxx\r\n0\r\n\r\n",
                                        "SIZE;a=b\r\nBODY\r\n0\r\n\r\n",
                                        "SIZE;a=\"\r\n\"\r\nBODY\r\n0\r\n\r\n",
                                        "SIZE;\nBODY\r\n0\r\n\r\n",
                                        "SIZE\r\nBODY\r\n0\r\nAuthorization: Bearer other\r\nContent-Length: 5\r\n\r\n",
                                        "SIZE\r\nBODY\r\n0\r\nbad trailer\r\n\r\n",
                                        "SIZE\r\nBODY\r\n00000\r\n\r\n",
                                        "SIZE\r\nBODY\r\n0\r\n",
                                        "SIZE\r\nBODY")
                                .map(SmugglingTests::chunk))
                .flatMap(stream -> stream);
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("ambiguous")
    void sendsOneRequestOrNone(String what, String bytes) {
        String answer = gateway.raw(HONEST.contains(what) ? bytes.replace(SMUGGLED, "") : bytes);

        List<Received> received = FIRST.received();
        assertThat(answer.toLowerCase(Locale.ROOT)).as(what).doesNotContain("http/1.1 3", "http/1.1 500");
        assertThat(received).as(what + "\n" + answer).hasSizeLessThanOrEqualTo(1);
        for (Received one : received) {
            assertThat(one.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
            assertThat(one.headers("Authorization")).containsExactly("Bearer " + UPSTREAM_KEY);
            assertThat(one.headers("Host")).containsExactly("127.0.0.1:" + FIRST.port());
            assertThat(one.headers("Content-Length")).containsExactly(Integer.toString(one.body().length));
            assertThat(one.headers("Transfer-Encoding")).isEmpty();
            assertThat(json(one.text())).as(what).isEqualTo(json(BODY.replace("\"gpt\"", "\"upstream-gpt\"")));
        }
    }

    @Test
    void answersTwoHonestRequestsInTheirOrder() {
        String answer = gateway.raw(post(LENGTH, BODY) + post(TE + "Connection: close\r\n", CHUNKED));

        assertThat(answer.split("HTTP/1.1 200", -1)).hasSize(3);
        assertThat(FIRST.received()).hasSize(2);
    }
}
