package io.tollgate.storage;

import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row known by a name, which is unique among the rows in use and free again once the row is retired. */
@MappedSuperclass
public abstract class NamedRow extends Row {

    private String name;

    private @Nullable String liveName;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected NamedRow() {}

    protected NamedRow(UUID id, String name, Source source, Instant createdAt) {
        super(id, source, createdAt);
        this.name = name;
        this.liveName = name;
    }

    public String getName() {
        return name;
    }

    public void rename(String newName) {
        name = newName;
        liveName = newName;
    }

    @Override
    public void retire(Instant now) {
        super.retire(now);
        liveName = null;
    }
}
