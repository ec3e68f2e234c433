package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tollgate.chat.ChatEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Recorded answers of real providers, converted for clients of every dialect: what a client's own library reads in the
 * answer is what stands in the recording. The recordings lie outside of the project, in the directory the system
 * property or environment variable {@code tollgate.conformance} names, or beside the project; without them the tests
 * are skipped.
 */
class RecordingsTests {

    /** How many recordings there are at least. */
    private static final int RECORDINGS = 141;

    private static final int SMALL = 8 * 1024;
    private static final int CUTS = 50;
    private static final long SEED = 20261121;

    /** Recordings that do not say the same to everybody, and why. */
    static final Map<String, String> QUARANTINE = Map.of(
            "anthropic/spliced-message-start.chunks.txt",
            "the provider begins its answer again in the middle; what was passed on before cannot be taken back");

    static final Path DIRECTORY = directory();

    private static final List<Recording> ALL = Files.isDirectory(DIRECTORY) ? Recording.in(DIRECTORY) : List.of();

    private static Path directory() {
        String named = System.getProperty("tollgate.conformance", System.getenv("TOLLGATE_CONFORMANCE"));
        return Path.of(named == null ? "../shared/conformance/provider-answers" : named);
    }

    private static Stream<Recording> recordings(Predicate<Recording> which) {
        assumeTrue(!ALL.isEmpty(), "no recordings in " + DIRECTORY.toAbsolutePath());
        return ALL.stream().filter(which).filter(recording -> !QUARANTINE.containsKey(recording.name()));
    }

    private static Stream<Recording> streams() {
        return recordings(Recording::streamed);
    }

    @Test
    void allAreThere() {
        long count = recordings(recording -> true).count();
        Map<String, Long> byDialect = ALL.stream()
                .collect(Collectors.groupingBy(
                        recording -> recording.dialect() + (recording.streamed() ? " streamed" : " whole"),
                        Collectors.counting()));
        LoggerFactory.getLogger(getClass())
                .info(
                        "{} recordings for clients of {} dialects, streamed and whole: {} conversions; {}, {} in quarantine",
                        count,
                        ClientSide.ALL.size(),
                        count * ClientSide.ALL.size() * 2,
                        byDialect,
                        QUARANTINE.size());

        assertThat(count).isGreaterThanOrEqualTo(RECORDINGS);
        assertThat(ALL).extracting(Recording::name).containsAll(QUARANTINE.keySet());
    }

    @TestFactory
    Stream<DynamicNode> sayTheSameToEveryClient() {
        return recordings(recording -> true)
                .map(recording -> dynamicContainer(
                        recording.name(),
                        ClientSide.ALL.values().stream()
                                .flatMap(side -> Stream.of(false, true)
                                        .map(streamed -> dynamicTest(
                                                side.name() + (streamed ? " streamed" : " whole"),
                                                () -> saysTheSame(recording, side, streamed))))));
    }

    private static void saysTheSame(Recording recording, ClientSide side, boolean streamed) throws Exception {
        byte[] answer = convert(recording, recording.open(), side, streamed);
        if (recording.dialect().equals(side.name())) {
            passesUnchanged(recording, streamed, answer);
            return;
        }
        AnswerReader reader = AnswerReader.of(side.name());

        Said read = streamed
                ? reader.stream(AnswerReader.Event.of(side.stream(), answer))
                : reader.whole(new String(answer, StandardCharsets.UTF_8));

        Said said = recording.said().asFarAs(read);
        said = said.ending(reader.visible(said.end()));
        said = reader.endsByCalls() ? said.endingByCalls() : said;
        assertThat(said.usage() == null ? read.withoutUsage() : read).isEqualTo(said);
    }

    /**
     * Between a client and a provider of one dialect nothing changes, but for a stream that becomes whole or a whole.
     */
    private static void passesUnchanged(Recording recording, boolean streamed, byte[] answer) throws IOException {
        List<JsonNode> frames = streamed
                ? AnswerReader.Event.of("stream.sse", answer).stream()
                        .filter(event -> !event.data().equals("[DONE]"))
                        .map(event -> Objects.requireNonNull(Json.treeOrNull(event.data())))
                        .toList()
                : List.of(Json.tree(answer, 0, answer.length));
        if (recording.streamed() == streamed) {
            assertThat(frames).isEqualTo(recording.frames());
        }
        Said said = RecordedWords.of(recording.dialect(), frames, streamed);
        assertThat(recording.said().usage() == null ? said.withoutUsage() : said)
                .isEqualTo(recording.said());
    }

    /** What a client gets for a recording. */
    private static byte[] convert(Recording recording, InputStream upstream, ClientSide side, boolean streamed)
            throws Exception {
        try (ClientRequest request = side.request(asking(side), streamed)) {
            Translation translation = translation(request, recording);
            if (!recording.streamed()) {
                return Objects.requireNonNull(translation.whole(upstream));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            FrameReader frames = Frame.reader("stream.sse", upstream);
            while (frames.next() && !Frame.isDone(frames)) {
                translation.frame(frames, out);
            }
            translation.end(out);
            assertThat(translation.failure()).isNull();
            assertThat(translation.finished()).as("finished").isTrue();
            assertThat(translation.usage() == null).isEqualTo(recording.said().usage() == null);
            return streamed ? out.toByteArray() : translation.collected();
        }
    }

    private static Translation translation(ClientRequest request, Recording recording) throws DialectException {
        Destination to =
                new Destination(request.model(), recording.streamed(), EnumSet.of(Quirk.NO_RESPONSES), new Losses());
        return new Translation(request, ProviderDialects.of(recording.dialect()), to, Arrivals.NO_IMAGES);
    }

    private static ObjectNode asking(ClientSide side) {
        return Objects.requireNonNull(
                new Fixture(Fixture.ROOT.resolve(side.name()).resolve("client/text")).object("request.json"));
    }

    /** Cut anywhere on its way, a stream has the same frames, which is all the rest sees of it. */
    @TestFactory
    Stream<DynamicNode> readTheSameHoweverTheyCome() {
        return streams()
                .map(recording -> dynamicTest(recording.name(), () -> {
                    List<AnswerReader.Event> frames = frames(recording.open());
                    for (int place : places(recording)) {
                        assertThat(frames(cut(recording, place))).isEqualTo(frames);
                    }
                }));
    }

    private static IntStream places(Recording recording, int seed) {
        return new Random(SEED + seed).ints(CUTS, 1, recording.bytes().length - 1);
    }

    private static int[] places(Recording recording) {
        return recording.bytes().length <= SMALL
                ? IntStream.range(1, recording.bytes().length).toArray()
                : IntStream.concat(
                                recording.boundaries().stream()
                                        .mapToInt(Integer::intValue)
                                        .limit(200),
                                places(recording, 0))
                        .toArray();
    }

    private static List<AnswerReader.Event> frames(InputStream in) throws IOException {
        FrameReader reader = Frame.reader("stream.sse", in);
        List<AnswerReader.Event> events = new ArrayList<>();
        while (reader.next()) {
            events.add(new AnswerReader.Event(
                    String.valueOf(reader.event()),
                    new String(reader.buffer(), reader.from(), reader.to() - reader.from(), StandardCharsets.UTF_8)));
        }
        return events;
    }

    /** Comes in pieces: up to the place, and the rest. */
    private static InputStream cut(Recording recording, int... places) {
        int[] sorted = Arrays.stream(places).sorted().toArray();
        return new ByteArrayInputStream(recording.bytes()) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                int most = Arrays.stream(sorted)
                        .filter(place -> place > pos)
                        .map(place -> place - pos)
                        .findFirst()
                        .orElse(length);
                return super.read(bytes, offset, Math.min(length, most));
            }
        };
    }

    /** Nobody keeps what stands in a reader's buffer, which moves differently then. */
    @TestFactory
    Stream<DynamicNode> convertTheSameHoweverTheyCome() {
        return streams()
                .flatMap(recording -> ClientSide.ALL.values().stream()
                        .map(side -> dynamicTest(recording.name() + " for " + side.name(), () -> {
                            String whole = masked(convert(recording, recording.open(), side, true));
                            InputStream pieces =
                                    cut(recording, places(recording, 1).toArray());

                            assertThat(masked(convert(recording, pieces, side, true)))
                                    .isEqualTo(whole);
                        })));
    }

    private static String masked(byte[] answer) {
        return Masks.in(new String(answer, StandardCharsets.UTF_8));
    }

    /** A stream that ends early is no answer. */
    @TestFactory
    Stream<DynamicNode> areNoAnswersWhenCutOff() {
        return streams()
                .map(recording -> dynamicTest(recording.name(), () -> {
                    int end = IntStream.range(0, recording.frames().size())
                            .filter(i -> recording.isEnd(recording.frames().get(i)))
                            .findFirst()
                            .orElseThrow();
                    int step = Math.max(1, end / 60);
                    for (int frames = 0; frames <= end; frames += frames > end - 4 ? 1 : step) {
                        assertThat(finished(recording, frames))
                                .as("%d frames", frames)
                                .isFalse();
                    }
                    assertThat(finished(recording, recording.frames().size())).isTrue();
                }));
    }

    private static boolean finished(Recording recording, int frames) throws Exception {
        ClientSide side = ClientSide.ALL.get("openai");
        try (ClientRequest request = side.request(asking(side), true)) {
            Translation translation = translation(request, recording);
            FrameReader reader = Frame.reader("stream.sse", recording.open());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = 0; i < frames && reader.next(); i++) {
                translation.frame(reader, out);
            }
            translation.end(out);
            assertThat(out.toString(StandardCharsets.UTF_8).contains("[DONE]")).isEqualTo(translation.finished());
            return translation.finished();
        }
    }

    @TestFactory
    Stream<DynamicNode> areNoWholeAnswersWhenCutOff() {
        return recordings(recording -> !recording.streamed())
                .map(recording -> dynamicTest(recording.name(), () -> {
                    ClientSide side = ClientSide.ALL.get("openai");
                    byte[] part = Arrays.copyOf(recording.bytes(), recording.bytes().length * 3 / 4);

                    assertThatExceptionOfType(StreamFormatException.class)
                            .isThrownBy(() -> convert(recording, new ByteArrayInputStream(part), side, false));
                }));
    }

    /** The events of a whole answer and of the stream they were recorded beside are of the same kinds. */
    @Test
    void nothingIsReadThatNobodyUnderstands() throws IOException {
        for (Recording recording : streams().toList()) {
            List<ChatEvent> events = Frame.events(
                    Frame.reader("stream.sse", recording.open()),
                    ProviderDialects.of(recording.dialect()).decoder());

            assertThat(events.stream().filter(ChatEvent.Started.class::isInstance))
                    .hasSize(1);
            assertThat(events.getFirst()).isInstanceOf(ChatEvent.Started.class);
            assertThat(events.stream().filter(ChatEvent.Finished.class::isInstance))
                    .hasSize(1);
        }
    }
}
