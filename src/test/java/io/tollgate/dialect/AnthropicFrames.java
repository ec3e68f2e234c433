package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Frames of Anthropic's dialect, written and read, for tests. */
final class AnthropicFrames {

    static final AnthropicClientDialect CLIENT = new AnthropicClientDialect(Arrivals.INTAKE);
    static final AnthropicProviderDialect PROVIDER = new AnthropicProviderDialect();

    static final String START =
            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude\",\"content\":[],\"stop_reason\":null,\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":100,\"cache_creation_input_tokens\":20,\"output_tokens\":1}}}";
    static final String STOP = "{\"type\":\"message_stop\"}";

    static ClientRequest request(Operation operation, Map<String, String> headers, String body)
            throws DialectException, IOException {
        return CLIENT.decode(Arrivals.of(
                operation,
                "application/json; charset=utf-8",
                body.getBytes(StandardCharsets.UTF_8),
                "",
                Map.of(),
                headers));
    }

    static ClientRequest streamed() throws DialectException, IOException {
        return request(
                Operation.CHAT,
                Map.of(),
                "{\"model\":\"m\",\"max_tokens\":5,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    static JsonNode tree(String json) {
        return Json.requestTree(new java.io.StringReader(json));
    }

    static String text(ProviderRequest request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        request.body().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    static String block(int index, String block) {
        return "{\"type\":\"content_block_start\",\"index\":" + index + ",\"content_block\":" + block + "}";
    }

    static String delta(int index, String delta) {
        return "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":" + delta + "}";
    }

    static String stop(int index) {
        return "{\"type\":\"content_block_stop\",\"index\":" + index + "}";
    }

    static String end(String reason, String usage) {
        return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason
                + "\",\"stop_sequence\":null},\"usage\":" + usage + "}";
    }

    static List<ChatEvent> read(Decoder decoder, @Nullable String name, String frame) throws StreamFormatException {
        byte[] bytes = ("xx" + frame + "yy").getBytes(StandardCharsets.UTF_8);
        return decoder.read(name, bytes, 2, bytes.length - 2);
    }

    static List<ChatEvent> decoded(String... frames) throws StreamFormatException {
        Decoder decoder = PROVIDER.decoder();
        List<ChatEvent> events = new ArrayList<>();
        for (String frame : frames) {
            events.addAll(read(decoder, null, frame));
        }
        events.addAll(decoder.end());
        return events;
    }

    /** The frames an Anthropic client gets, each as its name and its data. */
    static List<String> encoded(List<ChatEvent> events) throws DialectException, IOException {
        Encoder encoder = CLIENT.encoder(streamed());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ChatEvent event : events) {
            encoder.write(event, out);
        }
        encoder.end(out);
        return Arrays.stream(out.toString(StandardCharsets.UTF_8).split("\n\n")).toList();
    }

    static List<JsonNode> data(List<String> frames) {
        return frames.stream()
                .map(frame -> tree(frame.substring(frame.indexOf("data: ") + "data: ".length())))
                .toList();
    }

    private AnthropicFrames() {}
}
