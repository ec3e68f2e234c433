package io.tollgate.manifest;

import io.tollgate.access.KeyText;
import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Prices;
import io.tollgate.pricing.Rates;
import io.tollgate.pricing.Terms;
import io.tollgate.provider.BaseUrl;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import io.tollgate.vault.KeyHasher;
import io.tollgate.vault.Secret;
import io.tollgate.vault.Vault;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes what demo mode shows, in a database where nobody has made a provider yet. */
@Component
class DemoSeed {

    static final String NAME = "demo";
    static final String MODEL = "demo-model";
    static final BaseUrl BASE_URL = BaseUrl.parse("https://demo.invalid/v1");

    private static final Rates PRICE =
            Rates.ofDollars(new BigDecimal("0.15"), new BigDecimal("0.075"), new BigDecimal("0.60"), null);

    private final Providers providers;
    private final Credentials credentials;
    private final Models models;
    private final Deployments deployments;
    private final Prices prices;
    private final Teams teams;
    private final VirtualKeys keys;
    private final Vault vault;
    private final KeyHasher hasher;
    private final Ids ids;
    private final InstantSource clock;

    DemoSeed(
            Providers providers,
            Credentials credentials,
            Models models,
            Deployments deployments,
            Prices prices,
            Teams teams,
            VirtualKeys keys,
            Vault vault,
            KeyHasher hasher,
            Ids ids,
            InstantSource clock) {
        this.providers = providers;
        this.credentials = credentials;
        this.models = models;
        this.deployments = deployments;
        this.prices = prices;
        this.teams = teams;
        this.keys = keys;
        this.vault = vault;
        this.hasher = hasher;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Makes the demo, or gives the key of an earlier one a new secret.
     *
     * @return the key's secret; empty when the database is in real use
     */
    @Transactional
    Optional<Secret> prepare() {
        if (isUntouched()) {
            return Optional.of(seed());
        }
        return keys.findByLiveName(NAME)
                .filter(key -> key.getSource() == Source.DEMO)
                .map(this::renew);
    }

    private boolean isUntouched() {
        return providers.count() == 0
                && models.findByLiveName(MODEL).isEmpty()
                && teams.findByLiveName(NAME).isEmpty()
                && keys.findByLiveName(NAME).isEmpty();
    }

    private Secret seed() {
        Instant now = clock.instant();
        Provider provider = providers.save(new Provider(ids.next(), NAME, "demo", BASE_URL, Source.DEMO, now));
        String ciphertext = vault.encrypt(provider.getId(), BASE_URL.origin(), KeyText.generate());
        credentials.save(new Credential(ids.next(), provider.getId(), NAME, ciphertext, "", Source.DEMO, now));
        Model model = models.save(new Model(ids.next(), MODEL, Source.DEMO, now));
        prices.set(PriceOwner.model(model.getId()), List.of(Terms.of(PRICE)));
        deployments.save(new Deployment(ids.next(), model.getId(), provider.getId(), MODEL, Source.DEMO, now));
        UUID team = teams.save(new Team(ids.next(), NAME, Source.DEMO, now)).getId();
        Secret secret = KeyText.generate();
        keys.save(new VirtualKey(ids.next(), team, NAME, prefix(secret), hash(secret), Source.DEMO, now));
        return secret;
    }

    private Secret renew(VirtualKey key) {
        Secret secret = KeyText.generate();
        key.replaceSecret(prefix(secret), hash(secret));
        return secret;
    }

    private String hash(Secret secret) {
        return HexFormat.of().formatHex(hasher.hash(secret.reveal()));
    }

    private static String prefix(Secret secret) {
        return KeyText.prefix(secret.reveal());
    }
}
