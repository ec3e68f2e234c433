package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.AnswerCollector;
import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Content;
import io.tollgate.chat.Message.Role;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Clients send answers back with the next question. What a provider sealed then comes back to it as it was, whatever
 * dialect the client speaks, and however it got the answer.
 */
class RoundTripTests {

    /** What providers of each dialect say before they call tools. */
    private static final List<List<String>> ANSWERS = List.of(
            List.of("thinking 0 \"Three\"", "thinking 0 \" plus\"", "seal 0 anthropic \"c2ln\"", "text 0 \"Hm.\""),
            List.of("seal 0 anthropic \"redacted:ZW5j\"", "text 0 \"Hm.\""),
            List.of(
                    "thinking 0 \"One\"",
                    "seal 0 anthropic \"c2lnMQ==\"",
                    "thinking 0 \"Two\"",
                    "seal 0 anthropic \"c2lnMg==\"",
                    "text 0 \"Hm.\""),
            List.of("thinking 0 \"Sum\"", "seal 0 responses \"ZW5j\"", "text 0 \"Hm.\""),
            List.of("seal 0 responses \"ZW5j\"", "text 0 \"Hm.\""),
            List.of("text 0 \"Hm.\"", "call 0 0 \"call_a\" \"now\" gemini \"c2ln\"", "arguments 0 0 \"{}\""),
            List.of(
                    "text 0 \"Hm.\"",
                    "call 0 0 \"call_a\" \"now\"",
                    "arguments 0 0 \"{\\\"a\\\":1}\"",
                    "call 0 1 \"call_b\" \"now\""));

    private static Stream<Arguments> answers() {
        return Stream.of("openai", "responses", "anthropic", "gemini")
                .flatMap(client -> ANSWERS.stream()
                        .flatMap(answer -> Stream.of(false, true)
                                .map(streamed -> Arguments.of(client, String.join("; ", answer), answer, streamed))));
    }

    @ParameterizedTest(name = "{0}, {1}, streamed {3}")
    @MethodSource("answers")
    void comesBackAsItWas(String client, String name, List<String> answer, boolean streamed) throws Exception {
        ClientSide side = Objects.requireNonNull(ClientSide.ALL.get(client));
        ObjectNode request = Objects.requireNonNull(
                new Fixture(Fixture.ROOT.resolve(client).resolve("client/text")).object("request.json"));
        List<ChatEvent> events = new ArrayList<>(EventLines.events(answer));
        events.addFirst(new ChatEvent.Started("answer-1", "provider-model"));
        events.addAll(EventLines.events(List.of("finish 0 TOOL_CALLS")));

        sendBack(client, request, streamed ? streamed(side, request, events) : whole(side, request, events));

        ChatRequest next = side.chat(request);
        assertThat(sealedContent(next.messages().stream()
                        .filter(message -> message.role() == Role.ASSISTANT)
                        .flatMap(message -> message.content().stream())))
                .isEqualTo(sealedContent(collected(events).choices().getFirst().content().stream()));
    }

    /** Some dialects cannot tell thinking that is not sealed, and none depends on it. */
    private static List<Content> sealedContent(Stream<Content> content) {
        return content.filter(part -> !(part instanceof Content.Thinking thinking && thinking.seal() == null))
                .toList();
    }

    private static io.tollgate.chat.ChatAnswer collected(List<ChatEvent> events) {
        AnswerCollector collector = new AnswerCollector();
        events.forEach(collector::add);
        return collector.answer();
    }

    private static ObjectNode whole(ClientSide side, ObjectNode body, List<ChatEvent> events) throws Exception {
        try (ClientRequest request = side.request(body, false)) {
            return Fixture.read(side.dialect().whole(collected(events), request));
        }
    }

    /** The answer as clients piece it together. */
    private static ObjectNode streamed(ClientSide side, ObjectNode body, List<ChatEvent> events) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ClientRequest request = side.request(body, true)) {
            Encoder encoder = side.dialect().encoder(request);
            for (ChatEvent event : events) {
                encoder.write(event, out);
            }
            encoder.end(out);
        }
        List<Frame> frames = Frame.of(side.stream(), out.toString(StandardCharsets.UTF_8));
        return switch (side.name()) {
            case "openai" -> chunks(frames);
            case "responses" -> (ObjectNode) tree(frames.getLast()).path("response");
            case "anthropic" -> blocks(frames);
            default -> parts(frames);
        };
    }

    private static JsonNode tree(Frame frame) {
        return (JsonNode) frame.data();
    }

    private static ObjectNode chunks(List<Frame> frames) throws StreamFormatException {
        ChunkMerger merger = new ChunkMerger();
        for (Frame frame : frames.subList(0, frames.size() - 1)) {
            byte[] chunk = Json.bytes(tree(frame));
            merger.add(chunk, 0, chunk.length);
        }
        return Fixture.read(merger.complete());
    }

    private static ObjectNode blocks(List<Frame> frames) {
        ObjectNode answer = Json.object();
        ArrayNode content = answer.putArray("content");
        StringBuilder input = new StringBuilder();
        for (Frame frame : frames) {
            JsonNode delta = tree(frame).path("delta");
            switch (String.valueOf(frame.event())) {
                case "content_block_start" -> {
                    content.add(tree(frame).path("content_block"));
                    input.setLength(0);
                }
                case "content_block_delta" -> {
                    ObjectNode block =
                            (ObjectNode) content.get(tree(frame).path("index").asInt());
                    for (String name : List.of("text", "thinking", "signature")) {
                        if (delta.has(name)) {
                            block.put(
                                    name,
                                    block.path(name).asString("")
                                            + delta.path(name).stringValue());
                        }
                    }
                    input.append(delta.path("partial_json").asString(""));
                    if (!input.isEmpty() && Json.treeOrNull(input.toString()) instanceof ObjectNode arguments) {
                        block.set("input", arguments);
                    }
                }
                default -> {}
            }
        }
        return answer;
    }

    private static ObjectNode parts(List<Frame> frames) {
        ObjectNode answer = Json.object();
        ArrayNode parts = answer.putArray("candidates")
                .addObject()
                .putObject("content")
                .put("role", "model")
                .putArray("parts");
        for (Frame frame : frames) {
            tree(frame).path("candidates").path(0).path("content").path("parts").forEach(parts::add);
        }
        return answer;
    }

    private static void sendBack(String client, ObjectNode request, ObjectNode answer) {
        switch (client) {
            case "openai" ->
                request.withArrayProperty("messages")
                        .add(answer.path("choices").path(0).path("message"));
            case "responses" -> {
                JsonNode asked = request.path("input");
                ArrayNode input = request.putArray("input");
                input.addObject().put("role", "user").set("content", asked);
                answer.path("output").forEach(input::add);
            }
            case "anthropic" ->
                request.withArrayProperty("messages")
                        .addObject()
                        .put("role", "assistant")
                        .set("content", answer.path("content"));
            default ->
                request.withArrayProperty("contents")
                        .add(answer.path("candidates").path(0).path("content"));
        }
    }
}
