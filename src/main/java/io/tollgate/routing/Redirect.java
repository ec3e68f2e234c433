package io.tollgate.routing;

import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Source;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.UUID;

/** Another name for a model. It is followed once: what it leads to is a model, never a redirect again. */
@Entity
public class Redirect extends NamedRow {

    private String target;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected Redirect() {}

    /** @param target name of a model, or one that a model with a star in its name takes */
    public Redirect(UUID id, String name, String target, Source source, Instant createdAt) {
        super(id, name, source, createdAt);
        this.target = target;
    }

    public String getTarget() {
        return target;
    }

    public void setTarget(String target) {
        this.target = target;
    }
}
