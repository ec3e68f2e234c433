package io.tollgate.provider;

import io.tollgate.vault.Vault;
import io.tollgate.vault.VaultException;
import org.springframework.stereotype.Component;

/** Makes credentials ready to be called: decrypted, and with the way to their provider. */
@Component
public class Targets {

    private final Vault vault;
    private final Presets presets;

    Targets(Vault vault, Presets presets) {
        this.vault = vault;
        this.presets = presets;
    }

    /**
     * A credential, ready.
     *
     * @throws VaultException when it cannot be decrypted, or was typed for another provider or address
     */
    public Target of(Provider provider, Credential credential, Transport transport) {
        BaseUrl url = provider.getBaseUrl();
        return new Target(
                provider.getId(),
                provider.getName(),
                url,
                presets.profile(provider),
                credential.getId(),
                vault.decrypt(provider.getId(), url.origin(), credential.getCiphertext()),
                transport);
    }
}
