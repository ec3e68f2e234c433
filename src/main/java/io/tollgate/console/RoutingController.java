package io.tollgate.console;

import io.tollgate.routing.ModelNames;
import io.tollgate.routing.Models;
import io.tollgate.routing.Redirects;
import io.tollgate.routing.RoutingDefault;
import io.tollgate.routing.RoutingDefaults;
import io.tollgate.routing.Strategy;
import jakarta.validation.Valid;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Other names for models, and how candidates are chosen where a model does not say it. */
@Controller
@RequestMapping("/models/routing")
class RoutingController {

    private static final String PAGE = "redirect:/models/routing";

    private final Models models;
    private final Redirects redirects;
    private final RoutingDefaults defaults;
    private final ModelNameCheck names;
    private final RoutingChanges changes;

    RoutingController(
            Models models,
            Redirects redirects,
            RoutingDefaults defaults,
            ModelNameCheck names,
            RoutingChanges changes) {
        this.models = models;
        this.redirects = redirects;
        this.defaults = defaults;
        this.names = names;
        this.changes = changes;
    }

    @GetMapping
    String show(ModelMap page) {
        if (!page.containsAttribute("form")) {
            page.addAttribute("form", RedirectForm.EMPTY);
        }
        page.addAttribute("redirects", redirects.findByRetiredAtIsNullOrderByName());
        page.addAttribute("names", names.known());
        page.addAttribute("models", models.findByRetiredAtIsNullOrderByName());
        page.addAttribute("strategies", Strategy.values());
        page.addAttribute("choosing", defaults.inForce());
        page.addAttribute(
                "declared",
                defaults.findByLiveName(RoutingDefault.NAME)
                        .filter(RoutingDefault::isDeclared)
                        .isPresent());
        return "models/routing";
    }

    @PostMapping("/default")
    String choose(@RequestParam String strategy, @RequestParam @Nullable String affinity, RedirectAttributes flash) {
        changes.choose(Strategy.find(strategy).orElse(Strategy.USUAL), "true".equals(affinity));
        flash.addFlashAttribute("messageKey", "pages.saved");
        return PAGE;
    }

    @PostMapping("/redirects")
    String add(
            @Valid @ModelAttribute("form") RedirectForm form,
            BindingResult problems,
            ModelMap page,
            RedirectAttributes flash) {
        check(form, problems);
        if (problems.hasErrors()) {
            return show(page);
        }
        changes.add(form);
        flash.addFlashAttribute("messageKey", "routing.redirect.added");
        return PAGE;
    }

    private void check(RedirectForm form, BindingResult problems) {
        if (problems.hasErrors()) {
            return;
        }
        ModelNames known = names.known();
        if (redirects.findByLiveName(form.name().strip()).isPresent()) {
            problems.rejectValue("name", "pages.nameTaken");
        } else if (known.has(form.name().strip())) {
            problems.rejectValue("name", "routing.redirect.name.model");
        }
        if (!known.serve(form.target().strip())) {
            problems.rejectValue("target", "routing.redirect.target.missing");
        }
    }

    @PostMapping("/redirects/{id}/disable")
    String disable(@PathVariable UUID id) {
        changes.setDisabled(id, true);
        return PAGE;
    }

    @PostMapping("/redirects/{id}/enable")
    String enable(@PathVariable UUID id) {
        changes.setDisabled(id, false);
        return PAGE;
    }

    @PostMapping("/redirects/{id}/retire")
    String retire(@PathVariable UUID id, RedirectAttributes flash) {
        changes.retire(id);
        flash.addFlashAttribute("messageKey", "routing.redirect.retired");
        return PAGE;
    }
}
