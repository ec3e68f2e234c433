package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scan finds in an answer, and what the editor makes of it. */
class FrameEditorTests {

    private static AnswerScan scan(String json) throws IOException {
        AnswerScan scan = new AnswerScan();
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        scan.read(bytes, 0, bytes.length);
        return scan;
    }

    private static String edited(String json, boolean dropUsage, int offset) throws IOException {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ("x".repeat(offset) + json + "trailing").getBytes(StandardCharsets.UTF_8);
        AnswerScan scan = new AnswerScan();
        scan.read(bytes, offset, offset + text.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FrameEditor("asked", dropUsage).write(out, bytes, offset, offset + text.length, scan);
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"up\",\"choices\":[{}],\"usage\":null} | {\"model\":\"asked\",\"choices\":[{}]}",
                "{\"usage\":null,\"model\":\"up\",\"choices\":[{}]} | {\"model\":\"asked\",\"choices\":[{}]}",
                "{\"usage\":{\"prompt_tokens\":1},\"choices\":[{}],\"model\":\"up\"} | {\"choices\":[{}],\"model\":\"asked\"}",
                "{\"choices\":[{}],\"model\":\"up\",\"usage\":{\"a\":{\"b\":[1]}}} | {\"choices\":[{}],\"model\":\"asked\"}",
                "{\"model\":\"up\", \"usage\" : {} , \"choices\":[{}]} | {\"model\":\"asked\" , \"choices\":[{}]}",
                "{ \"usage\" : {} , \"choices\":[{}]} | {  \"choices\":[{}]}",
                "{\"choices\":[{}], \"usage\":7 } | {\"choices\":[{}] }",
                "{\"usage\":null} | {}",
                "{\"é\":\"🌏\",\"model\":\"é\",\"usage\":null,\"choices\":[{\"model\":\"in\",\"usage\":1}]} | {\"é\":\"🌏\",\"model\":\"asked\",\"choices\":[{\"model\":\"in\",\"usage\":1}]}",
                "{\"model\":null,\"choices\":[{}]} | {\"model\":null,\"choices\":[{}]}",
                "{\"model\":{\"model\":\"x\"},\"choices\":[{}]} | {\"model\":{\"model\":\"x\"},\"choices\":[{}]}",
                "{\"model\":\"a\\\"b\\u0041\",\"choices\":[{}]} | {\"model\":\"asked\",\"choices\":[{}]}"
            })
    void editsInPlaceWhereverItStands(String json, String expected) throws IOException {
        for (int offset : new int[] {0, 1, 7, 4096}) {
            assertThat(edited(json, true, offset)).isEqualTo("data: " + expected + "\n\n");
        }
    }

    @Test
    void keepsUsageThatWasAskedFor() throws IOException {
        assertThat(edited("{\"model\":\"up\",\"usage\":{\"prompt_tokens\":1}}", false, 3))
                .isEqualTo("data: {\"model\":\"asked\",\"usage\":{\"prompt_tokens\":1}}\n\n");
    }

    @Test
    void writesOneLine() throws IOException {
        assertThat(edited("{\"model\":\"up\",\r\n\"choices\":\n[{}]}", false, 3))
                .isEqualTo("data: {\"model\":\"asked\",  \"choices\": [{}]}\n\n");
    }

    @Test
    void dropsEventsThatSayOnlyWhatWasUsed() throws IOException {
        FrameEditor editor = new FrameEditor("asked", true);
        assertThat(editor.drops(scan("{\"choices\":[],\"usage\":{\"prompt_tokens\":1}}")))
                .isTrue();
        assertThat(editor.drops(scan("{\"choices\":[{}],\"usage\":{\"prompt_tokens\":1}}")))
                .isFalse();
        assertThat(editor.drops(scan("{\"choices\":[],\"prompt_filter_results\":[]}")))
                .isFalse();
        assertThat(new FrameEditor("asked", false).drops(scan("{\"choices\":[],\"usage\":{\"prompt_tokens\":1}}")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "null",
                "1",
                "{",
                "{\"a\":1}x",
                "{\"a\":1}{}",
                "{\"a\":}",
                "{\"choices\":[{]}",
                "{\"choices\":[1]}",
                "\u0000"
            })
    void takesNothingElseForAnAnswer(String text) {
        assertThatExceptionOfType(StreamFormatException.class).isThrownBy(() -> scan(text));
    }

    @Test
    void remembersWhichChoicesHaveEnded() throws IOException {
        AnswerScan scan = new AnswerScan();
        String[] events = {
            "{\"choices\":[{\"index\":1,\"delta\":{}},{\"index\":0,\"delta\":{}}]}",
            "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]}",
            "{\"choices\":[{\"finish_reason\":\"length\",\"index\":1}]}"
        };
        for (int i = 0; i < events.length; i++) {
            byte[] bytes = events[i].getBytes(StandardCharsets.UTF_8);
            scan.read(bytes, 0, bytes.length);
            assertThat(scan.finished()).isEqualTo(i == 2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prompt_tokens\":3,\"completion_tokens\":4} | 3 | 4",
                "{\"input_tokens\":3,\"output_tokens\":4,\"total_tokens\":7} | 3 | 4",
                "{\"prompt_tokens\":0,\"completion_tokens\":0} | 0 | 0",
                "{\"prompt_tokens\":3.0,\"completion_tokens\":4e0} | 3 | 4",
                "{\"prompt_tokens\":1000000000,\"completion_tokens\":null} | 1000000000 | 0"
            })
    void readsUsage(String usage, long input, long output) throws IOException {
        assertThat(scan("{\"usage\":" + usage + "}").usage()).isEqualTo(Usage.ofTokens(input, 0, output, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt_tokens\":-1,\"completion_tokens\":4}",
                "{\"prompt_tokens\":1,\"completion_tokens\":1e300}",
                "{\"prompt_tokens\":9223372036854775808}",
                "{\"prompt_tokens\":1000000001}",
                "{\"prompt_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":-5}}",
                "{\"prompt_tokens\":\"12\"}",
                "{\"prompt_tokens\":null}",
                "{\"prompt_tokens\":[1]}",
                "{\"seconds\":-3}",
                "{}",
                "[]",
                "7",
                "null",
                "\"12\""
            })
    void believesNoAbsurdUsage(String usage) throws IOException {
        assertThat(scan("{\"usage\":" + usage + "}").usage()).isNull();
    }

    @Test
    void drawsContradictionsIntoRange() throws IOException {
        Usage usage = scan("{\"usage\":{\"prompt_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":50},"
                        + "\"completion_tokens\":2,\"completion_tokens_details\":{\"reasoning_tokens\":7}}}")
                .usage();

        assertThat(usage).isEqualTo(Usage.ofTokens(5, 5, 2, 2));
    }
}
