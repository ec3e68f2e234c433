package io.tollgate.dialect;

import static io.tollgate.dialect.AnthropicFrames.CLIENT;
import static io.tollgate.dialect.AnthropicFrames.PROVIDER;
import static io.tollgate.dialect.AnthropicFrames.STOP;
import static io.tollgate.dialect.AnthropicFrames.block;
import static io.tollgate.dialect.AnthropicFrames.data;
import static io.tollgate.dialect.AnthropicFrames.decoded;
import static io.tollgate.dialect.AnthropicFrames.delta;
import static io.tollgate.dialect.AnthropicFrames.encoded;
import static io.tollgate.dialect.AnthropicFrames.end;
import static io.tollgate.dialect.AnthropicFrames.stop;
import static io.tollgate.dialect.AnthropicFrames.streamed;
import static io.tollgate.dialect.AnthropicFrames.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.AnswerCollector;
import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.Seal;
import io.tollgate.chat.Usage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Answers as clients that speak Anthropic's dialect get them. */
class AnthropicEncoderTests {

    @Test
    void writesAStream() throws Exception {
        List<String> frames = encoded(List.of(
                new ChatEvent.Started("msg_1", "gpt"),
                new ChatEvent.ThinkingDelta(0, "hm"),
                new ChatEvent.ThinkingSealed(0, new Seal("openai", "E")),
                new ChatEvent.TextDelta(0, ""),
                new ChatEvent.TextDelta(0, "Hel"),
                new ChatEvent.TextDelta(0, "lo"),
                new ChatEvent.TextDelta(1, "another"),
                new ChatEvent.Opaque(0, "openai", Json.object()),
                new ChatEvent.ToolCallStarted(0, 0, "c1", "f", null),
                new ChatEvent.ToolCallDelta(0, 0, "{\"a\":"),
                new ChatEvent.ToolCallDelta(0, 0, "1}"),
                new ChatEvent.ToolCallStarted(0, 1, "c2", "g", null),
                new ChatEvent.Finished(0, FinishReason.TOOL_CALLS),
                new ChatEvent.UsageReported(Usage.ofTokens(130, 100, 20, 50, 5, 0, 0))));

        assertThat(frames)
                .containsExactly(
                        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":0,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":0}}}",
                        "event: content_block_start\ndata: "
                                + block(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
                        "event: content_block_delta\ndata: "
                                + delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}"),
                        "event: content_block_delta\ndata: "
                                + delta(0, "{\"type\":\"signature_delta\",\"signature\":\"tollgate:openai:E\"}"),
                        "event: content_block_stop\ndata: " + stop(0),
                        "event: content_block_start\ndata: " + block(1, "{\"type\":\"text\",\"text\":\"\"}"),
                        "event: content_block_delta\ndata: " + delta(1, "{\"type\":\"text_delta\",\"text\":\"Hel\"}"),
                        "event: content_block_delta\ndata: " + delta(1, "{\"type\":\"text_delta\",\"text\":\"lo\"}"),
                        "event: content_block_stop\ndata: " + stop(1),
                        "event: content_block_start\ndata: "
                                + block(
                                        2,
                                        "{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"f\",\"input\":{},\"caller\":{\"type\":\"direct\"}}"),
                        "event: content_block_delta\ndata: "
                                + delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"),
                        "event: content_block_delta\ndata: "
                                + delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\"}"),
                        "event: content_block_delta\ndata: "
                                + delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"1}\"}"),
                        "event: content_block_stop\ndata: " + stop(2),
                        "event: content_block_start\ndata: "
                                + block(
                                        3,
                                        "{\"type\":\"tool_use\",\"id\":\"c2\",\"name\":\"g\",\"input\":{},\"caller\":{\"type\":\"direct\"}}"),
                        "event: content_block_delta\ndata: "
                                + delta(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"),
                        "event: content_block_stop\ndata: " + stop(3),
                        "event: message_delta\ndata: "
                                + end(
                                        "tool_use",
                                        "{\"input_tokens\":10,\"cache_creation_input_tokens\":20,\"cache_read_input_tokens\":100,\"output_tokens\":50,\"output_tokens_details\":{\"thinking_tokens\":5}}"),
                        "event: message_stop\ndata: " + STOP);
    }

    /** Calls whose arguments come mixed leave one after the other. */
    @Test
    void unmixesCalls() throws Exception {
        List<ChatEvent> events = List.of(
                new ChatEvent.ToolCallStarted(0, 0, "c1", "f", null),
                new ChatEvent.ToolCallStarted(0, 1, "c2", "g", null),
                new ChatEvent.ToolCallStarted(0, 2, "c3", "h", null),
                new ChatEvent.ToolCallDelta(0, 1, "{\"b\":"),
                new ChatEvent.ToolCallDelta(0, 0, "{\"a\":{}"),
                new ChatEvent.ToolCallDelta(0, 1, "2}"),
                new ChatEvent.ToolCallDelta(0, 0, "}"),
                new ChatEvent.ToolCallDelta(0, 2, "{}"),
                new ChatEvent.Finished(0, FinishReason.TOOL_CALLS));
        List<JsonNode> frames = data(encoded(events));
        AnswerCollector collector = new AnswerCollector();
        for (JsonNode frame : frames) {
            assertThat(frame.path("type").asString()).isNotEmpty();
        }
        decoded(frames.stream().map(Json::text).toArray(String[]::new)).forEach(collector::add);
        AnswerCollector expected = new AnswerCollector();
        events.forEach(expected::add);

        assertThat(collector.answer().choices()).isEqualTo(expected.answer().choices());
        assertThat(frames.stream()
                        .filter(frame -> frame.has("index"))
                        .map(frame -> frame.path("index").asInt()))
                .isSorted();
    }

    @Test
    void writesAWholeAnswer() throws Exception {
        AnswerCollector collector = new AnswerCollector();
        List.of(
                        new ChatEvent.Started("msg_1", "gpt"),
                        new ChatEvent.ThinkingDelta(0, "hm"),
                        new ChatEvent.ThinkingSealed(0, new Seal("anthropic", "S")),
                        new ChatEvent.ThinkingSealed(0, new Seal("anthropic", "redacted:D")),
                        new ChatEvent.ThinkingSealed(0, new Seal("openai", "E")),
                        new ChatEvent.TextDelta(0, "Hello"),
                        new ChatEvent.ToolCallStarted(0, 0, "c1", "f", null),
                        new ChatEvent.ToolCallStarted(0, 1, "c2", "g", null),
                        new ChatEvent.ToolCallDelta(0, 1, "{\"a\":1.50}"),
                        new ChatEvent.Finished(0, FinishReason.TOOL_CALLS),
                        new ChatEvent.UsageReported(Usage.ofTokens(130, 100, 20, 50, 0, 0, 0)))
                .forEach(collector::add);

        assertThat(new String(CLIENT.whole(collector.answer(), streamed()), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":["
                        + "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"S\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"D\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"tollgate:openai:E\"},"
                        + "{\"type\":\"text\",\"text\":\"Hello\"},"
                        + "{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"f\",\"input\":{},\"caller\":{\"type\":\"direct\"}},"
                        + "{\"type\":\"tool_use\",\"id\":\"c2\",\"name\":\"g\",\"input\":{\"a\":1.50},\"caller\":{\"type\":\"direct\"}}],"
                        + "\"stop_reason\":\"tool_use\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":10,"
                        + "\"cache_creation_input_tokens\":20,\"cache_read_input_tokens\":100,\"output_tokens\":50}}");
    }

    @Test
    void tellsARefusal() throws Exception {
        List<ChatEvent> events =
                List.of(new ChatEvent.RefusalDelta(0, "No."), new ChatEvent.Finished(0, FinishReason.STOP));
        AnswerCollector collector = new AnswerCollector();
        events.forEach(collector::add);

        assertThat(encoded(events)).anyMatch(frame -> frame.contains("\"stop_reason\":\"refusal\""));
        assertThat(new String(CLIENT.whole(collector.answer(), streamed()), StandardCharsets.UTF_8))
                .contains("\"text\":\"No.\"", "\"stop_reason\":\"refusal\"");
    }

    @Test
    void keepsCitationsAndServerToolsForItsOwn() throws Exception {
        String content =
                "[{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"s\",\"content\":[]},{\"type\":\"text\",\"text\":\"So\",\"citations\":[{\"url\":\"u\"}]},{\"type\":\"text\",\"text\":\"on\",\"citations\":[{\"url\":\"v\"},{\"url\":\"w\"}]}]";
        List<ChatEvent> events =
                PROVIDER.decode(tree("{\"id\":\"a\",\"content\":" + content + ",\"stop_reason\":\"end_turn\"}"));
        AnswerCollector collector = new AnswerCollector();
        events.forEach(collector::add);

        assertThat(tree(new String(CLIENT.whole(collector.answer(), streamed()), StandardCharsets.UTF_8))
                        .path("content"))
                .isEqualTo(tree(content));
        assertThat(data(encoded(events)))
                .contains(
                        tree(delta(1, "{\"type\":\"citations_delta\",\"citation\":{\"url\":\"u\"}}")),
                        tree(delta(2, "{\"type\":\"text_delta\",\"text\":\"on\"}")),
                        tree(delta(2, "{\"type\":\"citations_delta\",\"citation\":{\"url\":\"w\"}}")));
    }

    @Test
    void passesFramesWithTheirNames() throws Exception {
        Encoder encoder = CLIENT.encoder(streamed());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] frame = end("end_turn", "{}").getBytes(StandardCharsets.UTF_8);

        encoder.pass("ping", "{}".getBytes(StandardCharsets.UTF_8), 0, 2, out);
        encoder.pass(null, frame, 0, frame.length, out);
        encoder.end(out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("event: ping\ndata: {}\n\nevent: message_delta\ndata: " + end("end_turn", "{}")
                        + "\n\nevent: message_stop\ndata: " + STOP + "\n\n");
    }

    @Test
    void saysWhichStopSequenceCame() throws Exception {
        List<ChatEvent> events =
                List.of(new ChatEvent.TextDelta(0, "a"), new ChatEvent.Finished(0, FinishReason.STOP_SEQUENCE, "END"));
        AnswerCollector collector = new AnswerCollector();
        events.forEach(collector::add);

        assertThat(String.join("\n", encoded(events)))
                .contains("\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"END\"");
        assertThat(AnthropicAnswerWriter.write(collector.answer(), "m")
                        .path("stop_sequence")
                        .stringValue())
                .isEqualTo("END");
    }
}
