package io.tollgate.console;

import io.tollgate.access.KeyText;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import io.tollgate.vault.KeyHasher;
import io.tollgate.vault.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Writes virtual keys. */
@Component
class KeyChanges {

    private final Changes changes;
    private final VirtualKeys keys;
    private final Teams teams;
    private final KeyHasher hasher;
    private final Ids ids;
    private final InstantSource clock;

    KeyChanges(Changes changes, VirtualKeys keys, Teams teams, KeyHasher hasher, Ids ids, InstantSource clock) {
        this.changes = changes;
        this.keys = keys;
        this.teams = teams;
        this.hasher = hasher;
        this.ids = ids;
        this.clock = clock;
    }

    /** A key that was just made; its text is known only now. */
    record Issued(UUID id, Secret text) {}

    Issued create(KeyForm form, UUID team) {
        Secret text = KeyText.generate();
        UUID id = ids.next();
        changes.make(() -> {
            Changes.inUse(teams.findById(team));
            VirtualKey key = new VirtualKey(
                    id, team, form.name().strip(), prefix(text), hash(text), Source.CONSOLE, clock.instant());
            write(form, key);
            keys.save(key);
        });
        return new Issued(id, text);
    }

    void update(UUID id, KeyForm form, UUID team) {
        change(id, key -> {
            Changes.inUse(teams.findById(team));
            key.rename(form.name().strip());
            key.setTeamId(team);
            write(form, key);
        });
    }

    private void write(KeyForm form, VirtualKey key) {
        key.setModels(form.allowed());
        key.setMetrics(form.mayReadMetrics());
        key.setMayChoose(form.mayChoose());
        key.setExpiresAt(form.expiresAt(clock.instant(), key.getExpiresAt()));
    }

    /** Puts a new text in place of the old one, which works on for the overlap. */
    Issued rotate(UUID id, Duration overlap) {
        Secret text = KeyText.generate();
        Instant now = clock.instant();
        change(id, key -> key.rotate(prefix(text), hash(text), now.plus(overlap), now));
        return new Issued(id, text);
    }

    void revoke(UUID id) {
        change(id, key -> key.revoke(clock.instant()));
    }

    void setDisabled(UUID id, boolean disabled) {
        changes.make(() -> {
            VirtualKey key = Changes.inUse(keys.findById(id));
            key.setDisabled(disabled);
            keys.save(key);
        });
    }

    /** Takes a key that has ended off the list. */
    void retire(UUID id) {
        changes.make(() -> {
            Instant now = clock.instant();
            VirtualKey key = Changes.changeable(keys.findById(id));
            KeyState state = KeyState.of(key, now);
            if (state != KeyState.REVOKED && state != KeyState.EXPIRED) {
                throw new ChangeRefusedException("keys.notEnded");
            }
            key.retire(now);
            keys.save(key);
        });
    }

    private void change(UUID id, Consumer<VirtualKey> change) {
        changes.make(() -> {
            VirtualKey key = Changes.changeable(keys.findById(id));
            if (key.getRevokedAt() != null) {
                throw new ChangeRefusedException("keys.isRevoked");
            }
            change.accept(key);
            keys.save(key);
        });
    }

    private static String prefix(Secret text) {
        return KeyText.prefix(text.reveal());
    }

    private String hash(Secret text) {
        return HexFormat.of().formatHex(hasher.hash(text.reveal()));
    }
}
