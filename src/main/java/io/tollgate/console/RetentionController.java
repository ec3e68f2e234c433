package io.tollgate.console;

import io.tollgate.usage.Retention;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How long the ledger keeps what. */
@Controller
@RequestMapping("/system/retention")
class RetentionController {

    private static final String SYSTEM = "redirect:/system";

    private final Retention retention;
    private final InstantSource clock;

    RetentionController(Retention retention, InstantSource clock) {
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * As it is typed.
     *
     * @param records how many days each exchange's row is kept
     * @param hours how many days the sums of each hour are kept
     */
    record Form(@Nullable String records, @Nullable String hours) {

        static Form of(Retention.Kept kept) {
            return new Form(
                    Long.toString(kept.records().toDays()),
                    Long.toString(kept.hours().toDays()));
        }

        static OptionalInt days(@Nullable String typed) {
            String text = typed == null ? "" : typed.strip();
            return text.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
        }
    }

    @GetMapping
    String show(ModelMap page) {
        return page(Form.of(retention.kept()), Map.of(), page);
    }

    private String page(Form typed, Map<String, Integer> problems, ModelMap page) {
        page.addAttribute("typed", typed);
        page.addAttribute("problems", problems);
        page.addAttribute("most", Retention.MOST);
        page.addAttribute("chosen", retention.isChosen());
        page.addAttribute("configured", Form.of(retention.ofProperties()));
        return "system/retention";
    }

    @PostMapping
    String save(
            @ModelAttribute Form typed,
            @AuthenticationPrincipal SignedIn who,
            ModelMap page,
            RedirectAttributes flash) {
        Map<String, Integer> problems = problems(typed);
        if (!problems.isEmpty()) {
            return page(typed, problems, page);
        }
        retention.choose(new Retention.Kept(duration(typed.records()), duration(typed.hours())), who.name());
        flash.addFlashAttribute("messageKey", "retention.saved");
        return SYSTEM;
    }

    /** The least that a field may say, where it says less, more than anything may be, or nothing that can be read. */
    private Map<String, Integer> problems(Form typed) {
        Map<String, Integer> problems = new LinkedHashMap<>();
        check("records", typed.records(), retention.leastRecords(clock.instant()), problems);
        check("hours", typed.hours(), Retention.LEAST_HOURS, problems);
        return problems;
    }

    private static void check(String field, @Nullable String typed, int least, Map<String, Integer> problems) {
        int days = Form.days(typed).orElse(-1);
        if (days < least || days > Retention.MOST) {
            problems.put(field, least);
        }
    }

    private static Duration duration(@Nullable String typed) {
        return Duration.ofDays(Form.days(typed).orElseThrow());
    }

    @PostMapping("/forget")
    String forget(@AuthenticationPrincipal SignedIn who, RedirectAttributes flash) {
        retention.forget(who.name());
        flash.addFlashAttribute("messageKey", "retention.forgotten");
        return SYSTEM;
    }
}
