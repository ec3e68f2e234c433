package io.tollgate.console;

import static java.util.Objects.requireNonNullElse;

import io.tollgate.catalog.LiveCatalog;
import io.tollgate.chat.GatewayError;
import io.tollgate.console.FirstSetup.Progress;
import io.tollgate.provider.Preset.KnownModel;
import io.tollgate.provider.Provider;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderProbe;
import io.tollgate.vault.Secret;
import io.tollgate.vault.Vault;
import io.tollgate.vault.VaultState;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Leads from an empty installation to the first call: provider, model, key. A form of another step than the one that is
 * due, from a page that was opened before, leads to that.
 */
@Controller
@RequestMapping("/setup")
class SetupController {

    private static final Logger log = LoggerFactory.getLogger(SetupController.class);
    private static final String VIEW = "setup/setup";
    private static final String NEXT = "redirect:/setup";
    private static final String TAKEN = "setup.taken";

    private final FirstSetup setup;
    private final LiveCatalog catalog;
    private final Vault vault;
    private final ProviderProbe probe;
    private final ProviderTest test;
    private final ProviderKinds kinds;
    private final ProviderChecks checks;

    SetupController(
            FirstSetup setup,
            LiveCatalog catalog,
            Vault vault,
            ProviderProbe probe,
            ProviderTest test,
            ProviderKinds kinds,
            ProviderChecks checks) {
        this.setup = setup;
        this.catalog = catalog;
        this.vault = vault;
        this.probe = probe;
        this.test = test;
        this.kinds = kinds;
        this.checks = checks;
    }

    @GetMapping
    String show(@RequestParam(defaultValue = ProviderKind.USUAL) String preset, Model page) {
        Progress progress = setup.progress();
        switch (progress.step()) {
            case 1 -> {
                if (!page.containsAttribute("form")) {
                    page.addAttribute("form", ProviderForm.blank(kinds.chosen(preset)));
                }
            }
            case 2 -> page.addAttribute("form", new ModelForm("", ""));
            case 3 -> page.addAttribute("form", new KeyForm("default", "first"));
            default -> {}
        }
        return page(progress, page);
    }

    @PostMapping("/provider")
    String addProvider(
            @Valid @ModelAttribute("form") ProviderForm form,
            BindingResult errors,
            @RequestParam(defaultValue = "false") boolean anyway,
            Model page,
            RedirectAttributes flash) {
        Progress progress = setup.progress();
        if (progress.step() != 1) {
            return NEXT;
        }
        Reach reach = checks.reach(form.preset(), form.options(), form.baseUrl(), errors)
                .orElse(null);
        if (setup.isProviderTaken(form.name().strip())) {
            errors.rejectValue("name", TAKEN);
        }
        if (reach == null || errors.hasErrors()) {
            return page(progress, page);
        }
        UUID id = setup.addProvider(
                form.name().strip(), reach, Secret.of(form.secret().strip()));
        try {
            flash.addFlashAttribute("messageKey", "setup.provider.works");
            flash.addFlashAttribute(
                    "messageArgs", new Object[] {probe.models(id).size()});
        } catch (ProviderException e) {
            if (!anyway) {
                setup.dropProvider(id);
                return failed(e.failure().error(), page);
            }
            flash.addFlashAttribute("messageKey", "setup.provider.added");
        }
        catalog.publish();
        return NEXT;
    }

    /** Takes the provider back as long as nothing is served by it, and shows what was typed again. */
    @PostMapping("/back")
    String back(RedirectAttributes flash) {
        Progress progress = setup.progress();
        Provider provider = progress.provider();
        if (provider != null && progress.step() == 2 && !provider.isDeclared()) {
            setup.dropProvider(provider.getId());
            catalog.publish();
            flash.addFlashAttribute("form", ProviderForm.again(provider));
        }
        return NEXT;
    }

    /** The names of the upstream's models, as options to choose from; none when it does not tell. */
    @GetMapping("/models")
    String upstreamModels(Model page) {
        Provider provider = setup.progress().provider();
        List<String> names = List.of();
        try {
            names = provider == null ? names : probe.models(provider.getId());
        } catch (ProviderException e) {
            log.info(
                    "Provider {} does not list its models: {}",
                    provider.getName(),
                    e.failure().error().message());
        }
        List<KnownModel> known = provider == null ? List.of() : kinds.known(provider);
        page.addAttribute(
                "names", names.isEmpty() ? known.stream().map(KnownModel::name).toList() : names);
        page.addAttribute(
                "labels", known.stream().collect(Collectors.toMap(KnownModel::name, KnownModel::displayName)));
        return "setup/models";
    }

    @PostMapping("/model")
    String addModel(
            @Valid @ModelAttribute("form") ModelForm form,
            BindingResult errors,
            @RequestParam(defaultValue = "false") boolean anyway,
            Model page,
            RedirectAttributes flash) {
        Progress progress = setup.progress();
        Provider provider = progress.provider();
        if (provider == null || progress.step() != 2) {
            return NEXT;
        }
        String problem = setup.problemOfModel(form.asked());
        if (problem != null) {
            errors.rejectValue("name", problem);
        }
        if (errors.hasErrors()) {
            return page(progress, page);
        }
        if (!anyway) {
            ProviderTest.Result result =
                    test.run(provider.getId(), form.providerModel().strip());
            if (result.error() != null) {
                return failed(result.error(), page);
            }
            flash.addFlashAttribute("messageKey", "setup.model.works");
            flash.addFlashAttribute(
                    "messageArgs",
                    new Object[] {result.report().text(), result.report().micros() / 1000});
        }
        setup.addModel(form.asked(), provider.getId(), form.providerModel().strip());
        catalog.publish();
        return NEXT;
    }

    /** Shows the key in the answer itself: it is kept nowhere, not even in the session. */
    @PostMapping("/key")
    String addKey(
            @Valid @ModelAttribute("form") KeyForm form, BindingResult errors, Model page, HttpServletRequest request) {
        if (setup.progress().step() != 3) {
            return NEXT;
        }
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

    /** Shows the step again with what the provider said, and lets the person go on all the same. */
    private String failed(GatewayError failure, Model page) {
        page.addAttribute("failure", failure);
        return page(setup.progress(), page);
    }

    private String page(Progress progress, Model page) {
        page.addAttribute("progress", progress);
        if (progress.provider() != null) {
            page.addAttribute("icon", kinds.icon(progress.provider()));
        }
        page.addAttribute("kinds", kinds.all());
        page.addAttribute("sealed", vault.state() instanceof VaultState.Sealed);
        return VIEW;
    }

    private static String model(Progress progress) {
        return progress.model() == null ? "gpt-4o-mini" : progress.model().getName();
    }

    /** The first provider and its credential. */
    record ProviderForm(
            @NotBlank(message = "{pages.required}")
            @Size(max = 100)
            @Pattern(regexp = io.tollgate.console.ModelForm.NAME, message = "{pages.nameInvalid}")
            String name,

            String preset,

            @NotBlank(message = "{pages.required}") @Size(max = 500)
            String baseUrl,

            Map<String, String> options,

            @NotBlank(message = "{pages.required}")
            @Size(max = 4_000)
            @Pattern(regexp = CredentialForm.SECRET, message = "{providers.secret.invalid}")
            String secret) {

        /** What was not sent is empty. */
        ProviderForm {
            name = requireNonNullElse(name, "");
            preset = requireNonNullElse(preset, ProviderKind.USUAL);
            baseUrl = requireNonNullElse(baseUrl, "");
            options = requireNonNullElse(options, Map.of());
            secret = requireNonNullElse(secret, "");
        }

        static ProviderForm blank(ProviderKind kind) {
            return new ProviderForm(kind.id(), kind.id(), kind.baseUrl(), Map.of(), "");
        }

        /** What was typed for a provider, without its credential. */
        static ProviderForm again(Provider provider) {
            return new ProviderForm(
                    provider.getName(),
                    provider.getPreset(),
                    provider.getBaseUrl().toString(),
                    provider.getOptions(),
                    "");
        }

        @Override
        public String toString() {
            return "ProviderForm[" + name + ", " + baseUrl + ", ***]";
        }
    }

    /** The first model: what the provider calls it, and what clients do where that differs. */
    record ModelForm(
            @NotBlank
            @Size(max = 200)
            @Pattern(regexp = io.tollgate.console.ModelForm.NAME, message = "{pages.nameInvalid}")
            String providerModel,

            @Size(max = 200) @Pattern(regexp = io.tollgate.console.ModelForm.NAME, message = "{pages.nameInvalid}")
            String name) {

        /** What was not sent is empty. */
        ModelForm {
            providerModel = requireNonNullElse(providerModel, "");
            name = requireNonNullElse(name, "");
        }

        String asked() {
            return name.isBlank() ? providerModel.strip() : name.strip();
        }
    }

    /** The first key and who pays for it. */
    record KeyForm(
            @NotBlank(message = "{pages.required}")
            @Size(max = 100)
            @Pattern(regexp = io.tollgate.console.ModelForm.NAME, message = "{pages.nameInvalid}")
            String team,

            @NotBlank(message = "{pages.required}")
            @Size(max = 100)
            @Pattern(regexp = io.tollgate.console.ModelForm.NAME, message = "{pages.nameInvalid}")
            String key) {

        /** What was not sent is empty. */
        KeyForm {
            team = requireNonNullElse(team, "");
            key = requireNonNullElse(key, "");
        }
    }
}
