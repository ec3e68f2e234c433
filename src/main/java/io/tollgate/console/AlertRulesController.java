package io.tollgate.console;

import io.tollgate.alert.AlertChannels;
import io.tollgate.alert.AlertRule;
import io.tollgate.alert.AlertRules;
import io.tollgate.alert.Rule;
import io.tollgate.alert.RuleBook;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is watched, from which threshold on, and who is told. */
@Controller
@RequestMapping("/alerts/rules/{word}")
class AlertRulesController {

    private final AlertRules rows;
    private final RuleBook rules;
    private final AlertChannels channels;
    private final Changes changes;
    private final Ids ids;
    private final InstantSource clock;

    AlertRulesController(
            AlertRules rows, RuleBook rules, AlertChannels channels, Changes changes, Ids ids, InstantSource clock) {
        this.rows = rows;
        this.rules = rules;
        this.channels = channels;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    @GetMapping
    String edit(@PathVariable String word, ModelMap page) {
        Rule rule = rule(word);
        page.addAttribute(
                "form", AlertRuleForm.of(Objects.requireNonNull(rules.terms().get(rule))));
        return form(rule, page);
    }

    private static Rule rule(String word) {
        return Rule.find(word).orElseThrow(NoSuchRowException::new);
    }

    private String form(Rule rule, ModelMap page) {
        page.addAttribute("rule", rule);
        page.addAttribute("channels", channels.findByRetiredAtIsNullOrderByName());
        page.addAttribute(
                "declared",
                rows.findByLiveName(rule.id()).filter(AlertRule::isDeclared).isPresent());
        return "alerts/rule";
    }

    @PostMapping
    String change(
            @PathVariable String word,
            @ModelAttribute("form") AlertRuleForm form,
            BindingResult problems,
            ModelMap page,
            RedirectAttributes flash) {
        Rule rule = rule(word);
        Rule.Numbers numbers = form.numbers(rule, problems);
        Set<UUID> told = form.told(problems);
        if (problems.hasErrors()) {
            return form(rule, page);
        }
        changes.make(() -> {
            AlertRule row = rows.findByLiveName(rule.id())
                    .orElseGet(() -> new AlertRule(ids.next(), rule, Source.CONSOLE, clock.instant()));
            if (row.isDeclared()) {
                throw new ChangeRefusedException("pages.declared");
            }
            row.set(numbers, told);
            row.setDisabled(!form.isOn());
            rows.save(row);
        });
        flash.addFlashAttribute("messageKey", "pages.saved");
        return "redirect:/alerts";
    }
}
