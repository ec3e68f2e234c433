package io.tollgate.access;

import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Source;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.UUID;

/** Who pays. */
@Entity
public class Team extends NamedRow {

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected Team() {}

    public Team(UUID id, String name, Source source, Instant createdAt) {
        super(id, name, source, createdAt);
    }
}
