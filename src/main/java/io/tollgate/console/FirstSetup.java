package io.tollgate.console;

import io.tollgate.access.KeyText;
import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Row;
import io.tollgate.storage.Source;
import io.tollgate.vault.KeyHasher;
import io.tollgate.vault.Secret;
import io.tollgate.vault.Vault;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The few rows without which no call gets through: a provider, a model on it, and a key of a team. */
@Component
class FirstSetup {

    private static final String CREDENTIAL = "first";
    private static final int HINT = 4;

    private final Providers providers;
    private final Credentials credentials;
    private final Models models;
    private final Deployments deployments;
    private final Teams teams;
    private final VirtualKeys keys;
    private final ModelNameCheck names;
    private final Vault vault;
    private final KeyHasher hasher;
    private final Ids ids;
    private final InstantSource clock;

    FirstSetup(
            Providers providers,
            Credentials credentials,
            Models models,
            Deployments deployments,
            Teams teams,
            VirtualKeys keys,
            ModelNameCheck names,
            Vault vault,
            KeyHasher hasher,
            Ids ids,
            InstantSource clock) {
        this.providers = providers;
        this.credentials = credentials;
        this.models = models;
        this.deployments = deployments;
        this.teams = teams;
        this.keys = keys;
        this.names = names;
        this.vault = vault;
        this.hasher = hasher;
        this.ids = ids;
        this.clock = clock;
    }

    /** What is there already; the rows of demo mode do not count. */
    record Progress(
            @Nullable Provider provider,
            @Nullable Model model,
            @Nullable VirtualKey key) {

        /** The step to take now, from 1; 4 when all are done. */
        public int step() {
            return provider == null ? 1 : model == null ? 2 : key == null ? 3 : 4;
        }
    }

    @Transactional(readOnly = true)
    public Progress progress() {
        return new Progress(
                first(providers.findByRetiredAtIsNullOrderByName()),
                first(models.findByRetiredAtIsNullOrderByName()),
                first(keys.findByRetiredAtIsNullOrderByName()));
    }

    @Transactional
    public UUID addProvider(String name, Reach reach, Secret secret) {
        Instant now = clock.instant();
        UUID id = ids.next();
        providers.save(reach.provider(id, name, now));
        String ciphertext = vault.encrypt(id, reach.baseUrl().origin(), secret);
        String hint = hint(secret.reveal());
        credentials.save(new Credential(ids.next(), id, CREDENTIAL, ciphertext, hint, Source.CONSOLE, now));
        return id;
    }

    /** Takes a provider back that did not answer. */
    @Transactional
    public void dropProvider(UUID id) {
        Instant now = clock.instant();
        providers.findById(id).orElseThrow().retire(now);
        credentials.findByProviderIdAndRetiredAtIsNullOrderByName(id).forEach(credential -> credential.retire(now));
    }

    @Transactional
    public void addModel(String name, UUID providerId, String providerModel) {
        Instant now = clock.instant();
        UUID id = ids.next();
        models.save(new Model(id, name, Source.CONSOLE, now));
        deployments.save(new Deployment(ids.next(), id, providerId, providerModel, Source.CONSOLE, now));
    }

    /** Adds a key, and its team where that is new; returns the key, which is stored nowhere. */
    @Transactional
    public Secret addKey(String teamName, String keyName) {
        Instant now = clock.instant();
        Team team = teams.findByLiveName(teamName)
                .orElseGet(() -> teams.save(new Team(ids.next(), teamName, Source.CONSOLE, now)));
        Secret key = KeyText.generate();
        String hash = HexFormat.of().formatHex(hasher.hash(key.reveal()));
        keys.save(new VirtualKey(
                ids.next(), team.getId(), keyName, KeyText.prefix(key.reveal()), hash, Source.CONSOLE, now));
        return key;
    }

    boolean isProviderTaken(String name) {
        return providers.findByLiveName(name).isPresent();
    }

    /** What is wrong with the first model's name: the key of a message; absent when nothing is. */
    @Nullable
    String problemOfModel(String name) {
        return name.indexOf('*') >= 0 ? "setup.model.star" : names.problem(name, null);
    }

    boolean isKeyTaken(String name) {
        return keys.findByLiveName(name).isPresent();
    }

    private static String hint(String secret) {
        return secret.length() < 4 * HINT ? "" : secret.substring(secret.length() - HINT);
    }

    private static <R extends Row> @Nullable R first(List<R> rows) {
        return rows.stream()
                .filter(row -> row.getSource() != Source.DEMO)
                .findFirst()
                .orElse(null);
    }
}
