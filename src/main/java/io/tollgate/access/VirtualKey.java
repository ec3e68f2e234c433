package io.tollgate.access;

import io.tollgate.limit.Budget;
import io.tollgate.limit.Limits;
import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Source;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A key we issue to a client, stored as a hash. */
@Entity
public class VirtualKey extends NamedRow {

    /** Earlier secrets that are accepted at the same time. */
    private static final int MOST_EARLIER = 5;

    private UUID teamId;

    private String prefix;

    private String hash;

    private @Nullable String previousHash;

    private @Nullable Instant previousUntil;

    private @Nullable String earlierHash;

    private String models;

    private boolean metrics;

    private boolean mayChoose;

    private @Nullable Instant expiresAt;

    private @Nullable Instant revokedAt;

    @Embedded
    private @Nullable Limits limits;

    @Embedded
    private @Nullable Budget budget;

    private @Nullable String addresses;

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
        this.mayChoose = true;
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

    /** What it was before its last rotations, the newest first; some may have ended. */
    public List<EarlierSecret> getEarlier() {
        List<EarlierSecret> earlier = new ArrayList<>();
        if (previousHash != null && previousUntil != null) {
            earlier.add(new EarlierSecret(previousHash, previousUntil));
        }
        if (earlierHash != null) {
            earlierHash.lines().map(EarlierSecret::parse).forEach(earlier::add);
        }
        return earlier;
    }

    /** Names of the models the key may use; a star stands for any text, and {@code *} alone for all of them. */
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

    /** Whether a request may say which of a model's providers is to answer it. */
    public boolean isMayChoose() {
        return mayChoose;
    }

    public void setMayChoose(boolean mayChoose) {
        this.mayChoose = mayChoose;
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

    /**
     * Puts a new secret in place of the old one, which stays accepted until {@code overlapUntil}. Earlier ones stay
     * until their own ends; of more than five the oldest ends at once.
     */
    public void rotate(String newPrefix, String newHash, Instant overlapUntil, Instant now) {
        String kept = getEarlier().stream()
                .filter(secret -> secret.until().isAfter(now))
                .limit(MOST_EARLIER - 1)
                .map(EarlierSecret::line)
                .collect(Collectors.joining("\n"));
        earlierHash = kept.isEmpty() ? null : kept;
        previousHash = hash;
        previousUntil = overlapUntil;
        prefix = newPrefix;
        hash = newHash;
    }

    /** Puts a declared secret in place of the old one, which ends at once. */
    public void replaceSecret(String newPrefix, String newHash) {
        prefix = newPrefix;
        hash = newHash;
        forgetEarlier();
    }

    /** Ends the key, and what it was before its rotations, at once. */
    public void revoke(Instant now) {
        revokedAt = now;
        forgetEarlier();
    }

    private void forgetEarlier() {
        previousHash = null;
        previousUntil = null;
        earlierHash = null;
    }

    /** Takes the key out of use and forgets its secret, which may be declared again. */
    @Override
    public void retire(Instant now) {
        super.retire(now);
        replaceSecret(prefix, "retired " + getId());
    }

    /** How fast it may be used. */
    public Limits getLimits() {
        return Objects.requireNonNullElse(limits, Limits.NONE);
    }

    public void setLimits(Limits limits) {
        this.limits = limits;
    }

    /** What it may spend; absent: as much as its team. */
    public @Nullable Budget getBudget() {
        return budget;
    }

    public void setBudget(@Nullable Budget budget) {
        this.budget = budget;
    }

    /** The ranges of addresses it may be used from; none when it may be used from everywhere. */
    public List<String> getAddresses() {
        return addresses == null ? List.of() : addresses.lines().toList();
    }

    public void setAddresses(List<String> ranges) {
        addresses = ranges.isEmpty() ? null : String.join("\n", ranges);
    }
}
