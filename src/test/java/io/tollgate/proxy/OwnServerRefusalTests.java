package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the server of our own refuses before any code of the gateway: told as errors are. */
@GatewayTest
class OwnServerRefusalTests {

    private static final String LONG = "x".repeat(20_000);

    private final Gateway gateway;

    OwnServerRefusalTests(Gateway gateway) {
        this.gateway = gateway;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /v1/models x HTTP/1.1~Host: x | 400",
                "GET /v1/mo{els HTTP/1.1~Host: x | 400",
                "G@T /v1/models HTTP/1.1~Host: x | 400",
                "GET /v1/models HTTP/3.0~Host: x | 505",
                "GET /v1/models HTTP/1.1 | 400",
                "GET /v1/models HTTP/1.1~Host: a b | 400",
                "GET /v1/models HTTP/1.1~Host: x~no colon | 400",
                "GET /v1/models HTTP/1.1~Host: x~X-Long: LONG | 400",
                "GET /v1/models?LONG HTTP/1.1~Host: x | 400",
                "POST /v1/chat/completions HTTP/1.1~Host: x~Transfer-Encoding: x | 501",
                "POST /v1/chat/completions HTTP/1.1~Host: x~Content-Length: x | 400",
                "GET /v1/chat%5ccompletions HTTP/1.1~Host: x | 400",
                "GET /v1/%zz HTTP/1.1~Host: x | 400",
                "GET /v1/%00 HTTP/1.1~Host: x | 400",
                "GET /../v1/models HTTP/1.1~Host: x | 400",
                "TRACE /v1/models HTTP/1.1~Host: x | 405",
                "TRACE /login HTTP/1.1~Host: x | 405",
                "GET /login%5c HTTP/1.1~Host: x | 400"
            })
    void isAnErrorLikeOthers(String head, int status) {
        String answer = answer(head);

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "x-request-id")).matches("[0-9a-f-]{36}").isEqualTo(header(answer, "request-id"));
        JsonNode error = Gateway.json(body(answer)).path("error");
        assertThat(error.path("message").asString()).isNotBlank().doesNotContain("Tomcat", "Exception");
        assertThat(error.path("type").asString()).isEqualTo(status < 500 ? "invalid_request_error" : "server_error");
        assertThat(error.path("code").asString()).isNotBlank();
    }

    @Test
    void tellsOfTheRequestByItsOwnId() {
        assertThat(header(answer("TRACE /v1/models HTTP/1.1~Host: x~x-request-id: req_1"), "x-request-id"))
                .isEqualTo("req_1");
    }

    private String answer(String head) {
        return gateway.raw(head.replace("~", "\r\n").replace("LONG", LONG) + "\r\nConnection: close\r\n\r\n");
    }

    private static String header(String answer, String name) {
        return answer.substring(0, answer.indexOf("\r\n\r\n"))
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .reduce((first, second) -> first + ", " + second)
                .map(value -> value.replaceFirst(";charset=.*", ""))
                .orElse("");
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
