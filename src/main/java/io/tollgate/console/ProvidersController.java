package io.tollgate.console;

import io.tollgate.provider.BaseUrl;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import jakarta.validation.Valid;
import java.util.Optional;
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

/** The providers: listed, made, changed, switched off and ended. */
@Controller
@RequestMapping("/providers")
class ProvidersController {

    private static final String DEMO = "demo";

    private final Providers providers;
    private final ProviderPages pages;
    private final ProviderChecks checks;
    private final ProviderChanges changes;

    ProvidersController(Providers providers, ProviderPages pages, ProviderChecks checks, ProviderChanges changes) {
        this.providers = providers;
        this.pages = pages;
        this.checks = checks;
        this.changes = changes;
    }

    @GetMapping
    String list(ModelMap page) {
        page.addAttribute("rows", pages.rows());
        return "providers/list";
    }

    @GetMapping("/new")
    String blank(ModelMap page) {
        page.addAttribute("form", ProviderForm.EMPTY);
        return "providers/edit";
    }

    @PostMapping
    String create(@Valid @ModelAttribute("form") ProviderForm form, BindingResult problems, RedirectAttributes flash) {
        Optional<BaseUrl> url = checks.check(form, null, problems);
        if (problems.hasErrors() || url.isEmpty()) {
            return "providers/edit";
        }
        UUID id = changes.create(form, url.get());
        flash.addFlashAttribute("messageKey", "providers.created");
        return "redirect:/providers/" + id;
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, ModelMap page) {
        return pages.show(id, page);
    }

    @GetMapping("/{id}/edit")
    String edit(@PathVariable UUID id, ModelMap page) {
        Provider provider = editable(id);
        page.addAttribute("provider", provider);
        page.addAttribute("form", ProviderForm.of(provider));
        return "providers/edit";
    }

    @PostMapping("/{id}")
    String update(
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") ProviderForm form,
            BindingResult problems,
            ModelMap page,
            RedirectAttributes flash) {
        Provider provider = editable(id);
        Optional<BaseUrl> url = checks.check(form, id, problems);
        boolean moved = url.isPresent() && checks.checkMove(provider, url.get(), form, problems);
        if (problems.hasErrors() || url.isEmpty()) {
            page.addAttribute("provider", provider);
            return "providers/edit";
        }
        changes.update(id, form, url.get());
        flash.addFlashAttribute("messageKey", moved ? "providers.moved" : "pages.saved");
        return "redirect:/providers/{id}";
    }

    private Provider editable(UUID id) {
        Provider provider = Changes.changeable(providers.findById(id));
        if (provider.getPreset().equals(DEMO)) {
            throw new ChangeRefusedException("providers.demo");
        }
        return provider;
    }

    @PostMapping("/{id}/disable")
    String disable(@PathVariable UUID id, RedirectAttributes flash) {
        changes.setDisabled(id, true);
        flash.addFlashAttribute("messageKey", "providers.disabled");
        return "redirect:/providers/{id}";
    }

    @PostMapping("/{id}/enable")
    String enable(@PathVariable UUID id, RedirectAttributes flash) {
        changes.setDisabled(id, false);
        flash.addFlashAttribute("messageKey", "providers.enabled");
        return "redirect:/providers/{id}";
    }

    @PostMapping("/{id}/retire")
    String retire(@PathVariable UUID id, RedirectAttributes flash) {
        changes.retire(id);
        flash.addFlashAttribute("messageKey", "providers.retired");
        return "redirect:/providers";
    }
}
