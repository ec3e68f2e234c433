package io.tollgate.console;

import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Providers;
import io.tollgate.routing.HealthBook;
import io.tollgate.vault.Secret;
import jakarta.validation.Valid;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The credentials of a provider. What is stored is never shown again, but for a hint. */
@Controller
@RequestMapping("/providers/{id}/credentials")
class CredentialsController {

    private static final String PROVIDER = "redirect:/providers/{id}";

    private final Providers providers;
    private final Credentials credentials;
    private final ProviderPages pages;
    private final ProviderChanges changes;
    private final HealthBook book;

    CredentialsController(
            Providers providers,
            Credentials credentials,
            ProviderPages pages,
            ProviderChanges changes,
            HealthBook book) {
        this.book = book;
        this.providers = providers;
        this.credentials = credentials;
        this.pages = pages;
        this.changes = changes;
    }

    @PostMapping
    String add(
            @PathVariable UUID id,
            @Valid @ModelAttribute("credentialForm") CredentialForm form,
            BindingResult problems,
            ModelMap page,
            RedirectAttributes flash) {
        Changes.changeable(providers.findById(id));
        if (credentials.findByProviderIdAndLiveName(id, form.name().strip()).isPresent()) {
            problems.rejectValue("name", "pages.nameTaken");
        }
        if (problems.hasErrors()) {
            return pages.show(id, page);
        }
        changes.addCredential(id, form.name(), Secret.of(form.secret().strip()));
        flash.addFlashAttribute("messageKey", "providers.credential.added");
        return PROVIDER;
    }

    /** Adds many at once: what is wrong with single lines does not keep the others out. */
    @PostMapping("/import")
    String addMany(@PathVariable UUID id, @RequestParam String keys, RedirectAttributes flash) {
        CredentialImport read = changes.importCredentials(id, keys);
        flash.addFlashAttribute(
                read.flaws().isEmpty() ? "messageKey" : "errorKey",
                read.flaws().isEmpty() ? "providers.import.done" : "providers.import.partly");
        flash.addFlashAttribute(
                read.flaws().isEmpty() ? "messageArgs" : "errorArgs",
                new Object[] {read.sound().size(), read.flaws().size()});
        flash.addFlashAttribute("importFlaws", read.flaws());
        return PROVIDER;
    }

    @PostMapping("/{credential}/rename")
    String rename(@PathVariable UUID id, @PathVariable UUID credential, @RequestParam String name) {
        String typed = name.strip();
        if (typed.isEmpty() || typed.length() > 100 || !typed.matches(ModelForm.NAME)) {
            throw new ChangeRefusedException("pages.nameInvalid");
        }
        if (credentials
                .findByProviderIdAndLiveName(id, typed)
                .filter(other -> !other.getId().equals(credential))
                .isPresent()) {
            throw new ChangeRefusedException("pages.nameTaken");
        }
        changes.renameCredential(own(id, credential), typed);
        return PROVIDER;
    }

    @PostMapping("/{credential}/disable")
    String disable(@PathVariable UUID id, @PathVariable UUID credential) {
        changes.setCredentialDisabled(own(id, credential), true);
        return PROVIDER;
    }

    @PostMapping("/{credential}/enable")
    String enable(@PathVariable UUID id, @PathVariable UUID credential) {
        changes.setCredentialDisabled(own(id, credential), false);
        return PROVIDER;
    }

    /** Forgets what is known against it: the next call decides. */
    @PostMapping("/{credential}/restore")
    String restore(@PathVariable UUID id, @PathVariable UUID credential, RedirectAttributes flash) {
        book.restore(own(id, credential));
        flash.addFlashAttribute("messageKey", "providers.credential.restored");
        return PROVIDER;
    }

    @PostMapping("/{credential}/retire")
    String retire(@PathVariable UUID id, @PathVariable UUID credential, RedirectAttributes flash) {
        changes.retireCredential(own(id, credential));
        flash.addFlashAttribute("messageKey", "providers.credential.retired");
        return PROVIDER;
    }

    /** The credential, when it is this provider's. */
    private UUID own(UUID providerId, UUID credentialId) {
        Credential found = Changes.inUse(credentials.findById(credentialId));
        if (!found.getProviderId().equals(providerId)) {
            throw new NoSuchRowException();
        }
        return credentialId;
    }
}
