package io.tollgate.console;

import io.tollgate.provider.AddressRules;
import io.tollgate.provider.BaseUrl;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindingResult;

/** Finds what is wrong with a typed provider, beyond what one field shows by itself. */
@Component
class ProviderChecks {

    private final Providers providers;
    private final AddressRules addresses;

    ProviderChecks(Providers providers, AddressRules addresses) {
        this.providers = providers;
        this.addresses = addresses;
    }

    /**
     * Notes the problems of a form.
     *
     * @param own the provider that is edited
     * @return the base URL, unless something is wrong with it
     */
    Optional<BaseUrl> check(ProviderForm form, @Nullable UUID own, BindingResult problems) {
        if (Changes.isUnreadable(problems)) {
            return Optional.empty();
        }
        if (providers
                .findByLiveName(form.plainName())
                .filter(other -> !other.getId().equals(own))
                .isPresent()) {
            problems.rejectValue("name", "pages.nameTaken");
        }
        if (form.network().caPem() != null && !isCertificate(form.network().caPem())) {
            problems.rejectValue("caPem", "providers.caPem.invalid");
        }
        return problems.hasFieldErrors("baseUrl") ? Optional.empty() : baseUrl(form.baseUrl(), problems);
    }

    private Optional<BaseUrl> baseUrl(String typed, BindingResult problems) {
        try {
            BaseUrl url = BaseUrl.parse(typed);
            Optional<AddressRules.Problem> refused = addresses.check(url);
            refused.ifPresent(problem -> problems.rejectValue("baseUrl", "providers.address." + problem));
            return refused.isPresent() ? Optional.empty() : Optional.of(url);
        } catch (BaseUrl.FlawedException e) {
            problems.rejectValue("baseUrl", "baseUrl." + e.flaw());
            return Optional.empty();
        }
    }

    /**
     * Notes when a move to another host lacks the credential to take along, or a credential comes without a move.
     *
     * @return whether the provider moves to another host
     */
    boolean checkMove(Provider provider, BaseUrl url, ProviderForm form, BindingResult problems) {
        boolean moves = !url.origin().equals(provider.getBaseUrl().origin());
        boolean typed = form.plainSecret() != null;
        if (moves && !typed && !problems.hasFieldErrors("secret")) {
            problems.rejectValue("secret", "providers.secret.moved");
        } else if (!moves && typed) {
            problems.rejectValue("secret", "providers.secret.notMoved");
        }
        return moves;
    }

    private static boolean isCertificate(String pem) {
        try {
            byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .isEmpty();
        } catch (CertificateException e) {
            return false;
        }
    }
}
