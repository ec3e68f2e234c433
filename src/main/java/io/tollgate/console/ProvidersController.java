package io.tollgate.console;

import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Validations;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Optional;
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

/** The providers: listed, made, changed, switched off and ended. */
@Controller
@RequestMapping("/providers")
class ProvidersController {

    private static final String EDIT = "providers/edit";

    private final Providers providers;
    private final ProviderKinds kinds;
    private final ProviderPages pages;
    private final ProviderChecks checks;
    private final ProviderChanges changes;
    private final Validations validations;

    ProvidersController(
            Providers providers,
            ProviderKinds kinds,
            ProviderPages pages,
            ProviderChecks checks,
            ProviderChanges changes,
            Validations validations) {
        this.validations = validations;
        this.providers = providers;
        this.kinds = kinds;
        this.pages = pages;
        this.checks = checks;
        this.changes = changes;
    }

    @ModelAttribute("kinds")
    List<ProviderKind> kinds() {
        return kinds.all();
    }

    @GetMapping
    String list(ModelMap page) {
        page.addAttribute("rows", pages.rows());
        page.addAttribute("states", CredentialState.values());
        return "providers/list";
    }

    @GetMapping("/new")
    String blank(@RequestParam(defaultValue = ProviderKind.USUAL) String preset, ModelMap page) {
        page.addAttribute("form", ProviderForm.blank(kinds.chosen(preset)));
        return EDIT;
    }

    @PostMapping
    String create(@Valid @ModelAttribute("form") ProviderForm form, BindingResult problems, RedirectAttributes flash) {
        Optional<Reach> reach = checks.check(form, null, problems);
        if (problems.hasErrors() || reach.isEmpty()) {
            return EDIT;
        }
        UUID id = changes.create(form, reach.get());
        flash.addFlashAttribute("messageKey", "providers.created");
        return "redirect:/providers/" + id;
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, @ModelAttribute("credentialQuery") CredentialQuery wanted, ModelMap page) {
        return pages.show(id, page);
    }

    @GetMapping("/{id}/edit")
    String edit(@PathVariable UUID id, @RequestParam(required = false) @Nullable String preset, ModelMap page) {
        Provider provider = editable(id);
        ProviderForm form = ProviderForm.of(provider);
        page.addAttribute("provider", provider);
        page.addAttribute("validation", validations.find(id));
        page.addAttribute("form", preset == null ? form : form.as(kinds.chosen(preset)));
        return EDIT;
    }

    @PostMapping("/{id}")
    String update(
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") ProviderForm form,
            BindingResult problems,
            ModelMap page,
            RedirectAttributes flash) {
        Provider provider = editable(id);
        Optional<Reach> reach = checks.check(form, id, problems);
        boolean moved =
                reach.isPresent() && checks.checkMove(provider, reach.get().baseUrl(), form, problems);
        if (problems.hasErrors() || reach.isEmpty()) {
            page.addAttribute("provider", provider);
            return EDIT;
        }
        changes.update(id, form, reach.get());
        flash.addFlashAttribute("messageKey", moved ? "providers.moved" : "pages.saved");
        return "redirect:/providers/{id}";
    }

    private Provider editable(UUID id) {
        Provider provider = Changes.changeable(providers.findById(id));
        if (provider.getPreset().equals(ProviderKind.DEMO)) {
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
