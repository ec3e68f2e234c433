package io.tollgate.access;

import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Source;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A key we issue to a client, stored as a hash. */
@Entity
public class VirtualKey extends NamedRow {

    private UUID teamId;

    private String prefix;

    private String hash;

    private @Nullable String previousHash;

    private @Nullable Instant previousUntil;

    private String models;

    private boolean metrics;

    private @Nullable Instant expiresAt;

    private @Nullable Instant revokedAt;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected VirtualKey() {}

    /**
     * @param prefix what may be shown of the key
     * @param hash the keyed hash in hex
     */
    public VirtualKey(UUID id, UUID teamId, String name, String prefix, String hash, Source source, Instant createdAt) {
        super(id, name, source, createdAt);
        this.teamId = teamId;
        this.prefix = prefix;
        this.hash = hash;
        this.models = "*";
    }

    public UUID getTeamId() {
        return teamId;
    }

    public void setTeamId(UUID teamId) {
        this.teamId = teamId;
    }

    public String getPrefix() {
        return prefix;
    }

    public String getHash() {
        return hash;
    }

    /** The hash before the last rotation, accepted until {@link #getPreviousUntil()}. */
    public @Nullable String getPreviousHash() {
        return previousHash;
    }

    public @Nullable Instant getPreviousUntil() {
        return previousUntil;
    }

    /** Names of the models the key may use; {@code *} is all of them. */
    public List<String> getModels() {
        return models.lines().toList();
    }

    public void setModels(List<String> names) {
        models = String.join("\n", names);
    }

    /** Whether the key may read the gateway's metrics. */
    public boolean isMetrics() {
        return metrics;
    }

    public void setMetrics(boolean metrics) {
        this.metrics = metrics;
    }

    public @Nullable Instant getExpiresAt() {
        return expiresAt;
    }

    public void setExpiresAt(@Nullable Instant expiresAt) {
        this.expiresAt = expiresAt;
    }

    public @Nullable Instant getRevokedAt() {
        return revokedAt;
    }

    /** Puts a new secret in place of the old one, which stays accepted until {@code overlapUntil}. */
    public void rotate(String newPrefix, String newHash, Instant overlapUntil) {
        previousHash = hash;
        previousUntil = overlapUntil;
        prefix = newPrefix;
        hash = newHash;
    }

    /** Puts a declared secret in place of the old one, which ends at once. */
    public void replaceSecret(String newPrefix, String newHash) {
        prefix = newPrefix;
        hash = newHash;
        previousHash = null;
        previousUntil = null;
    }

    /** Ends the key, and the one before its last rotation, at once. */
    public void revoke(Instant now) {
        revokedAt = now;
        previousHash = null;
        previousUntil = null;
    }

    /** Takes the key out of use and forgets its secret, which may be declared again. */
    @Override
    public void retire(Instant now) {
        super.retire(now);
        replaceSecret(prefix, "retired " + getId());
    }
}
