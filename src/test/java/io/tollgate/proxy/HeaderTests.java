package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.KEY;
import static io.tollgate.proxy.GatewaySettings.UPSTREAM_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.FakeProvider.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers pass the gateway: those it names itself, and no others, either way. */
@GatewayTest
class HeaderTests {

    private static final Set<String> SENT = Set.of(
            "accept",
            "accept-encoding",
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "host",
            "user-agent");
    private static final Set<String> GIVEN = Set.of(
            "cache-control",
            "connection",
            "content-length",
            "content-security-policy",
            "content-type",
            "date",
            "keep-alive",
            "request-id",
            "retry-after",
            "retry-after-ms",
            "transfer-encoding",
            "vary",
            "x-accel-buffering",
            "x-content-type-options",
            "x-request-id",
            "x-should-retry",
            "x-tollgate-attempts",
            "x-tollgate-model",
            "x-tollgate-overhead-ms",
            "x-tollgate-provider",
            "x-tollgate-request-id");

    private final Gateway gateway;

    HeaderTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private static String body(boolean stream) {
        return "{\"model\":\"gpt\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    @Test
    void tellsTheProviderNothingOfTheCaller() {
        String body = body(false);
        String answer = gateway.raw("POST /v1/chat/completions?api-version=1&api_base=http://evil.example HTTP/1.1\r\n"
                + "Host: gateway.example\r\nAuthorization: Bearer " + KEY + "\r\nx-api-key: " + KEY + "\r\napi-key: "
                + KEY
                + "\r\nx-goog-api-key: " + KEY
                + "\r\nx-goog-user-project: caller-other\r\nCookie: JSESSIONID=planted-session\r\n"
                + "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\n"
                + "Forwarded: for=203.0.113.9\r\nX-Real-IP: 203.0.113.9\r\nVia: 1.1 caller\r\nProxy-Authorization: Basic eA==\r\n"
                + "Connection: close, X-Custom, authorization\r\nX-Custom: planted\r\nTE: trailers\r\nTrailer: X-T\r\n"
                + "Keep-Alive: timeout=5\r\nUpgrade: websocket\r\nOrigin: https://evil.example\r\nReferer: https://evil.example\r\n"
                + "User-Agent: caller-agent/1.0\r\nAccept-Encoding: gzip\r\nAccept: text/html\r\nOpenAI-Organization: org-planted\r\n"
                + "x-stainless-lang: js\r\ntraceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\ntracestate: planted=1\r\nx-portkey-custom-host: http://evil.example\r\nHost-Override: evil.example\r\n"
                + "Content-Type: application/json; charset=utf-8\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body);

        assertThat(answer).startsWith("HTTP/1.1 200");
        Received asked = FIRST.only();
        assertThat(asked.headerNames()).doesNotHaveDuplicates().isSubsetOf(SENT);
        assertThat(asked.head())
                .doesNotContainIgnoringCase("caller")
                .doesNotContainIgnoringCase("planted-session")
                .doesNotContain("203.0.113.9", "evil", "gzip", KEY);
        assertThat(asked.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
        assertThat(asked.header("Host")).isEqualTo("127.0.0.1:" + FIRST.port());
        assertThat(asked.header("Authorization")).isEqualTo("Bearer " + UPSTREAM_KEY);
        assertThat(asked.header("Content-Type")).isEqualTo("application/json");
        assertThat(asked.header("User-Agent")).isEqualTo("Tollgate");
        assertThat(asked.header("Accept-Encoding")).isEqualTo("identity");
    }

    private static String[] hostile() {
        List<String> headers = new ArrayList<>(List.of(
                "Set-Cookie: JSESSIONID=planted; Path=/",
                "Location: https://evil.example/",
                "Link: <https://evil.example/x.js>; rel=preload",
                "Refresh: 0; url=https://evil.example/",
                "Content-Security-Policy: script-src *",
                "Strict-Transport-Security: max-age=0",
                "Clear-Site-Data: \"*\"",
                "Access-Control-Allow-Origin: *",
                "Access-Control-Allow-Credentials: true",
                "WWW-Authenticate: Basic realm=planted",
                "Server: planted/1.0",
                "X-Powered-By: planted",
                "x-request-id: planted-id",
                "request-id: planted-id",
                "openai-organization: org-planted",
                "Content-Disposition: attachment; filename=planted.exe",
                "Content-Encoding: identity",
                "Trailer: X-Planted",
                "Via: 1.1 planted",
                "Alt-Svc: h3=\":443\"",
                "X-Accel-Redirect: /planted",
                "SourceMap: planted",
                "Service-Worker-Allowed: /"));
        for (int i = 0; i < 80; i++) {
            headers.add("X-Planted-" + i + ": " + i);
        }
        return headers.toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tellsTheCallerNothingOfTheProvider(boolean stream) {
        FIRST.then(
                stream
                        ? wire -> {
                            wire.beginEvents(hostile());
                            wire.event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
                            wire.event("[DONE]");
                            wire.end();
                        }
                        : Reply.status(200, "application/json", "{\"choices\":[{\"index\":0}]}", hostile()));

        check(gateway.post(CHAT, body(stream)), 200);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 429, 500})
    void tellsTheCallerNothingOfTheProviderInErrors(int status) {
        FIRST.then(Reply.status(status, "text/html", "<script>planted</script>", hostile()));

        Gateway.Reply reply = gateway.post(CHAT, body(true));

        check(reply, status);
        assertThat(reply.text()).startsWith("{\"error\":").doesNotContain("script");
    }

    @Test
    void tellsTheCallerNothingOfTheProviderWithSound() {
        FIRST.then(Reply.status(200, "audio/mpeg", "sound", hostile()));

        check(gateway.post("/v1/audio/speech", "{\"model\":\"voice\",\"input\":\"Hi\"}"), 200);
    }

    private static void check(Gateway.Reply reply, int status) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers().map().keySet())
                .allSatisfy(name -> assertThat(GIVEN).contains(name.toLowerCase()));
        assertThat(reply.headers().map().toString()).doesNotContain("planted");
        assertThat(reply.headers().allValues("Content-Security-Policy")).containsExactly("default-src 'none'; sandbox");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void refusesHeadersWithoutMeasure() {
        FIRST.then(
                Reply.status(200, "application/json", "{}", "X-Long: " + "x".repeat(1_000_000)),
                wire -> wire.raw("HTTP/1.1 200 OK\r\n" + "X-A: 1\r\n".repeat(10_000) + "\r\n"));

        gateway.post(CHAT, body(false)).isError(502, "upstream_reset");
        gateway.post(CHAT, body(false)).isError(502, "upstream_reset");
    }

    @Test
    void takesNoScriptForSound() {
        FIRST.then(Reply.status(200, "text/html", "<script>1</script>"));

        gateway.post("/v1/audio/speech", "{\"model\":\"voice\",\"input\":\"Hi\"}")
                .isError(502, "upstream_bad_content_type");
    }
}
