package io.tollgate.access;

import io.tollgate.limit.Quota;
import io.tollgate.vault.KeyHasher;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The virtual keys in use, by the hash of each, as one immutable whole. */
public final class KeyRing {

    /** All 32 bytes of a hash. */
    record Hash(long a, long b, long c, long d) {

        static Hash of(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Hash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
        }

        @Override
        public int hashCode() {
            return (int) a;
        }
    }

    /**
     * A key in use.
     *
     * @param hash in hex
     */
    public record Held(String hash, Caller caller) {}

    private final Map<Hash, Caller> callers = new HashMap<>();
    private final PlaygroundKeys playground;
    private final Map<UUID, Quota> teams;

    /**
     * @param playground asked for keys that are not among these
     * @param teams what each in use may use; a key of the playground holds for these only
     */
    public KeyRing(Iterable<Held> keys, PlaygroundKeys playground, Map<UUID, Quota> teams) {
        this.playground = playground;
        this.teams = Map.copyOf(teams);
        for (Held key : keys) {
            callers.put(Hash.of(HexFormat.of().parseHex(key.hash())), key.caller());
        }
    }

    /**
     * Finds out whose key it is.
     *
     * @throws RefusedException when it is no key of ours, or one that has ended
     */
    public Caller authenticate(String key, KeyHasher hasher, Instant now) throws RefusedException {
        @Nullable Caller caller = KeyText.isDamaged(key) ? null : find(Hash.of(hasher.hash(key)));
        if (caller == null || !caller.isValidAt(now)) {
            throw new RefusedException(new Refusal.KeyInvalid());
        }
        return caller;
    }

    private @Nullable Caller find(Hash hash) {
        Caller known = callers.get(hash);
        if (known != null) {
            return known;
        }
        Caller trying = playground.find(hash);
        Quota quota = trying == null ? null : teams.get(trying.teamId());
        return trying == null || quota == null ? null : trying.within(quota);
    }

    /** The caller whose key has an id; absent when that is not in use. Looks at all keys. */
    public @Nullable Caller withId(UUID keyId) {
        for (Caller caller : callers.values()) {
            if (caller.keyId().equals(keyId)) {
                return caller;
            }
        }
        return null;
    }

    public int size() {
        return callers.size();
    }
}
