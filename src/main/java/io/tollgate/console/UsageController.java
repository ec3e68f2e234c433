package io.tollgate.console;

import io.tollgate.usage.Grouping;
import io.tollgate.usage.UsageAnswer;
import io.tollgate.usage.UsageLine;
import io.tollgate.usage.UsageQuestion;
import io.tollgate.usage.UsageSums;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** Who used how much, of what, and what it cost: as a table, and as a file. */
@Controller
class UsageController {

    private static final int MOST_ROWS = 500;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final UsageSums sums;
    private final InstantSource clock;

    UsageController(UsageSums sums, InstantSource clock) {
        this.sums = sums;
        this.clock = clock;
    }

    @GetMapping("/usage")
    String usage(@ModelAttribute("query") UsageQuery query, ModelMap page) {
        UsageQuestion question = query.question(clock.instant(), sums.hoursKept());
        UsageAnswer answer = sums.answer(question);
        List<UsageLine> shown =
                answer.lines().subList(0, Math.min(MOST_ROWS, answer.lines().size()));
        page.addAttribute("question", question);
        page.addAttribute(
                "rows", shown.stream().map(line -> UsageRow.of(line, question)).toList());
        page.addAttribute("total", UsageRow.of(answer.total(), question));
        page.addAttribute("left", answer.lines().size() - shown.size());
        page.addAttribute("periods", UsageQuery.PERIODS);
        page.addAttribute("groupings", Grouping.values());
        page.addAttribute("server", ZoneId.systemDefault());
        return "usage/usage";
    }

    /** @param bom whether the file begins with a byte order mark, by which some spreadsheets know UTF-8 */
    @GetMapping("/usage.csv")
    void file(
            @ModelAttribute("query") UsageQuery query,
            @RequestParam(defaultValue = "false") boolean bom,
            HttpServletResponse response)
            throws IOException {
        UsageQuestion question = query.question(clock.instant(), sums.hoursKept());
        UsageAnswer answer = sums.answer(question);
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + UsageCsv.fileName(question) + "\"");
        Writer out = response.getWriter();
        if (bom) {
            out.write(BYTE_ORDER_MARK);
        }
        UsageCsv file = new UsageCsv(out, UsageCsv.groupings(question));
        file.header();
        for (UsageLine line : answer.lines()) {
            file.row(UsageRow.of(line, question));
        }
        file.total(answer.total());
        out.flush();
    }
}
