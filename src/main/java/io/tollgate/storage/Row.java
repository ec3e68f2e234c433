package io.tollgate.storage;

import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What every configured row has: an id, where it came from, and whether it is in use. Rows are retired, never deleted.
 */
@MappedSuperclass
public abstract class Row {

    @Id
    private UUID id;

    @Version
    private @Nullable Integer version;

    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "varchar(10)")
    private Source source;

    private boolean disabled;

    private Instant createdAt;

    private @Nullable Instant retiredAt;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected Row() {}

    protected Row(UUID id, Source source, Instant createdAt) {
        this.id = id;
        this.source = source;
        this.createdAt = createdAt;
    }

    public UUID getId() {
        return id;
    }

    public Source getSource() {
        return source;
    }

    /** Whether the row is declared outside the console and may only be disabled there. */
    public boolean isDeclared() {
        return source == Source.FILE;
    }

    public boolean isDisabled() {
        return disabled;
    }

    public void setDisabled(boolean disabled) {
        this.disabled = disabled;
    }

    public Instant getCreatedAt() {
        return createdAt;
    }

    public @Nullable Instant getRetiredAt() {
        return retiredAt;
    }

    public boolean isRetired() {
        return retiredAt != null;
    }

    /** Takes the row out of use for good; its history stays. */
    public void retire(Instant now) {
        retiredAt = now;
    }
}
