package io.tollgate.console;

import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.provider.Tags;
import io.tollgate.routing.Deployments;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import io.tollgate.vault.Secret;
import io.tollgate.vault.Vault;
import io.tollgate.vault.VaultException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes providers and their credentials. */
@Component
class ProviderChanges {

    private static final Logger log = LoggerFactory.getLogger(ProviderChanges.class);

    private static final String FIRST = "default";

    private final Changes changes;
    private final Providers providers;
    private final Credentials credentials;
    private final Deployments deployments;
    private final Vault vault;
    private final Ids ids;
    private final InstantSource clock;

    ProviderChanges(
            Changes changes,
            Providers providers,
            Credentials credentials,
            Deployments deployments,
            Vault vault,
            Ids ids,
            InstantSource clock) {
        this.changes = changes;
        this.providers = providers;
        this.credentials = credentials;
        this.deployments = deployments;
        this.vault = vault;
        this.ids = ids;
        this.clock = clock;
    }

    UUID create(ProviderForm form, Reach reach) {
        UUID id = ids.next();
        changes.make(() -> {
            Provider provider = reach.provider(id, form.plainName(), clock.instant());
            provider.setNetwork(form.network());
            provider.setTags(Tags.parse(form.tags()));
            provider.setCheck(form.looking());
            providers.save(provider);
            String secret = form.plainSecret();
            if (secret != null) {
                addCredential(provider, form.credentialName(FIRST), Secret.of(secret));
            }
        });
        return id;
    }

    /**
     * Changes a provider. One that moves to another host takes no old credential along: each was typed for its host.
     */
    void update(UUID id, ProviderForm form, Reach reach) {
        changes.make(() -> {
            Provider provider = Changes.changeable(providers.findById(id));
            String secret = form.plainSecret();
            boolean moves =
                    !reach.baseUrl().origin().equals(provider.getBaseUrl().origin());
            if (moves && secret == null) {
                throw new ChangeRefusedException("providers.secret.moved");
            }
            provider.rename(form.plainName());
            provider.setNetwork(form.network());
            provider.setTags(Tags.parse(form.tags()));
            provider.setCheck(form.looking());
            reach.applyTo(provider);
            providers.save(provider);
            if (moves && secret != null) {
                List<Credential> old = credentials.findByProviderIdAndRetiredAtIsNullOrderByName(id);
                retire(old);
                String name = old.isEmpty() ? FIRST : old.getFirst().getName();
                addCredential(provider, form.credentialName(name), Secret.of(secret));
            }
        });
    }

    private void retire(List<Credential> old) {
        Instant now = clock.instant();
        old.forEach(credential -> credential.retire(now));
        credentials.saveAllAndFlush(old);
    }

    void addCredential(UUID providerId, String name, Secret secret) {
        changes.make(() -> addCredential(Changes.changeable(providers.findById(providerId)), name, secret));
    }

    private void addCredential(Provider provider, String name, Secret secret) {
        credentials.save(credential(provider, name, secret));
    }

    private Credential credential(Provider provider, String name, Secret secret) {
        return new Credential(
                ids.next(),
                provider.getId(),
                name.strip(),
                vault.encrypt(provider.getId(), provider.getBaseUrl().origin(), secret),
                Credential.hint(secret),
                Source.CONSOLE,
                clock.instant());
    }

    /** Adds what can be added of many keys; the rest is told. */
    CredentialImport importCredentials(UUID providerId, String pasted) {
        AtomicReference<CredentialImport> read = new AtomicReference<>();
        changes.make(() -> {
            Provider provider = Changes.changeable(providers.findById(providerId));
            List<Credential> rows = credentials.findByProviderIdAndRetiredAtIsNullOrderByName(providerId);
            Set<String> names = rows.stream().map(Credential::getName).collect(Collectors.toSet());
            CredentialImport found = CredentialImport.read(pasted, names, stored(provider, rows));
            credentials.saveAll(found.sound().stream()
                    .map(key -> credential(provider, key.name(), key.secret()))
                    .toList());
            read.set(found);
        });
        return Objects.requireNonNull(read.get());
    }

    private Set<Secret> stored(Provider provider, List<Credential> rows) {
        Set<Secret> stored = new HashSet<>();
        for (Credential row : rows) {
            try {
                stored.add(vault.decrypt(provider.getId(), provider.getBaseUrl().origin(), row.getCiphertext()));
            } catch (VaultException e) {
                log.warn("Credential {} of provider {} cannot be read", row.getName(), provider.getName(), e);
            }
        }
        return stored;
    }

    void setDisabled(UUID id, boolean disabled) {
        changes.make(() -> {
            Provider provider = Changes.inUse(providers.findById(id));
            provider.setDisabled(disabled);
            providers.save(provider);
        });
    }

    /** Ends a provider, its credentials, and the deployments on it. */
    void retire(UUID id) {
        changes.make(() -> {
            Instant now = clock.instant();
            Provider provider = Changes.changeable(providers.findById(id));
            provider.retire(now);
            providers.save(provider);
            retire(credentials.findByProviderIdAndRetiredAtIsNullOrderByName(id));
            deployments.findByProviderIdAndRetiredAtIsNull(id).forEach(deployment -> {
                deployment.retire(now);
                deployments.save(deployment);
            });
        });
    }

    void setCredentialDisabled(UUID credentialId, boolean disabled) {
        changes.make(() -> {
            Credential credential = Changes.inUse(credentials.findById(credentialId));
            credential.setDisabled(disabled);
            credentials.save(credential);
        });
    }

    void renameCredential(UUID credentialId, String name) {
        changes.make(() -> {
            Credential credential = Changes.changeable(credentials.findById(credentialId));
            credential.rename(name.strip());
            credentials.save(credential);
        });
    }

    void retireCredential(UUID credentialId) {
        changes.make(() -> retire(List.of(Changes.changeable(credentials.findById(credentialId)))));
    }
}
