package io.tollgate.manifest;

import io.tollgate.manifest.Declaration.DeclaredCredential;
import io.tollgate.manifest.Declaration.DeclaredProvider;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import io.tollgate.vault.Secret;
import io.tollgate.vault.Vault;
import io.tollgate.vault.VaultException;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Declared providers and their credentials as rows. */
@Component
final class ProviderRows {

    private final Providers providers;
    private final Credentials credentials;
    private final Vault vault;
    private final Retirement retirement;
    private final Ids ids;
    private final InstantSource clock;

    ProviderRows(
            Providers providers,
            Credentials credentials,
            Vault vault,
            Retirement retirement,
            Ids ids,
            InstantSource clock) {
        this.providers = providers;
        this.credentials = credentials;
        this.vault = vault;
        this.retirement = retirement;
        this.ids = ids;
        this.clock = clock;
    }

    /** Makes the rows what is declared, and returns how many were retired. */
    int apply(List<DeclaredProvider> declared, Problems problems) {
        LiveRows<Provider> live = LiveRows.named(providers.findByRetiredAtIsNullOrderByName());
        int retired = live.retireAllBut(declared, retirement::retire);
        providers.flush();
        for (DeclaredProvider provider : declared) {
            retired += problems.attempt(() -> {
                        Provider row =
                                live.put(provider, live.declared(provider).orElseGet(() -> add(provider)));
                        update(provider, row);
                        return applyCredentials(provider, row, problems);
                    })
                    .orElse(0);
        }
        return retired;
    }

    private Provider add(DeclaredProvider provider) {
        Provider row = new Provider(
                ids.next(),
                provider.name(),
                provider.preset().dialect(),
                provider.baseUrl(),
                Source.FILE,
                clock.instant());
        row.become(provider.preset(), provider.options());
        return providers.save(row);
    }

    private static void update(DeclaredProvider provider, Provider row) {
        row.become(provider.preset(), provider.options());
        if (!row.getBaseUrl().equals(provider.baseUrl())) {
            row.move(provider.baseUrl());
        }
        row.setNetwork(provider.network());
        row.setLimits(provider.limits());
        row.setTags(provider.tags());
        row.setCheck(provider.check());
    }

    private int applyCredentials(DeclaredProvider provider, Provider row, Problems problems) {
        LiveRows<Credential> live =
                LiveRows.named(credentials.findByProviderIdAndRetiredAtIsNullOrderByName(row.getId()));
        int retired = live.retireAllBut(provider.credentials(), retirement::retire);
        credentials.flush();
        String origin = provider.baseUrl().origin();
        for (DeclaredCredential credential : provider.credentials()) {
            problems.attempt(() -> live.put(
                    credential,
                    live.declared(credential)
                            .map(found -> update(found, origin, credential))
                            .orElseGet(() -> update(add(credential, row, origin), origin, credential))));
        }
        return retired;
    }

    private Credential add(DeclaredCredential credential, Provider provider, String origin) {
        String ciphertext = vault.encrypt(provider.getId(), origin, credential.secret());
        return credentials.save(new Credential(
                ids.next(),
                provider.getId(),
                credential.name(),
                ciphertext,
                Credential.hint(credential.secret()),
                Source.FILE,
                clock.instant()));
    }

    private Credential update(Credential row, String origin, DeclaredCredential declared) {
        Secret secret = declared.secret();
        row.setLimits(declared.limits());
        if (!holds(row, origin, secret)) {
            row.replaceSecret(vault.encrypt(row.getProviderId(), origin, secret), Credential.hint(secret));
        }
        return row;
    }

    private boolean holds(Credential row, String origin, Secret secret) {
        try {
            return vault.decrypt(row.getProviderId(), origin, row.getCiphertext())
                    .equals(secret);
        } catch (VaultException e) {
            return false;
        }
    }
}
