package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tollgate.chat.Asked;
import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.EmbeddingsRequest;
import io.tollgate.chat.Operation;
import io.tollgate.chat.TokenCountRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.node.ObjectNode;

/** What a provider is sent, and what its answer means, in one case. */
record ProviderCase(ProviderDialect dialect, Fixture fixture) {

    static final boolean WRITES = Boolean.getBoolean("tollgate.fixtures.write");

    Stream<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        if (fixture.has("asked.json")) {
            tests.add(
                    fixture.has("refused.txt")
                            ? dynamicTest("refused.txt", this::refused)
                            : dynamicTest("request.json", this::request));
        }
        if (fixture.has("answer.json")) {
            tests.add(dynamicTest("answer.json", this::answer));
        }
        for (String stream : List.of("stream.sse", "stream.ndjson", "stream.txt")) {
            if (fixture.has(stream)) {
                tests.add(dynamicTest(stream, () -> compare(streamed(stream))));
            }
        }
        tests.add(dynamicTest("says something", () -> assertThat(tests).hasSizeGreaterThan(1)));
        return tests.stream();
    }

    private void request() throws Exception {
        ObjectNode said = Objects.requireNonNull(fixture.object("asked.json"));
        Destination to = to(said);

        ProviderRequest request = encode(asked(said), to);

        ByteArrayOutputStream body = new ByteArrayOutputStream();
        request.body().writeTo(body);
        ObjectNode written = Fixture.read(body.toByteArray());
        if (WRITES && !fixture.has("request.json")) {
            fixture.write("request.json", written);
        }
        assertThat(written).isEqualTo(fixture.object("request.json"));
        String path = fixture.text("request.path");
        assertThat(path == null || path.strip().equals(request.path()))
                .as(request.path())
                .isTrue();
        List<String> losses = fixture.lines("losses.txt");
        assertThat(to.losses().names()).isEqualTo(losses == null ? List.of() : losses);
    }

    private void refused() throws Exception {
        ObjectNode said = Objects.requireNonNull(fixture.object("asked.json"));
        Asked asked = asked(said);

        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> encode(asked, to(said)))
                .satisfies(e -> assertThat(e.error().code()).isEqualTo("not_convertible"))
                .satisfies(e -> assertThat(fixture.lines("refused.txt"))
                        .containsExactly(e.error().param()));
        assertThat(fixture.has("request.json")).as("a request that is refused").isFalse();
    }

    private static Destination to(ObjectNode said) {
        return new Destination(
                said.path("model").stringValue(),
                said.path("stream").asBoolean(false),
                EnumSet.noneOf(Quirk.class),
                new Losses());
    }

    private Asked asked(ObjectNode said) throws DialectException {
        if (said.has("input")) {
            return Arrivals.OPENAI.read(Operation.EMBEDDINGS, said);
        }
        ChatRequest chat = OpenAiChatReader.read(said);
        return fixture.name().startsWith("count-tokens") ? new TokenCountRequest(chat) : chat;
    }

    private ProviderRequest encode(Asked asked, Destination to) throws DialectException {
        return switch (asked) {
            case ChatRequest chat -> dialect.encode(chat, to);
            case EmbeddingsRequest embeddings -> dialect.encode(embeddings, to);
            case TokenCountRequest count -> dialect.encode(count, to);
        };
    }

    private void answer() throws IOException {
        ObjectNode answer = Objects.requireNonNull(fixture.object("answer.json"));
        if (fixture.name().startsWith("embeddings")) {
            var embeddings = dialect.decodeEmbeddings(answer);
            List<String> lines = new ArrayList<>();
            embeddings.vectors().forEach(vector -> lines.add("vector " + List.of(boxed(vector))));
            lines.add(EventLines.line(embeddings.usage()));
            compareLines(lines);
        } else if (fixture.name().startsWith("count-tokens")) {
            compareLines(List.of("tokens " + dialect.decodeTokenCount(answer)));
        } else {
            compare(whole(answer));
        }
    }

    private static Float[] boxed(float[] vector) {
        Float[] boxed = new Float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            boxed[i] = vector[i];
        }
        return boxed;
    }

    /** An answer that is an error may be refused, too. */
    private List<ChatEvent> whole(ObjectNode answer) {
        try {
            return dialect.decode(answer);
        } catch (StreamFormatException e) {
            return List.of(new ChatEvent.Failed("{}"));
        }
    }

    private List<ChatEvent> streamed(String file) throws IOException {
        byte[] bytes = Objects.requireNonNull(fixture.text(file)).getBytes(StandardCharsets.UTF_8);
        return Frame.events(Frame.reader(file, new ByteArrayInputStream(bytes)), dialect.decoder());
    }

    private void compare(List<ChatEvent> events) {
        List<String> expected = fixture.lines("events.txt");
        compareLines(expected == null ? EventLines.of(events, List.of()) : EventLines.of(events, expected));
    }

    private void compareLines(List<String> lines) {
        if (WRITES && !fixture.has("events.txt")) {
            fixture.write("events.txt", String.join("\n", lines) + "\n");
        }
        assertThat(lines).isEqualTo(fixture.lines("events.txt"));
    }
}
