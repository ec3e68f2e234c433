package io.tollgate.provider;

import io.tollgate.vault.VaultException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Finds what an administrator's own call to a provider goes out with: its first credential in use. */
@Component
class ProbeTargets {

    private static final ProviderFailure NO_CREDENTIAL = new ProviderFailure.Unreachable(
            "no_credential", "The provider has no credential that can be used: add one, or type it again.");

    private final Providers providers;
    private final Credentials credentials;
    private final Targets targets;
    private final Transports transports;

    ProbeTargets(Providers providers, Credentials credentials, Targets targets, Transports transports) {
        this.providers = providers;
        this.credentials = credentials;
        this.targets = targets;
        this.transports = transports;
    }

    /** @throws ProviderException when there is none */
    Target of(UUID providerId) throws ProviderException {
        Provider provider = providers.findById(providerId).orElseThrow();
        for (Credential credential : credentials.findByProviderIdAndRetiredAtIsNullOrderByName(providerId)) {
            if (!credential.isDisabled()) {
                try {
                    return targets.of(provider, credential, transports.of(provider));
                } catch (VaultException e) {
                    throw new ProviderException(NO_CREDENTIAL, e);
                }
            }
        }
        throw new ProviderException(NO_CREDENTIAL);
    }
}
