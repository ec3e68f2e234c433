package io.tollgate.access;

import io.tollgate.limit.Budget;
import io.tollgate.limit.Limits;
import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Source;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who pays. */
@Entity
public class Team extends NamedRow {

    @Embedded
    private @Nullable Limits limits;

    @Embedded
    private @Nullable Budget budget;

    private @Nullable Integer queueLength;

    private @Nullable String streamMode;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected Team() {}

    public Team(UUID id, String name, Source source, Instant createdAt) {
        super(id, name, source, createdAt);
    }

    /** How fast it may be used. */
    public Limits getLimits() {
        return Objects.requireNonNullElse(limits, Limits.NONE);
    }

    public void setLimits(Limits limits) {
        this.limits = limits;
    }

    /** What it may spend; absent: as much as it likes. */
    public @Nullable Budget getBudget() {
        return budget;
    }

    public void setBudget(@Nullable Budget budget) {
        this.budget = budget;
    }

    /** How many requests may wait when as many as allowed are under way. */
    public int getQueueLength() {
        return queueLength == null ? 0 : queueLength;
    }

    public void setQueueLength(int queueLength) {
        this.queueLength = queueLength;
    }

    /** How streamed answers reach it, unless a request says otherwise. */
    public StreamMode getStreamMode() {
        return streamMode == null ? StreamMode.LIVE : StreamMode.valueOf(streamMode);
    }

    public void setStreamMode(StreamMode streamMode) {
        this.streamMode = streamMode.name();
    }
}
