package io.tollgate.access;

import io.tollgate.limit.Quota;
import io.tollgate.vault.KeyHasher;
import io.tollgate.vault.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keys for trying models from the console: each lasts for minutes, and is kept in memory only, by its hash. */
@Component
public class PlaygroundKeys {

    /** What stands for all of them in the ledger. */
    public static final UUID ID = new UUID(0, 1);

    private static final String NAME = "playground";
    private static final Duration LIFE = Duration.ofMinutes(15);

    private final Map<KeyRing.Hash, Caller> callers = new ConcurrentHashMap<>();
    private final KeyHasher hasher;
    private final InstantSource clock;

    PlaygroundKeys(KeyHasher hasher, InstantSource clock) {
        this.hasher = hasher;
        this.clock = clock;
    }

    /** A new key, which is shown once. */
    public record Issued(Secret text, Instant until) {}

    /** Makes a key for every model, paid for by a team. */
    public Issued issue(Team team) {
        Instant now = clock.instant();
        Instant until = now.plus(LIFE);
        callers.values().removeIf(caller -> !caller.isValidAt(now));
        Secret text = KeyText.generate();
        Caller caller = new Caller(
                ID,
                NAME,
                team.getId(),
                team.getName(),
                Set.of(Caller.ALL),
                false,
                true,
                team.getStreamMode(),
                until,
                Quota.NONE,
                List.of());
        callers.put(hash(text), caller);
        return new Issued(text, until);
    }

    /** Ends a key. */
    public void revoke(Issued key) {
        callers.remove(hash(key.text()));
    }

    private KeyRing.Hash hash(Secret text) {
        return KeyRing.Hash.of(hasher.hash(text.reveal()));
    }

    @Nullable
    Caller find(KeyRing.Hash hash) {
        return callers.get(hash);
    }
}
