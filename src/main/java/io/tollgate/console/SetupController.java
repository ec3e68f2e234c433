package io.tollgate.console;

import io.tollgate.catalog.LiveCatalog;
import io.tollgate.console.FirstSetup.Progress;
import io.tollgate.provider.BaseUrl;
import io.tollgate.provider.Provider;
import io.tollgate.vault.Secret;
import io.tollgate.vault.Vault;
import io.tollgate.vault.VaultState;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Leads from an empty installation to the first call: provider, model, key. */
@Controller
@RequestMapping("/setup")
class SetupController {

    private static final String VIEW = "setup/setup";
    private static final String NEXT = "redirect:/setup";
    private static final String TAKEN = "setup.taken";

    private final FirstSetup setup;
    private final LiveCatalog catalog;
    private final Vault vault;

    SetupController(FirstSetup setup, LiveCatalog catalog, Vault vault) {
        this.setup = setup;
        this.catalog = catalog;
        this.vault = vault;
    }

    @GetMapping
    String show(Model page) {
        Progress progress = setup.progress();
        switch (progress.step()) {
            case 1 -> page.addAttribute("form", new ProviderForm("openai", "https://api.openai.com/v1", ""));
            case 2 -> page.addAttribute("form", new ModelForm("", ""));
            case 3 -> page.addAttribute("form", new KeyForm("default", "first"));
            default -> {}
        }
        return page(progress, page);
    }

    @PostMapping("/provider")
    String addProvider(@Valid @ModelAttribute("form") ProviderForm form, BindingResult errors, Model page) {
        if (setup.isProviderTaken(form.name())) {
            errors.rejectValue("name", TAKEN);
        }
        try {
            BaseUrl baseUrl = BaseUrl.parse(form.baseUrl());
            if (!errors.hasErrors()) {
                setup.addProvider(
                        form.name().strip(), baseUrl, Secret.of(form.secret().strip()));
                catalog.publish();
                return NEXT;
            }
        } catch (IllegalArgumentException wrong) {
            errors.rejectValue(
                    "baseUrl", "setup.baseUrl.wrong", new Object[] {String.valueOf(wrong.getMessage())}, null);
        }
        return page(setup.progress(), page);
    }

    @PostMapping("/model")
    String addModel(@Valid @ModelAttribute("form") ModelForm form, BindingResult errors, Model page) {
        Progress progress = setup.progress();
        Provider provider = progress.provider();
        if (provider == null) {
            return NEXT;
        }
        if (setup.isModelTaken(form.asked())) {
            errors.rejectValue("name", TAKEN);
        }
        if (errors.hasErrors()) {
            return page(progress, page);
        }
        setup.addModel(form.asked(), provider.getId(), form.providerModel().strip());
        catalog.publish();
        return NEXT;
    }

    /** Shows the key in the answer itself: it is kept nowhere, not even in the session. */
    @PostMapping("/key")
    String addKey(
            @Valid @ModelAttribute("form") KeyForm form, BindingResult errors, Model page, HttpServletRequest request) {
        if (setup.isKeyTaken(form.key().strip())) {
            errors.rejectValue("key", TAKEN);
        }
        if (!errors.hasErrors()) {
            String key = setup.addKey(form.team().strip(), form.key().strip()).reveal();
            catalog.publish();
            page.addAttribute("newKey", key);
            page.addAttribute("curl", Snippet.curl(BaseAddress.api(request), model(setup.progress()), key));
        }
        return page(setup.progress(), page);
    }

    private String page(Progress progress, Model page) {
        page.addAttribute("progress", progress);
        page.addAttribute("sealed", vault.state() instanceof VaultState.Sealed);
        return VIEW;
    }

    private static String model(Progress progress) {
        return progress.model() == null ? "gpt-4o-mini" : progress.model().getName();
    }

    /** The first provider and its credential. */
    record ProviderForm(
            @NotBlank @Size(max = 100) String name,
            @NotBlank @Size(max = 500) String baseUrl,
            @NotBlank @Size(max = 4000) String secret) {

        @Override
        public String toString() {
            return "ProviderForm[" + name + ", " + baseUrl + ", ***]";
        }
    }

    /** The first model: what the provider calls it, and what clients do where that differs. */
    record ModelForm(
            @NotBlank @Size(max = 200) String providerModel,
            @Size(max = 200) String name) {

        String asked() {
            return name.isBlank() ? providerModel.strip() : name.strip();
        }
    }

    /** The first key and who pays for it. */
    record KeyForm(
            @NotBlank @Size(max = 100) String team,
            @NotBlank @Size(max = 100) String key) {}
}
