package io.tollgate.console;

import io.tollgate.usage.Grouping;
import io.tollgate.usage.UsageLine;
import io.tollgate.usage.UsageQuestion;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The usage table as comma-separated values, as in RFC 4180. Spreadsheets take a text for a formula that begins like
 * one, so such texts begin with an apostrophe.
 */
final class UsageCsv {

    private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";
    private static final String SUMS = "requests,errors,input_tokens,cached_tokens,output_tokens,cost_usd,unpriced,"
            + "estimated,first_byte_p50_ms,first_byte_p95_ms,cache_write_tokens,reasoning_tokens,units";

    private final Writer out;
    private final List<Grouping> by;

    /** @param by one thing that the lines are about, or two */
    UsageCsv(Writer out, List<Grouping> by) {
        this.out = out;
        this.by = by;
    }

    /** What the lines of an answer are about. */
    static List<Grouping> groupings(UsageQuestion question) {
        Grouping then = question.countedThen();
        return then == null ? List.of(question.countedBy()) : List.of(question.countedBy(), then);
    }

    /** A name of a file that says what is in it, in plain ASCII. */
    static String fileName(UsageQuestion question) {
        String groups = groupings(question).stream().map(UsageCsv::label).collect(Collectors.joining("-and-"));
        return "tollgate-usage-by-" + groups + "-" + question.first() + "-to-" + question.last() + ".csv";
    }

    void header() throws IOException {
        StringBuilder groups = new StringBuilder();
        for (Grouping grouping : by) {
            String label = label(grouping);
            String retired = by.size() == 1 ? "retired" : label + "_retired";
            groups.append(grouping.isNamed() ? label + "_id," + label + "," + retired + "," : label + ",");
        }
        line(groups + SUMS);
    }

    void row(UsageRow row) throws IOException {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < by.size(); i++) {
            add(by.get(i), row.labels().get(i), cells);
        }
        sums(row.sums(), cells);
    }

    private static void add(Grouping grouping, UsageRow.Label label, List<String> cells) {
        if (grouping.isNamed()) {
            cells.add(label.id());
        }
        cells.add(cell(label.text()));
        if (grouping.isNamed()) {
            cells.add(Boolean.toString(label.retired()));
        }
    }

    void total(UsageLine sums) throws IOException {
        List<String> cells = new ArrayList<>();
        by.forEach(grouping -> cells.addAll(Collections.nCopies(grouping.isNamed() ? 3 : 1, "")));
        cells.set(0, "total");
        sums(sums, cells);
    }

    private void sums(UsageLine sums, List<String> cells) throws IOException {
        long[] tokens = {sums.requests(), sums.errors(), sums.inputTokens(), sums.cachedTokens(), sums.outputTokens()};
        for (long count : tokens) {
            cells.add(Long.toString(count));
        }
        cells.add(BigDecimal.valueOf(sums.costNano(), 9).toPlainString());
        cells.add(Long.toString(sums.unpriced()));
        cells.add(Long.toString(sums.estimated()));
        cells.add(millis(sums.firstByteP50Micros()));
        cells.add(millis(sums.firstByteP95Micros()));
        cells.add(Long.toString(sums.cacheWriteTokens()));
        cells.add(Long.toString(sums.reasoningTokens()));
        cells.add(Long.toString(sums.units()));
        line(String.join(",", cells));
    }

    private void line(String cells) throws IOException {
        out.write(cells);
        out.write("\r\n");
    }

    /** A text, safe from being taken for a formula or for more than one cell. */
    static String cell(String text) {
        boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }

    private static String millis(@Nullable Long micros) {
        return micros == null ? "" : BigDecimal.valueOf(micros, 3).toPlainString();
    }

    private static String label(Grouping by) {
        return by.name().toLowerCase(Locale.ROOT);
    }
}
