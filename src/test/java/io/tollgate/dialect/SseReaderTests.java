package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SseReaderTests {

    private static final int MEBI = 1024 * 1024;

    /** Hands out as many bytes at once as the random numbers say. */
    private static InputStream pieces(byte[] all, Random random, int most) {
        return new ByteArrayInputStream(all) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(most)));
            }
        };
    }

    private static List<String> events(InputStream in) throws IOException {
        SseReader reader = new SseReader(in);
        List<String> events = new ArrayList<>();
        while (reader.next()) {
            String data =
                    new String(reader.buffer(), reader.from(), reader.to() - reader.from(), StandardCharsets.UTF_8);
            events.add((reader.event() == null ? "" : reader.event() + "|") + data);
        }
        return events;
    }

    private static List<String> events(String stream) throws IOException {
        return events(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "data: a~~data: b~~ > a,b",
                "data: a^^data: b^^ > a,b",
                "data: a^~^~data: b^~^~ > a,b",
                "data: a^~~data: b~^ > a,b",
                "data:a~~ > a",
                "data:  a~~ > ' a'",
                "data: a:b: c~~ > a:b: c",
                "data: a~data:b~data~data:~~ > a/b//",
                "data~~ > ''",
                "event: e~data: a~~data: b~~ > e|a,b",
                "event: e~~data: b~~ > b",
                "event: e~event: f~data: b~~ > f|b",
                "data: a~event: e~~ > e|a",
                ": comment~data: a~:~~: more~~ > a",
                "id: 1~retry: 2~data: a~~ > a",
                "dat: x~data : y~Data: z~databases: q~data: a~~ > a",
                "~~~~data: a~~ > a",
                "§data: a~~ > a",
                "data: §a~~ > §a",
                "data: a~~§data: b~~ > a",
                "data: é🌏~~ > é🌏"
            })
    void readsWhatTheStandardSays(String stream, String expected) throws IOException {
        String text = stream.replace('~', '\n')
                        .replace('^', '\r')
                        .replace('§', '\uFEFF')
                        .stripTrailing() + "\n\n";
        String wanted = expected.replace('/', '\n').replace('§', '\uFEFF');

        assertThat(String.join(",", events(text.replaceAll("\n\n\n\n$", "\n\n"))))
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({"''", "data", "data: a", "'data: a\n'", "': only\n\n'", "'event: x\n\n'", "'\uFEFF'", "'\uFEFF\n'"})
    void findsNoEventInWhatIsCutOff(String stream) throws IOException {
        assertThat(events(stream)).isEmpty();
    }

    @Provide
    Arbitrary<String> streams() {
        return Arbitraries.of(
                        "data: a",
                        "data:b",
                        "data",
                        "event: e",
                        ": c",
                        "\n",
                        "\n",
                        "\r",
                        "\r\n",
                        "\n\n",
                        "\r\n\r\n",
                        "é🌏",
                        "data: {\"x\":\"\\n\"}",
                        "id: 1",
                        " ",
                        ":",
                        "data: " + "x".repeat(3000))
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 300)
    void readsTheSameHoweverItComes(
            @ForAll("streams") String stream, @ForAll Random random, @ForAll @IntRange(min = 1, max = 50) int most)
            throws IOException {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);

        List<String> whole = events(new ByteArrayInputStream(bytes));

        assertThat(events(pieces(bytes, random, most))).isEqualTo(whole).isEqualTo(simply(stream));
    }

    @Test
    void readsTheSameWhereverItIsCut() throws IOException {
        String stream =
                "\uFEFF: hi\r\nevent: é\rdata: a🌏\r\ndata\r\n\r\ndata:b\r\rid: 1\ndata: c\n\n\r\n: x\ndata: d\r\n\n";
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);

        assertThat(events(pieces(bytes, new Random(1), 1))).isEqualTo(simply(stream));
        for (int cut = 0; cut <= bytes.length; cut++) {
            InputStream pieces = new SequenceInputStream(
                    new ByteArrayInputStream(bytes, 0, cut), new ByteArrayInputStream(bytes, cut, bytes.length - cut));
            assertThat(events(pieces)).as("cut at %d", cut).isEqualTo(simply(stream));
        }
    }

    /** The standard's own steps, on text. */
    private static List<String> simply(String stream) {
        List<String> events = new ArrayList<>();
        String text = stream.startsWith("\uFEFF") ? stream.substring(1) : stream;
        StringBuilder data = null;
        String event = "";
        String[] lines = text.split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            String line = lines[i];
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            if (line.isEmpty()) {
                if (data != null) {
                    events.add((event.isEmpty() ? "" : event + "|") + data);
                }
                data = null;
                event = "";
            } else if (name.equals("data")) {
                data = data == null
                        ? new StringBuilder(value)
                        : data.append('\n').append(value);
            } else if (name.equals("event")) {
                event = value;
            }
        }
        return events;
    }

    @Test
    void readsLargeEventsUpToAMeasure() throws IOException {
        String large = "x".repeat(3 * MEBI);

        assertThat(events("data: " + large + "\n\ndata: b\n\n")).containsExactly(large, "b");
        assertThatExceptionOfType(StreamFormatException.class)
                .isThrownBy(() -> events("data: " + "x".repeat(5 * MEBI)));
        assertThatExceptionOfType(StreamFormatException.class)
                .isThrownBy(() -> events(("data: " + "x".repeat(1000) + "\n").repeat(6 * 1024)));
    }

    @Test
    void keepsNothingOfCommentsWithoutEnd() throws IOException {
        String comments = (": " + "x".repeat(1000) + "\n").repeat(6 * 1024);

        assertThat(events(comments + "data: a\n\n")).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource({
        "'data: b\n\n', true",
        "'data: b\n', false",
        "'data: b', false",
        "'', false",
        "': ping\n\n', false",
        "'event: e\n\n', false",
        "'database: 1\n\n', false",
        "'dog\n\n', false",
        "'\r\ndata: b\r\n\r\n', true",
        "'data\n\n', true",
        "'id: 1\ndata:b\r\r', true"
    })
    void tellsWhetherAnotherEventIsThere(String rest, boolean buffered) throws IOException {
        SseReader reader =
                new SseReader(new ByteArrayInputStream(("data: a\n\n" + rest).getBytes(StandardCharsets.UTF_8)));

        assertThat(reader.next()).isTrue();

        assertThat(reader.hasBuffered()).isEqualTo(buffered);
    }
}
