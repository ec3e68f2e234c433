package io.tollgate.dialect;

import static io.tollgate.dialect.AnthropicFrames.CLIENT;
import static io.tollgate.dialect.AnthropicFrames.PROVIDER;
import static io.tollgate.dialect.AnthropicFrames.START;
import static io.tollgate.dialect.AnthropicFrames.request;
import static io.tollgate.dialect.AnthropicFrames.streamed;
import static io.tollgate.dialect.AnthropicFrames.text;
import static io.tollgate.dialect.AnthropicFrames.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.AnswerCollector;
import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import io.tollgate.chat.TokenCountRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's dialect as clients speak it: requests as they arrive, errors, thinking on its way through others. */
class AnthropicDialectTests {

    @Test
    void passesRequestsOnAsTheyAre() throws Exception {
        String body =
                "{\"stream\":true,\"model\":\"m\",\"max_tokens\":5,\"x\":[1.50,12345678901234567890123],\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        ClientRequest request = request(
                Operation.CHAT, Map.of("anthropic-beta", "a-2025-01-01, b", "anthropic-version", "2026-10-21"), body);

        ProviderRequest same = request.encode("m2", true, Set.of());
        ProviderRequest whole = request.encode("m", false, Set.of());

        assertThat(request.streamed()).isTrue();
        assertThat(text(same)).isEqualTo(body.replace("\"m\"", "\"m2\""));
        assertThat(same.path()).isEqualTo("/messages");
        assertThat(same.headers())
                .isEqualTo(Map.of("anthropic-beta", "a-2025-01-01, b", "anthropic-version", "2026-10-21"));
        assertThat(text(whole)).isEqualTo(body.replace("true", "false"));
    }

    @Test
    void passesNoStrangeHeaders() throws Exception {
        ClientRequest request = request(
                Operation.TOKEN_COUNT,
                Map.of("anthropic-beta", "a\nb: c", "anthropic-version", "latest"),
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        ProviderRequest same = request.encode("m", false, Set.of());

        assertThat(same.headers()).isEmpty();
        assertThat(same.path()).isEqualTo("/messages/count_tokens");
        assertThat(text(same)).doesNotContain("stream");
        assertThat(request.asked(new Losses())).isInstanceOf(TokenCountRequest.class);
        assertThat(new String(CLIENT.tokenCount(7), StandardCharsets.UTF_8)).isEqualTo("{\"input_tokens\":7}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"max_tokens\":5,\"messages\":[]} | model: Field required",
                "{\"model\":7,\"max_tokens\":5} | model: Input should be a valid string",
                "{\"model\":\"m\",\"messages\":[]} | max_tokens: Field required",
                "{\"model\":\"m\",\"max_tokens\":0} | max_tokens: Input should be greater than or equal to 1",
                "{\"model\":\"m\",\"max_tokens\":\"5\"} | max_tokens: Input should be a valid integer",
                "{\"model\":\"m\",\"max_tokens\":5} | messages: Field required",
                "{\"model\":\"m\",\"max_tokens\":5,\"stream\":\"yes\"} | stream: Input should be a valid boolean",
                "{\"model\":\"m\",\"max_tokens\":5,\"messages\":{}} | messages: Input should be a valid list",
                "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[]} | messages: at least one message is required",
                "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"tool\",\"content\":\"\"}]} | messages.0.role: Input should be 'user', 'assistant' or 'system'",
                "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\"}]} | messages.0.content: Field required",
            })
    void saysWhatIsMissing(String body, String message) {
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> request(Operation.CHAT, Map.of(), body))
                .satisfies(e -> {
                    assertThat(e.error().status()).isEqualTo(400);
                    assertThat(e.error().message()).isEqualTo(message);
                    assertThat(e.error().param()).isEqualTo(message.substring(0, message.indexOf(':')));
                });
    }

    @Test
    void wantsJson() {
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> CLIENT.decode(Arrivals.of(Operation.CHAT, "text/plain", new byte[0])))
                .satisfies(e -> assertThat(e.error().status()).isEqualTo(415));
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error",
        "401, authentication_error",
        "402, billing_error",
        "403, permission_error",
        "404, not_found_error",
        "413, request_too_large",
        "415, invalid_request_error",
        "429, rate_limit_error",
        "500, api_error",
        "502, api_error",
        "503, overloaded_error",
        "504, timeout_error",
        "529, overloaded_error"
    })
    void writesErrors(int status, String type) throws Exception {
        GatewayError error = GatewayError.server(status, "c", "It \"failed\".");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        CLIENT.encoder(streamed()).fail(error, out);

        String json = "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"It \\\"failed\\\".\"}}";
        assertThat(CLIENT.error(error)).isEqualTo(json);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("event: error\ndata: " + json + "\n\n");
    }

    @Test
    void setsTheModelAlsoInsideAStart() {
        ObjectNode start = (ObjectNode) tree(START);
        ObjectNode whole = (ObjectNode) tree("{\"type\":\"message\",\"model\":\"claude\"}");

        CLIENT.setModel(start, "m");
        CLIENT.setModel(whole, "m");

        assertThat(start.path("message").path("model").asString()).isEqualTo("m");
        assertThat(start.has("model")).isFalse();
        assertThat(whole.path("model").asString()).isEqualTo("m");
    }

    /** Thinking that Anthropic sealed comes back to it through a client that speaks OpenAI. */
    @Test
    void thinkingComesBackThroughOpenAi() throws Exception {
        String thinking =
                "[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"S\"},{\"type\":\"redacted_thinking\",\"data\":\"D\"},{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"O\"},{\"type\":\"text\",\"text\":\"Hi\"}]";
        List<ChatEvent> events =
                PROVIDER.decode(tree("{\"id\":\"a\",\"content\":" + thinking + ",\"stop_reason\":\"end_turn\"}"));

        for (ObjectNode message : List.of(wholeMessage(events), streamedMessage(events))) {
            ObjectNode request = Json.object();
            request.putArray("messages")
                    .add(tree("{\"role\":\"user\",\"content\":\"x\"}"))
                    .add(message)
                    .add(tree("{\"role\":\"user\",\"content\":\"y\"}"));
            ChatRequest chat = (ChatRequest) Arrivals.OPENAI.read(Operation.CHAT, request);
            ProviderRequest sent = PROVIDER.encode(chat, new Destination("claude", false, Set.of(), new Losses()));

            assertThat(tree(text(sent)).path("messages").get(1).path("content")).isEqualTo(tree(thinking));
        }
    }

    /** The message as a client takes it from a whole answer. */
    private static ObjectNode wholeMessage(List<ChatEvent> events) {
        AnswerCollector collector = new AnswerCollector();
        events.forEach(collector::add);
        return (ObjectNode) OpenAiAnswerWriter.write(collector.answer(), "m")
                .path("choices")
                .get(0)
                .path("message");
    }

    /** The message as a client puts it together from chunks. */
    private static ObjectNode streamedMessage(List<ChatEvent> events) throws IOException {
        OpenAiEncoder encoder = new OpenAiEncoder("m", false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ChatEvent event : events) {
            encoder.write(event, out);
        }
        ChunkMerger merger = new ChunkMerger();
        for (String frame : out.toString(StandardCharsets.UTF_8).split("\n\n")) {
            byte[] chunk = frame.substring("data: ".length()).getBytes(StandardCharsets.UTF_8);
            merger.add(chunk, 0, chunk.length);
        }
        return (ObjectNode) Json.tree(new ByteArrayInputStream(merger.complete()))
                .path("choices")
                .get(0)
                .path("message");
    }
}
