package io.tollgate.console;

import io.tollgate.provider.AddressRules;
import io.tollgate.provider.BaseUrl;
import io.tollgate.provider.Network;
import io.tollgate.provider.Preset;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindingResult;

/** Finds what is wrong with a typed provider, beyond what one field shows by itself. */
@Component
class ProviderChecks {

    private final Providers providers;
    private final ProviderKinds kinds;
    private final AddressRules addresses;

    ProviderChecks(Providers providers, ProviderKinds kinds, AddressRules addresses) {
        this.providers = providers;
        this.kinds = kinds;
        this.addresses = addresses;
    }

    /**
     * Notes the problems of a form.
     *
     * @param own the provider that is edited
     * @return its kind and where it answers, unless something is wrong with that
     */
    Optional<Reach> check(ProviderForm form, @Nullable UUID own, BindingResult problems) {
        if (Changes.isUnreadable(problems)) {
            return Optional.empty();
        }
        if (providers
                .findByLiveName(form.plainName())
                .filter(other -> !other.getId().equals(own))
                .isPresent()) {
            problems.rejectValue("name", "pages.nameTaken");
        }
        String proxy = form.network().proxy();
        if (proxy != null && !Network.isProxy(proxy)) {
            problems.rejectValue("proxy", "providers.proxy.invalid");
        }
        if (form.network().caPem() != null && !isCertificate(form.network().caPem())) {
            problems.rejectValue("caPem", "providers.caPem.invalid");
        }
        return reach(form.preset(), form.options(), form.baseUrl(), problems);
    }

    /** Notes what is wrong with a kind, its options, and a base URL. */
    Optional<Reach> reach(String kind, Map<String, String> typed, String url, BindingResult problems) {
        Optional<ProviderKind> known = kinds.find(kind);
        if (known.isEmpty()) {
            problems.rejectValue("preset", "providers.kind.unknown");
        }
        if (known.isEmpty() || problems.hasFieldErrors("baseUrl")) {
            return Optional.empty();
        }
        Preset preset = known.get().preset();
        Map<String, String> options = options(preset, typed, problems);
        return baseUrl(url, preset, problems).map(good -> new Reach(preset, options, good));
    }

    /** What is set; an empty field leaves what is usual. */
    private static Map<String, String> options(Preset preset, Map<String, String> typed, BindingResult problems) {
        Set<String> known = preset.options().stream().map(Preset.Option::name).collect(Collectors.toSet());
        Map<String, String> options = new LinkedHashMap<>();
        typed.forEach((name, value) -> {
            String plain = ProviderForm.text(value);
            if (plain == null) {
                return;
            }
            if (!known.contains(name) || !Preset.OPTION.matcher(plain).matches()) {
                problems.rejectValue("options", "providers.options.invalid", new Object[] {name}, null);
            }
            options.put(name, plain);
        });
        return options;
    }

    private Optional<BaseUrl> baseUrl(String typed, Preset preset, BindingResult problems) {
        try {
            BaseUrl url = BaseUrl.parse(typed, preset.version());
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
