package io.tollgate.catalog;

import io.tollgate.access.Caller;
import io.tollgate.access.EarlierSecret;
import io.tollgate.access.KeyRing;
import io.tollgate.access.KeyRing.Held;
import io.tollgate.access.PlaygroundKeys;
import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.limit.LimitBook;
import io.tollgate.limit.Quota;
import io.tollgate.provider.AddressRange;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.provider.Target;
import io.tollgate.provider.Targets;
import io.tollgate.provider.Transport;
import io.tollgate.provider.Transports;
import io.tollgate.routing.HealthBook;
import io.tollgate.storage.Row;
import io.tollgate.vault.Vault;
import io.tollgate.vault.VaultException;
import io.tollgate.vault.VaultState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Builds the catalog from the database: rows that are neither retired nor disabled, credentials decrypted. */
@Component
class CatalogReader {

    private static final Logger log = LoggerFactory.getLogger(CatalogReader.class);

    private final Teams teams;
    private final VirtualKeys keys;
    private final PlaygroundKeys playground;
    private final Providers providers;
    private final Credentials credentials;
    private final RoutingReader routing;
    private final Vault vault;
    private final Targets readied;
    private final Transports transports;

    CatalogReader(
            Teams teams,
            VirtualKeys keys,
            PlaygroundKeys playground,
            Providers providers,
            Credentials credentials,
            RoutingReader routing,
            Vault vault,
            Targets readied,
            Transports transports) {
        this.teams = teams;
        this.keys = keys;
        this.playground = playground;
        this.providers = providers;
        this.credentials = credentials;
        this.routing = routing;
        this.vault = vault;
        this.readied = readied;
        this.transports = transports;
    }

    @Transactional(readOnly = true)
    public Catalog read(LimitBook.Draft limits, HealthBook.Draft healths) {
        return new Catalog(keyRing(limits), routing.read(targets(), limits, healths));
    }

    private KeyRing keyRing(LimitBook.Draft limits) {
        Map<UUID, Team> byId = inUse(teams.findByRetiredAtIsNullOrderByName());
        Map<UUID, Quota> quotas = new HashMap<>();
        byId.forEach((id, team) -> quotas.put(id, Quotas.of(team, limits)));
        return new KeyRing(held(byId, quotas, limits), playground, quotas);
    }

    private List<Held> held(Map<UUID, Team> byId, Map<UUID, Quota> quotas, LimitBook.Draft limits) {
        List<Held> held = new ArrayList<>();
        for (VirtualKey key : keys.findByRetiredAtIsNullOrderByName()) {
            Team team = byId.get(key.getTeamId());
            if (team == null || key.isDisabled() || key.getRevokedAt() != null) {
                continue;
            }
            Quota quota = Quotas.of(key, limits).and(quotas.getOrDefault(team.getId(), Quota.NONE));
            held.add(new Held(key.getHash(), caller(key, team, key.getExpiresAt(), quota)));
            for (EarlierSecret secret : key.getEarlier()) {
                held.add(new Held(secret.hash(), caller(key, team, end(secret, key), quota)));
            }
        }
        return held;
    }

    private static Instant end(EarlierSecret secret, VirtualKey key) {
        Instant end = key.getExpiresAt();
        return end == null || secret.until().isBefore(end) ? secret.until() : end;
    }

    private static Caller caller(VirtualKey key, Team team, @Nullable Instant until, Quota quota) {
        return new Caller(
                key.getId(),
                key.getName(),
                team.getId(),
                team.getName(),
                Set.copyOf(key.getModels()),
                key.isMetrics(),
                key.isMayChoose(),
                team.getStreamMode(),
                until,
                quota,
                key.getAddresses().stream().map(AddressRange::parse).toList());
    }

    private Map<UUID, List<Target>> targets() {
        if (vault.state() instanceof VaultState.Sealed) {
            return Map.of();
        }
        Map<UUID, Provider> byId = inUse(providers.findByRetiredAtIsNullOrderByName());
        Map<UUID, Transport> made = new HashMap<>();
        byId.forEach((id, provider) -> make(provider).ifPresent(transport -> made.put(id, transport)));
        transports.retain(new HashSet<>(made.values()));
        return credentials.findByRetiredAtIsNullOrderByName().stream()
                .filter(credential -> !credential.isDisabled() && byId.containsKey(credential.getProviderId()))
                .map(credential -> target(credential, byId, made))
                .filter(target -> target != null)
                .collect(Collectors.groupingBy(Target::providerId));
    }

    /** One provider that cannot be reached as it is stored keeps no change to others from taking effect. */
    private Optional<Transport> make(Provider provider) {
        try {
            return Optional.of(transports.of(provider));
        } catch (IllegalArgumentException e) {
            log.error("Provider {} cannot be used, correct its settings: {}", provider.getName(), e.getMessage());
            return Optional.empty();
        }
    }

    private @Nullable Target target(Credential credential, Map<UUID, Provider> byId, Map<UUID, Transport> made) {
        Provider provider = byId.get(credential.getProviderId());
        Transport transport = made.get(credential.getProviderId());
        if (provider == null || transport == null) {
            return null;
        }
        try {
            return readied.of(provider, credential, transport);
        } catch (VaultException e) {
            log.error(
                    "Credential {} of provider {} cannot be used, type it again: {}",
                    credential.getName(),
                    provider.getName(),
                    e.getMessage());
            return null;
        }
    }

    private static <R extends Row> Map<UUID, R> inUse(List<R> rows) {
        return rows.stream()
                .filter(row -> !row.isDisabled())
                .collect(Collectors.toMap(Row::getId, Function.identity()));
    }
}
