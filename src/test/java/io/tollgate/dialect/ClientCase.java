package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tollgate.chat.AnswerCollector;
import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.GatewayError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.node.ObjectNode;

/** What a client asks for, and what it gets for an answer, in one case. */
record ClientCase(ClientSide side, Fixture fixture) {

    /** Ends an answer: {@code failed 429 "rate_limit_error" "rate_limit_exceeded" "Too many requests."}. */
    private static final String FAILED = "failed ";

    Stream<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(dynamicTest("asked.json", this::asked));
        tests.add(dynamicTest("same dialect", this::same));
        if (fixture.has("events.txt")) {
            tests.add(dynamicTest("answer.json", this::whole));
            tests.add(dynamicTest(side.stream(), this::streamed));
        }
        return tests.stream();
    }

    private ObjectNode request() {
        return Objects.requireNonNull(fixture.object("request.json"), "request.json");
    }

    private void asked() throws Exception {
        ChatRequest chat = side.chat(request());
        Destination to = new Destination("model", false, EnumSet.of(Quirk.REASONING_CONTENT_BACK), new Losses());

        ObjectNode written = Fixture.read(Json.bytes(new OpenAiChatWriter(to).write(chat)));

        if (ProviderCase.WRITES && !fixture.has("asked.json")) {
            fixture.write("asked.json", written);
        }
        assertThat(written).isEqualTo(fixture.object("asked.json"));
    }

    /** A provider of the same dialect gets the same request, under its own name for the model. */
    private void same() throws Exception {
        for (boolean streamed : List.of(false, true)) {
            try (ClientRequest request = side.request(request(), streamed)) {
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                request.encode("another-model", streamed, Set.of()).body().writeTo(body);
                ObjectNode written = Fixture.read(body.toByteArray());

                assertThat(request.streamed()).isEqualTo(streamed);
                assertThat(written.path("model").asString("another-model")).isEqualTo("another-model");
                assertThat(written.path("stream").asBoolean(streamed)).isEqualTo(streamed);
                assertThat(unchanged(written)).isEqualTo(unchanged(request()));
            }
        }
    }

    private static ObjectNode unchanged(ObjectNode request) {
        return request.deepCopy().remove(List.of("model", "stream", "stream_options"));
    }

    private List<ChatEvent> events() {
        List<String> lines = Objects.requireNonNull(fixture.lines("events.txt")).stream()
                .filter(line -> !line.startsWith(FAILED))
                .toList();
        List<ChatEvent> events = new ArrayList<>(EventLines.events(lines));
        if (events.stream().noneMatch(ChatEvent.Started.class::isInstance)) {
            events.addFirst(new ChatEvent.Started("answer-1", "provider-model"));
        }
        return events;
    }

    private @Nullable GatewayError failure() {
        return Objects.requireNonNull(fixture.lines("events.txt")).stream()
                .filter(line -> line.startsWith(FAILED))
                .map(EventLines::words)
                .map(words -> new GatewayError(
                        Integer.parseInt(words.get(1)), words.get(2), words.get(3), words.get(4), null, null))
                .findFirst()
                .orElse(null);
    }

    private void whole() throws Exception {
        String answer = Masks.in(answer());
        if (ProviderCase.WRITES && !fixture.has("answer.json")) {
            fixture.write("answer.json", Objects.requireNonNull(Json.treeOrNull(answer)));
        }
        assertThat(Json.treeOrNull(answer)).isEqualTo(fixture.object("answer.json"));
    }

    private String answer() throws DialectException, IOException {
        GatewayError error = failure();
        if (error != null) {
            return side.dialect().error(error);
        }
        AnswerCollector collector = new AnswerCollector();
        events().forEach(collector::add);
        try (ClientRequest request = side.request(request(), false)) {
            return new String(side.dialect().whole(collector.answer(), request), StandardCharsets.UTF_8);
        }
    }

    private void streamed() throws Exception {
        String stream = Masks.in(stream());
        if (ProviderCase.WRITES && !fixture.has(side.stream())) {
            fixture.write(side.stream(), stream);
        }
        String expected = fixture.text(side.stream());
        assertThat(Frame.of(side.stream(), stream))
                .isEqualTo(expected == null ? null : Frame.of(side.stream(), expected));
    }

    private String stream() throws DialectException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ClientRequest request = side.request(request(), true)) {
            Encoder encoder = side.dialect().encoder(request);
            for (ChatEvent event : events()) {
                encoder.write(event, out);
            }
            GatewayError error = failure();
            if (error == null) {
                encoder.end(out);
            } else {
                encoder.fail(error, out);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
