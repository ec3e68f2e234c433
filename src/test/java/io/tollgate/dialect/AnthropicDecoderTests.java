package io.tollgate.dialect;

import static io.tollgate.dialect.AnthropicFrames.PROVIDER;
import static io.tollgate.dialect.AnthropicFrames.START;
import static io.tollgate.dialect.AnthropicFrames.STOP;
import static io.tollgate.dialect.AnthropicFrames.block;
import static io.tollgate.dialect.AnthropicFrames.decoded;
import static io.tollgate.dialect.AnthropicFrames.delta;
import static io.tollgate.dialect.AnthropicFrames.end;
import static io.tollgate.dialect.AnthropicFrames.read;
import static io.tollgate.dialect.AnthropicFrames.stop;
import static io.tollgate.dialect.AnthropicFrames.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.Seal;
import io.tollgate.chat.Usage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of providers that speak Anthropic's dialect. */
class AnthropicDecoderTests {

    @Test
    void readsAStream() throws Exception {
        List<ChatEvent> events = decoded(
                START,
                START,
                "{\"type\":\"ping\"}",
                block(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
                delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}"),
                delta(0, "{\"type\":\"signature_delta\",\"signature\":\"SIG\"}"),
                stop(0),
                block(1, "{\"type\":\"redacted_thinking\",\"data\":\"DATA\"}"),
                stop(1),
                block(2, "{\"type\":\"text\",\"text\":\"\"}"),
                delta(2, "{\"type\":\"text_delta\",\"text\":\"Hello\"}"),
                stop(2),
                block(3, "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}}"),
                delta(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"query\\\":\"}"),
                delta(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"\\\"x\\\"}\"}"),
                stop(3),
                block(4, "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}"),
                delta(4, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"),
                stop(4),
                block(5, "{\"type\":\"tool_use\",\"id\":\"t2\",\"name\":\"g\",\"input\":{}}"),
                delta(5, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":1}\"}"),
                delta(5, "{\"type\":\"future_delta\"}"),
                stop(5),
                "{\"type\":\"future_event\"}",
                end("tool_use", "{\"output_tokens\":50,\"output_tokens_details\":{\"thinking_tokens\":5}}"),
                STOP,
                STOP);

        assertThat(events)
                .containsExactly(
                        new ChatEvent.Started("msg_1", "claude"),
                        new ChatEvent.UsageReported(Usage.ofTokens(130, 100, 20, 1, 0, 0, 0)),
                        new ChatEvent.UsageReported(Usage.ofTokens(130, 100, 20, 1, 0, 0, 0)),
                        new ChatEvent.ThinkingDelta(0, "hm"),
                        new ChatEvent.ThinkingSealed(0, new Seal("anthropic", "SIG")),
                        new ChatEvent.ThinkingSealed(0, new Seal("anthropic", "redacted:DATA")),
                        new ChatEvent.TextDelta(0, "Hello"),
                        new ChatEvent.Opaque(
                                0,
                                "anthropic",
                                tree(
                                        "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{\"query\":\"x\"}}")),
                        new ChatEvent.ToolCallStarted(0, 0, "t1", "f", null),
                        new ChatEvent.ToolCallStarted(0, 1, "t2", "g", null),
                        new ChatEvent.ToolCallDelta(0, 1, "{\"a\":1}"),
                        new ChatEvent.UsageReported(Usage.ofTokens(130, 100, 20, 50, 5, 0, 0)),
                        new ChatEvent.Finished(0, FinishReason.TOOL_CALLS));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "stop_sequence, STOP_SEQUENCE",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "tool_use, TOOL_CALLS",
        "refusal, CONTENT_FILTER",
        "pause_turn, STOP",
        "something_new, STOP"
    })
    void readsWhyItEnded(String reason, FinishReason finish) throws Exception {
        assertThat(decoded(START, end(reason, "null")).getLast()).isEqualTo(new ChatEvent.Finished(0, finish));
        assertThat(PROVIDER.decode(tree("{\"id\":\"a\",\"content\":[],\"stop_reason\":\"" + reason + "\"}"))
                        .getLast())
                .isEqualTo(new ChatEvent.Finished(0, finish));
    }

    @Test
    void doesNotFinishAStreamThatWasCut() throws Exception {
        String[] frames = {
            START,
            block(0, "{\"type\":\"text\",\"text\":\"\"}"),
            delta(0, "{\"type\":\"text_delta\",\"text\":\"Hello\"}"),
            stop(0)
        };
        for (int kept = 0; kept <= frames.length; kept++) {
            assertThat(decoded(Arrays.copyOf(frames, kept))).noneMatch(ChatEvent.Finished.class::isInstance);
        }
    }

    @Test
    void failsWhereTheProviderDoes() throws Exception {
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";

        assertThat(decoded(START, error)).contains(new ChatEvent.Failed(error));
        assertThat(PROVIDER.decode(tree(error))).containsExactly(new ChatEvent.Failed(error));
        assertThat(read(PROVIDER.decoder(), "error", "{\"message\":\"m\"}"))
                .containsExactly(new ChatEvent.Failed("{\"message\":\"m\"}"));
        assertThatExceptionOfType(StreamFormatException.class)
                .isThrownBy(() -> PROVIDER.decode(tree("{\"id\":\"x\"}")));
        assertThatExceptionOfType(StreamFormatException.class)
                .isThrownBy(() -> decoded(START, block(0, "{\"type\":\"text\"}"), START.replace("msg_1", "msg_2")));
    }

    @Test
    void survivesWhatIsOutOfPlace() throws Exception {
        assertThat(decoded(
                        "{\"type\":\"message_start\"}",
                        stop(3),
                        delta(0, "{\"type\":\"text_delta\",\"text\":\"a\"}"),
                        "{\"type\":\"content_block_delta\"}",
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"},\"usage\":null}",
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":null},\"usage\":{\"output_tokens\":-4,\"input_tokens\":null}}",
                        STOP,
                        delta(0, "{\"type\":\"text_delta\",\"text\":\"late\"}")))
                .containsExactly(
                        new ChatEvent.Started("", ""),
                        new ChatEvent.TextDelta(0, "a"),
                        new ChatEvent.UsageReported(Usage.ofTokens(0, 0, 0, 0)),
                        new ChatEvent.Finished(0, FinishReason.LENGTH));
    }

    @Test
    void readsWhichStopSequenceCame() throws Exception {
        String end = end("stop_sequence", "null").replace("\"stop_sequence\":null", "\"stop_sequence\":\"END\"");

        ChatEvent ended = new ChatEvent.Finished(0, FinishReason.STOP_SEQUENCE, "END");
        assertThat(decoded(START, end).getLast()).isEqualTo(ended);
        assertThat(PROVIDER.decode(
                                tree(
                                        "{\"id\":\"a\",\"content\":[],\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"END\"}"))
                        .getLast())
                .isEqualTo(ended);
    }
}
