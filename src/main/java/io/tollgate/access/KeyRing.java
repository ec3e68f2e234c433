package io.tollgate.access;

import io.tollgate.vault.KeyHasher;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The virtual keys in use, by the hash of each, as one immutable whole. */
public final class KeyRing {

    /** All 32 bytes of a hash. */
    private record Hash(long a, long b, long c, long d) {

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

    public KeyRing(Iterable<Held> keys) {
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
        @Nullable Caller caller = KeyText.isDamaged(key) ? null : callers.get(Hash.of(hasher.hash(key)));
        if (caller == null || !caller.isValidAt(now)) {
            throw new RefusedException(new Refusal.KeyInvalid());
        }
        return caller;
    }

    public int size() {
        return callers.size();
    }
}
