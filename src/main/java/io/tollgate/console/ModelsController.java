package io.tollgate.console;

import io.tollgate.routing.Models;
import io.tollgate.routing.Strategy;
import jakarta.validation.Valid;
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

/** The names clients ask for: what they cost and where they are served. */
@Controller
@RequestMapping("/models")
class ModelsController {

    private final Models models;
    private final ModelPages pages;
    private final ModelChanges changes;
    private final ModelNameCheck names;

    ModelsController(Models models, ModelPages pages, ModelChanges changes, ModelNameCheck names) {
        this.models = models;
        this.pages = pages;
        this.changes = changes;
        this.names = names;
    }

    @ModelAttribute("strategies")
    Strategy[] strategies() {
        return Strategy.values();
    }

    @GetMapping
    String list(ModelMap page) {
        page.addAttribute("rows", pages.rows());
        page.addAttribute("hasProvider", !pages.providers().isEmpty());
        return "models/list";
    }

    @GetMapping("/new")
    String blank(ModelMap page) {
        page.addAttribute("form", ModelForm.EMPTY);
        page.addAttribute("providers", pages.providers());
        return "models/new";
    }

    @PostMapping
    String create(
            @Valid @ModelAttribute("form") ModelForm form,
            BindingResult problems,
            ModelMap page,
            RedirectAttributes flash) {
        names.check(form, null, problems);
        if (problems.hasErrors()) {
            page.addAttribute("providers", pages.providers());
            return "models/new";
        }
        UUID id = changes.create(form);
        flash.addFlashAttribute("messageKey", "models.created");
        return "redirect:/models/" + id;
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, ModelMap page) {
        return pages.show(id, page);
    }

    @PostMapping("/{id}")
    String update(
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") ModelForm form,
            BindingResult problems,
            ModelMap page,
            RedirectAttributes flash) {
        Changes.changeable(models.findById(id));
        names.check(form, id, problems);
        if (problems.hasErrors()) {
            return pages.show(id, page);
        }
        changes.update(id, form);
        flash.addFlashAttribute("messageKey", "pages.saved");
        return "redirect:/models/{id}";
    }

    @PostMapping("/{id}/disable")
    String disable(@PathVariable UUID id, RedirectAttributes flash) {
        changes.setDisabled(id, true);
        flash.addFlashAttribute("messageKey", "models.disabled");
        return "redirect:/models/{id}";
    }

    @PostMapping("/{id}/enable")
    String enable(@PathVariable UUID id, RedirectAttributes flash) {
        changes.setDisabled(id, false);
        flash.addFlashAttribute("messageKey", "models.enabled");
        return "redirect:/models/{id}";
    }

    @PostMapping("/{id}/retire")
    String retire(@PathVariable UUID id, RedirectAttributes flash) {
        changes.retire(id);
        flash.addFlashAttribute("messageKey", "models.retired");
        return "redirect:/models";
    }
}
