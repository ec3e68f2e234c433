package io.tollgate.manifest;

import io.tollgate.access.KeyText;
import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.manifest.Declaration.DeclaredKey;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import io.tollgate.vault.KeyHasher;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Declared virtual keys as rows. */
@Component
final class KeyRows {

    private final VirtualKeys keys;
    private final Teams teams;
    private final KeyHasher hasher;
    private final Retirement retirement;
    private final Ids ids;
    private final InstantSource clock;

    KeyRows(VirtualKeys keys, Teams teams, KeyHasher hasher, Retirement retirement, Ids ids, InstantSource clock) {
        this.keys = keys;
        this.teams = teams;
        this.hasher = hasher;
        this.retirement = retirement;
        this.ids = ids;
        this.clock = clock;
    }

    /** Makes the rows what is declared, and returns how many were retired. The teams are in place already. */
    int apply(List<DeclaredKey> declared, Problems problems) {
        List<VirtualKey> rows = keys.findByRetiredAtIsNullOrderByName();
        LiveRows<VirtualKey> live = LiveRows.named(rows);
        int retired = live.retireAllBut(declared, retirement::retire);
        Map<String, String> owners = new HashMap<>();
        rows.stream().filter(row -> !row.isRetired() && !row.isDeclared()).forEach(row -> own(owners, row));
        freeSecrets(declared, live);
        keys.flush();
        for (DeclaredKey key : declared) {
            problems.attempt(() -> {
                String hash = hash(key);
                refuseTwice(key, owners.putIfAbsent(hash, "line " + key.at().line()));
                UUID team = team(key);
                VirtualKey row = live.declared(key).orElseGet(() -> add(key, team, hash));
                return live.put(key, update(key, row, team, hash));
            });
        }
        return retired;
    }

    private static void own(Map<String, String> owners, VirtualKey row) {
        owners.put(row.getHash(), "a key made in the console");
        row.getEarlier().forEach(secret -> owners.put(secret.hash(), "a key made in the console"));
    }

    private static void refuseTwice(DeclaredKey key, @Nullable String owner) {
        if (owner != null) {
            throw key.at().error("has the secret of another key: " + owner + "; give each key its own");
        }
    }

    /** Frees the secrets that are about to change, since two keys may be swapping theirs. */
    private void freeSecrets(List<DeclaredKey> declared, LiveRows<VirtualKey> live) {
        for (DeclaredKey key : declared) {
            live.find(key.name())
                    .filter(row -> row.isDeclared() && !row.getHash().equals(hash(key)))
                    .ifPresent(row -> row.replaceSecret("", "changing " + row.getId()));
        }
    }

    private String hash(DeclaredKey key) {
        return HexFormat.of().formatHex(hasher.hash(key.secret().reveal()));
    }

    private UUID team(DeclaredKey key) {
        return teams.findByLiveName(key.team())
                .map(Team::getId)
                .orElseThrow(() -> key.at()
                        .error("names a team that does not exist: declare it under teams, or correct the name"));
    }

    private VirtualKey add(DeclaredKey key, UUID team, String hash) {
        return keys.save(new VirtualKey(ids.next(), team, key.name(), prefix(key), hash, Source.FILE, clock.instant()));
    }

    private static VirtualKey update(DeclaredKey key, VirtualKey row, UUID team, String hash) {
        if (!row.getHash().equals(hash)) {
            row.replaceSecret(prefix(key), hash);
        }
        row.setTeamId(team);
        row.setModels(key.models());
        row.setMetrics(key.metrics());
        row.setMayChoose(key.mayChoose());
        row.setExpiresAt(key.expiresAt());
        row.setLimits(key.limits());
        row.setBudget(key.budget());
        row.setAddresses(key.addresses());
        return row;
    }

    private static String prefix(DeclaredKey key) {
        return KeyText.prefix(key.secret().reveal());
    }
}
