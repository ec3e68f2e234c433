package io.tollgate.dialect;

import static io.tollgate.dialect.Exchange.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.Seal;
import io.tollgate.chat.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.eventstream.HeaderValue;

/** Answers of Bedrock in Amazon's framing: read to their end, broken off, or damaged. */
class BedrockStreamTests {

    private static final BedrockProviderDialect PROVIDER = new BedrockProviderDialect();

    private static byte[] event(String type, String payload) {
        return message(Map.of(":message-type", "event", ":event-type", type), payload);
    }

    private static byte[] message(Map<String, String> headers, String payload) {
        Map<String, HeaderValue> values = new LinkedHashMap<>();
        headers.forEach((name, value) -> values.put(name, HeaderValue.fromString(value)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new software.amazon.eventstream.Message(
                        values, payload.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .encode(out);
        return out.toByteArray();
    }

    private static byte[] stream(byte[]... messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            out.writeBytes(message);
        }
        return out.toByteArray();
    }

    private static List<ChatEvent> events(byte[] stream) throws IOException {
        return events(new ByteArrayInputStream(stream));
    }

    private static List<ChatEvent> events(InputStream stream) throws IOException {
        EventStreamReader frames = new EventStreamReader(stream);
        Decoder decoder = PROVIDER.decoder();
        List<ChatEvent> events = new ArrayList<>();
        while (frames.next()) {
            events.addAll(decoder.read(frames.event(), frames.buffer(), frames.from(), frames.to()));
        }
        events.addAll(decoder.end());
        return events;
    }

    private static final byte[] START = event("messageStart", "{'role':'assistant','p':'abc'}");
    private static final byte[] HELLO = event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':'Hi'}}");
    private static final byte[] STOP = event("messageStop", "{'stopReason':'end_turn'}");
    private static final byte[] USAGE =
            event("metadata", "{'usage':{'inputTokens':4,'outputTokens':1,'totalTokens':5},'metrics':{}}");

    private static byte[] rich() {
        return stream(
                START,
                event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'reasoningContent':{'text':'Hm'}}}"),
                event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'reasoningContent':{'signature':'SIG'}}}"),
                event("contentBlockStop", "{'contentBlockIndex':0}"),
                event("contentBlockDelta", "{'contentBlockIndex':1,'delta':{'text':'Hi'}}"),
                event("contentBlockStop", "{'contentBlockIndex':1}"),
                event("contentBlockStart", "{'contentBlockIndex':2,'start':{'toolUse':{'toolUseId':'t','name':'f'}}}"),
                event("contentBlockDelta", "{'contentBlockIndex':2,'delta':{'toolUse':{'input':'{}'}}}"),
                event("contentBlockStop", "{'contentBlockIndex':2}"),
                event("somethingNew", "{}"),
                event("messageStop", "{'stopReason':'tool_use'}"),
                USAGE);
    }

    private static List<ChatEvent> told() {
        return List.of(
                new ChatEvent.Started("", ""),
                new ChatEvent.ThinkingDelta(0, "Hm"),
                new ChatEvent.ThinkingSealed(0, new Seal("bedrock", "SIG")),
                new ChatEvent.TextDelta(0, "Hi"),
                new ChatEvent.ToolCallStarted(0, 0, "t", "f", null),
                new ChatEvent.ToolCallDelta(0, 0, "{}"),
                new ChatEvent.UsageReported(Usage.ofTokens(4, 0, 1, 0)),
                new ChatEvent.Finished(0, FinishReason.TOOL_CALLS));
    }

    @Test
    void readsAStream() throws Exception {
        assertThat(events(rich())).isEqualTo(told());
    }

    @Test
    void readsAStreamThatComesByteByByte() throws Exception {
        InputStream slow = new ByteArrayInputStream(rich()) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(1, length));
            }
        };
        assertThat(events(slow)).isEqualTo(told());
    }

    @Test
    void endsWithoutUsageWhenThereIsNone() throws Exception {
        assertThat(events(stream(START, HELLO, STOP))).endsWith(new ChatEvent.Finished(0, FinishReason.STOP));
    }

    @Test
    void doesNotTakeACutStreamForAWholeOne() throws Exception {
        byte[] whole = stream(START, HELLO, STOP);
        for (int length : List.of(START.length + HELLO.length, whole.length - 1)) {
            assertThat(events(Arrays.copyOf(whole, length)))
                    .containsExactly(new ChatEvent.Started("", ""), new ChatEvent.TextDelta(0, "Hi"));
        }
    }

    @Test
    void tellsOfRedactedThinking() throws Exception {
        assertThat(events(stream(event("contentBlockDelta", """
                                {'contentBlockIndex':0,'delta':{'reasoningContent':{'redactedContent':'RED='}}}"""), STOP)))
                .contains(new ChatEvent.ThinkingSealed(0, new Seal("bedrock", "redacted:RED=")));
    }

    @Test
    void tellsOfFailures() throws Exception {
        byte[] exception = message(
                Map.of(":message-type", "exception", ":exception-type", "throttlingException"),
                "{'message':'Too fast'}");
        byte[] error =
                message(Map.of(":message-type", "error", ":error-code", "InternalError", ":error-message", "Oh"), "");
        assertThat(events(stream(START, exception)))
                .contains(new ChatEvent.Failed(
                        "{\"error\":{\"code\":\"throttlingException\",\"message\":\"Too fast\"}}"));
        assertThat(events(stream(error)))
                .containsExactly(new ChatEvent.Failed("{\"error\":{\"code\":\"InternalError\",\"message\":\"Oh\"}}"));
    }

    @Test
    void findsDamage() {
        byte[] damaged = HELLO.clone();
        damaged[damaged.length - 8] ^= 1;
        assertThatExceptionOfType(StreamFormatException.class).isThrownBy(() -> events(damaged));
        byte[] huge = {0x7F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        assertThatExceptionOfType(StreamFormatException.class).isThrownBy(() -> events(huge));
        byte[] tiny = new byte[16];
        assertThatExceptionOfType(StreamFormatException.class).isThrownBy(() -> events(tiny));
        assertThatExceptionOfType(StreamFormatException.class)
                .isThrownBy(() -> events("data: {}\n\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void knowsWhetherAnotherMessageIsThere() throws Exception {
        EventStreamReader frames = new EventStreamReader(new ByteArrayInputStream(stream(START, HELLO)));
        assertThat(frames.hasBuffered()).isFalse();
        assertThat(frames.next()).isTrue();
        assertThat(frames.event()).isEqualTo("messageStart");
        assertThat(frames.hasBuffered()).isTrue();
        assertThat(frames.next()).isTrue();
        assertThat(frames.hasBuffered()).isFalse();
        assertThat(frames.next()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"malformed_model_output", "malformed_tool_use"})
    void takesWhatTheModelCouldNotWriteForAFailure(String reason) throws Exception {
        assertThat(events(stream(START, HELLO, event("messageStop", "{'stopReason':'" + reason + "'}")))
                        .getLast())
                .isInstanceOf(ChatEvent.Failed.class)
                .asString()
                .contains(reason);
        assertThat(PROVIDER.decode(
                                json("{'output':{'message':{'content':[{'text':'{'}]}},'stopReason':'" + reason + "'}"))
                        .getLast())
                .isInstanceOf(ChatEvent.Failed.class);
    }
}
