package io.tollgate.console;

import io.tollgate.limit.BudgetPeriod;
import io.tollgate.limit.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Budgets and limits: looked for and listed with their use, and each changed in its place. */
@Controller
@RequestMapping("/limits")
class LimitsController {

    private final Limitables limitables;
    private final LimitLines lines;
    private final LimitChanges changes;

    LimitsController(Limitables limitables, LimitLines lines, LimitChanges changes) {
        this.limitables = limitables;
        this.lines = lines;
        this.changes = changes;
    }

    @ModelAttribute("periods")
    List<BudgetPeriod> periods() {
        return List.of(BudgetPeriod.values());
    }

    @GetMapping
    String list(@ModelAttribute("limitQuery") LimitQuery wanted, ModelMap page) {
        page.addAttribute("found", wanted.of(limitables.all()));
        page.addAttribute("noProblems", Map.of());
        return "limits/list";
    }

    /** Leads from the choice of something to its limits. */
    @GetMapping(params = "of")
    String choose(@RequestParam String of) {
        int dash = of.indexOf('-');
        UUID id = LogQuery.id(dash < 0 ? null : of.substring(dash + 1));
        return id == null ? "redirect:/limits" : "redirect:/limits/" + word(scope(of.substring(0, dash))) + "/" + id;
    }

    @GetMapping("/{word}/{id}")
    String show(@PathVariable String word, @PathVariable UUID id, ModelMap page) {
        LimitLine line = lines.find(scope(word), id);
        return page(line, line.form(), Map.of(), page);
    }

    @PostMapping("/{word}/{id}")
    String save(
            @PathVariable String word,
            @PathVariable UUID id,
            @ModelAttribute LimitForm form,
            ModelMap page,
            RedirectAttributes flash) {
        LimitLine line = lines.find(scope(word), id);
        Map<String, String> problems = form.problems();
        if (!problems.isEmpty()) {
            return page(line, form, problems, page);
        }
        changes.write(line.scope(), id, form);
        flash.addFlashAttribute("messageKey", "pages.saved");
        return "redirect:/limits/{word}/{id}";
    }

    private static String page(LimitLine line, LimitForm form, Map<String, String> problems, ModelMap page) {
        page.addAttribute("line", line);
        page.addAttribute("typed", form);
        page.addAttribute("problems", problems);
        return "limits/show";
    }

    private static String word(Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }

    private static Scope scope(@Nullable String word) {
        for (Scope scope : Scope.values()) {
            if (word(scope).equals(word)) {
                return scope;
            }
        }
        throw new NoSuchRowException();
    }
}
