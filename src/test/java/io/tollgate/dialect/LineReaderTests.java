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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReaderTests {

    private static final int MEBI = 1024 * 1024;

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(InputStream in) throws IOException {
        LineReader reader = new LineReader(in);
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            lines.add(text(reader));
            assertThat(reader.event()).isNull();
        }
        assertThat(reader.next()).isFalse();
        return lines;
    }

    private static String text(LineReader reader) {
        return new String(reader.buffer(), reader.from(), reader.to() - reader.from(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "a~b~ > a,b",
                "a^~b^~ > a,b",
                "a~b > a,b",
                "a~b^ > a,b",
                "~~a~^~ ~b~~ > a,b",
                "a^b~ > a^b",
                "' a ~' > ' a '",
                "é🌏~ > é🌏"
            })
    void readsALineAtATimeHoweverItComes(String stream, String expected) throws IOException {
        byte[] bytes = stream.replace('~', '\n').replace('^', '\r').getBytes(StandardCharsets.UTF_8);
        List<String> lines = List.of(expected.replace('^', '\r').split(","));
        for (int split = 0; split <= bytes.length; split++) {
            InputStream in = new SequenceInputStream(
                    new ByteArrayInputStream(bytes, 0, split),
                    new ByteArrayInputStream(bytes, split, bytes.length - split));
            assertThat(lines(in)).as("split at %d", split).isEqualTo(lines);
        }
    }

    @Test
    void readsNothingFromNothing() throws IOException {
        assertThat(lines(in(""))).isEmpty();
        assertThat(lines(in("\n\r\n \n"))).isEmpty();
    }

    @Test
    void readsLongLinesAmongShortOnes() throws IOException {
        String longLine = "x".repeat(3 * MEBI);
        assertThat(lines(in("a\n" + longLine + "\nb\n" + longLine + "\nc")))
                .containsExactly("a", longLine, "b", longLine, "c");
    }

    @Test
    void refusesALineThatIsTooLarge() {
        assertThatExceptionOfType(StreamFormatException.class)
                .isThrownBy(() -> lines(in("a\n" + "x".repeat(5 * MEBI))));
    }

    @Test
    void knowsWhetherAnotherLineIsThere() throws IOException {
        LineReader reader = new LineReader(in("a\n\nb\n \nc"));
        assertThat(reader.next()).isTrue();
        assertThat(reader.hasBuffered()).isTrue();
        assertThat(reader.next()).isTrue();
        assertThat(text(reader)).isEqualTo("b");
        assertThat(reader.hasBuffered()).isFalse();
        assertThat(reader.next()).isTrue();
        assertThat(text(reader)).isEqualTo("c");
    }
}
