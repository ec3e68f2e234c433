package io.tollgate.proxy;

import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and providers that speak different dialects, over the wire. */
@GatewayTest
class DialectTests {

    private static final String CHAT = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    private static final Reply CLAUDE = Reply.json("""
            {"id":"msg_1","type":"message","role":"assistant","model":"upstream-claude-2026",
             "content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","stop_sequence":null,
             "usage":{"input_tokens":10,"cache_read_input_tokens":5,"cache_creation_input_tokens":2,"output_tokens":3}}""");

    private static final Reply CLAUDE_STREAM = wire -> {
        wire.beginEvents();
        event(wire, "message_start", """
                {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",\
                "model":"upstream-claude-2026","content":[],"stop_reason":null,\
                "usage":{"input_tokens":10,"output_tokens":1}}}""");
        event(wire, "content_block_start", """
                {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
        event(wire, "ping", "{\"type\":\"ping\"}");
        event(wire, "content_block_delta", """
                {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}""");
        event(wire, "content_block_delta", """
                {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"lo"}}""");
        event(wire, "content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}");
        event(wire, "message_delta", """
                {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
                "usage":{"output_tokens":3}}""");
        event(wire, "message_stop", "{\"type\":\"message_stop\"}");
        wire.end();
    };

    private final Gateway gateway;

    DialectTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private static void event(FakeProvider.Wire wire, String name, String data) throws IOException {
        wire.chunk("event: " + name + "\ndata: " + data + "\n\n");
    }

    private Gateway.Reply anthropic(String body) {
        return gateway.send(gateway.request("/v1/messages")
                .header("x-api-key", GatewaySettings.KEY)
                .header("anthropic-version", "2023-06-01")
                .header("anthropic-beta", "some-feature-2026-01-01")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void openAiClientAsksAnthropicProvider() {
        FIRST.then(CLAUDE);

        Gateway.Reply reply = gateway.post(
                "/v1/chat/completions", "{\"model\":\"claude\",\"seed\":7,\"max_tokens\":50," + CHAT + "}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("model").asString()).isEqualTo("claude");
        assertThat(reply.json()
                        .path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asString())
                .isEqualTo("Hello");
        assertThat(reply.json().path("usage").path("prompt_tokens").asInt()).isEqualTo(17);
        Received asked = FIRST.only();
        assertThat(asked.line()).isEqualTo("POST /v1/messages HTTP/1.1");
        assertThat(asked.header("x-api-key")).isEqualTo(GatewaySettings.UPSTREAM_KEY);
        assertThat(asked.header("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(asked.headers("Authorization")).isEmpty();
        assertThat(Gateway.json(asked.text()).path("model").asString()).isEqualTo("upstream-claude");
        UsageRecord row = gateway.record(reply);
        assertThat(row.usage().inputTokens()).isEqualTo(17);
        assertThat(row.usage().cachedTokens()).isEqualTo(5);
        assertThat(row.usage().cacheWriteTokens()).isEqualTo(2);
        assertThat(row.losses()).isEqualTo("seed");
        assertThat(row.costNano()).isEqualTo(12 * 3_000L + 5 * 300 + 3 * 15_000);
    }

    @Test
    void openAiClientStreamsFromAnthropicProvider() {
        FIRST.then(CLAUDE_STREAM);

        Gateway.Reply reply = gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"claude\",\"stream\":true,\"stream_options\":{\"include_usage\":true}," + CHAT + "}");

        assertThat(reply.events().getLast()).isEqualTo("[DONE]");
        assertThat(reply.text()).contains("\"content\":\"Hel\"", "\"content\":\"lo\"", "\"finish_reason\":\"stop\"");
        assertThat(gateway.record(reply).usage().outputTokens()).isEqualTo(3);
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void anthropicClientPassesToAnthropicProviderUnchanged() {
        FIRST.then(CLAUDE_STREAM);

        Gateway.Reply reply = anthropic(
                "{\"model\":\"claude\",\"max_tokens\":5,\"stream\":true,\"future\":[1.50],\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(reply.text())
                .startsWith("event: message_start\ndata: ")
                .contains("\"model\":\"claude\"", "event: ping\n", "\"text\":\"Hel\"")
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        Received asked = FIRST.only();
        assertThat(asked.text()).contains("\"future\":[1.50]").contains("\"model\":\"upstream-claude\"");
        assertThat(asked.headers("anthropic-version")).containsExactly("2023-06-01");
        assertThat(asked.header("anthropic-beta")).isEqualTo("some-feature-2026-01-01");
        assertThat(gateway.record(reply).usage().inputTokens()).isEqualTo(10);
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void anthropicClientAsksOpenAiProvider() {
        FIRST.then(FakeProvider.USUAL);

        Gateway.Reply reply =
                anthropic("{\"model\":\"gpt\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("type").asString()).isEqualTo("message");
        assertThat(reply.json().path("content").path(0).path("text").asString()).isEqualTo("Hello");
        assertThat(reply.json().path("usage").path("input_tokens").asInt()).isEqualTo(10);
        assertThat(FIRST.only().line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1beta/models/claude:generateContent", "/v1/models/claude:generateContent"})
    void geminiClientAsksAnthropicProvider(String path) {
        FIRST.then(CLAUDE);

        Gateway.Reply reply = gateway.send(gateway.request(path + "?key=" + GatewaySettings.KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}")));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json()
                        .path("candidates")
                        .path(0)
                        .path("content")
                        .path("parts")
                        .path(0)
                        .path("text")
                        .asString())
                .isEqualTo("Hello");
        assertThat(FIRST.only().head()).doesNotContain(GatewaySettings.KEY);
    }

    @Test
    void ollamaClientStreamsLinesFromOpenAiProvider() {
        FIRST.then(Reply.events(
                "{\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hel\"}}]}",
                "{\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}",
                "{\"id\":\"1\",\"choices\":[],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":2}}",
                "[DONE]"));

        Gateway.Reply reply = gateway.post("/api/chat", "{\"model\":\"gpt\"," + CHAT + "}");

        assertThat(reply.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(reply.text()
                        .lines()
                        .map(Gateway::json)
                        .map(line -> line.path("done").asBoolean()))
                .endsWith(true)
                .startsWith(false, false);
        assertThat(gateway.record(reply).usage().inputTokens()).isEqualTo(4);
    }

    @Test
    void responsesClientAsksProviderWithoutResponses() {
        FIRST.then(FakeProvider.USUAL);

        Gateway.Reply reply = gateway.post("/v1/responses", "{\"model\":\"deepseek\",\"input\":\"Hi\"}");

        assertThat(reply.json().path("object").asString()).as(reply.text()).isEqualTo("response");
        assertThat(FIRST.only().line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
    }

    @Test
    void storedResponsesStayWithTheirMaker() {
        FIRST.then(Reply.json(
                "{\"id\":\"resp_9\",\"object\":\"response\",\"model\":\"a\",\"status\":\"completed\",\"output\":[]}"));
        assertThat(gateway.post("/v1/responses", "{\"model\":\"either\",\"input\":\"Hi\"}")
                        .status())
                .isEqualTo(200);
        FIRST.then(Reply.status(500, "application/json", "{}"));

        Gateway.Reply next = gateway.post(
                "/v1/responses", "{\"model\":\"either\",\"previous_response_id\":\"resp_9\",\"input\":\"More\"}");

        assertThat(next.status()).as("nobody else can go on from it").isEqualTo(500);
        assertThat(SECOND.received()).isEmpty();
        gateway.post("/v1/responses", "{\"model\":\"either\",\"previous_response_id\":\"resp_0\",\"input\":\"More\"}")
                .isError(400, "previous_response_not_found");
        FIRST.then(Reply.json("{\"id\":\"resp_9\",\"object\":\"response\",\"model\":\"a\"}"));
        Gateway.Reply read = gateway.get("/v1/responses/resp_9");
        assertThat(read.json().path("model").asString()).as(read.text()).isEqualTo("either");
        assertThat(FIRST.received().getLast().line()).isEqualTo("GET /v1/responses/resp_9 HTTP/1.1");
        gateway.get("/v1/responses/resp_0").isError(404, "response_not_found");
        gateway.get("/v1/responses/..%2fmodels").isError(404, "unknown_path");
    }

    @Test
    void azureKindFillsItsPath() {
        gateway.post("/v1/chat/completions", "{\"model\":\"azure\"," + CHAT + "}");

        Received asked = FIRST.only();
        assertThat(asked.line())
                .isEqualTo("POST /openai/deployments/my%20dep/chat/completions?api-version=2026-01-01 HTTP/1.1");
        assertThat(asked.header("api-key")).isEqualTo(GatewaySettings.UPSTREAM_KEY);
        assertThat(asked.headers("Authorization")).isEmpty();
    }

    @Test
    void azureClientsNameTheModelInThePath() {
        Gateway.Reply reply =
                gateway.send(gateway.request("/openai/deployments/gpt/chat/completions?api-version=2024-10-21")
                        .header("api-key", GatewaySettings.KEY)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{" + CHAT + "}")));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(Gateway.json(FIRST.only().text()).path("model").asString()).isEqualTo("upstream-gpt");
    }

    @Test
    void embeddingsAreConverted() {
        FIRST.then(Reply.json("{\"model\":\"upstream-llama\",\"embeddings\":[[0.5,-1]],\"prompt_eval_count\":3}"));

        Gateway.Reply reply =
                gateway.post("/v1/embeddings", "{\"model\":\"llama\",\"input\":\"Hi\",\"encoding_format\":\"base64\"}");

        assertThat(reply.json().path("data").path(0).path("embedding").asString())
                .as(reply.text())
                .isEqualTo("AAAAPwAAgL8=");
        assertThat(FIRST.only().line()).isEqualTo("POST /api/embed HTTP/1.1");
    }

    @Test
    void vectorsOfAFloatOnlyProviderAreEncodedAnew() {
        FIRST.then(Reply.json("{\"data\":[{\"embedding\":[0.5,-1]}],\"usage\":{\"prompt_tokens\":3}}"));

        Gateway.Reply reply = gateway.post(
                "/v1/embeddings", "{\"model\":\"floats\",\"input\":[\"Hi\"],\"encoding_format\":\"base64\"}");

        assertThat(reply.json().path("data").path(0).path("embedding").asString())
                .as(reply.text())
                .isEqualTo("AAAAPwAAgL8=");
        assertThat(Gateway.json(FIRST.only().text()).path("encoding_format").asString())
                .isEqualTo("float");
        assertThat(gateway.record(reply).usage().inputTokens()).isEqualTo(3);
    }

    @Test
    void whatIsNoVectorIsTheProvidersFault() {
        FIRST.then(Reply.json("{\"data\":[{\"embedding\":{\"a\":1}}],\"usage\":{\"prompt_tokens\":3}}"));

        gateway.post("/v1/embeddings", "{\"model\":\"floats\",\"input\":[\"Hi\"],\"encoding_format\":\"base64\"}")
                .isError(502, "upstream_bad_response");
    }

    @Test
    void failsOverToAnotherDialect() {
        FIRST.then(Reply.status(
                529,
                "application/json",
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"));

        Gateway.Reply reply = anthropic(
                "{\"model\":\"claude-then-gpt\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(reply.json().path("content").path(0).path("text").asString())
                .as(reply.text())
                .isEqualTo("Hello");
        assertThat(gateway.record(reply).attempts()).isEqualTo(2);
    }

    @Test
    void aStreamThatIsCutIsNeverWhole() {
        FIRST.then(wire -> {
            wire.beginEvents();
            event(wire, "message_start", "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"x\"}}");
            event(wire, "content_block_start", """
                    {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
            event(wire, "content_block_delta", """
                    {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}""");
            wire.end();
        });

        Gateway.Reply reply =
                gateway.post("/v1/chat/completions", "{\"model\":\"claude\",\"stream\":true," + CHAT + "}");

        assertThat(reply.text()).contains("upstream_truncated").doesNotContain("[DONE]");
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.TRUNCATED);
    }

    @Test
    void anErrorInsideAStreamIsToldInTheClientsDialect() {
        FIRST.then(wire -> {
            wire.beginEvents();
            wire.event("{\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}");
            wire.event("{\"error\":{\"message\":\"boom\",\"code\":\"kaputt\"}}");
            wire.end();
        });

        Gateway.Reply reply = anthropic(
                "{\"model\":\"gpt\",\"max_tokens\":5,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(reply.text())
                .contains("event: error\ndata: {\"type\":\"error\"")
                .contains("boom");
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.TRUNCATED);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages, '{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\"'",
        "/v1beta/models/gpt:generateContent, '{\"error\":{\"code\":401,'",
        "/api/chat, '{\"error\":\"'",
        "/v1/responses, '{\"error\":{\"message\":\"'"
    })
    void refusalsHaveTheShapeOfTheDialect(String path, String start) {
        Gateway.Reply reply = gateway.send(HttpRequest.newBuilder(gateway.uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).startsWith(start);
    }
}
