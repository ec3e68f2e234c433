package io.tollgate.routing;

import io.tollgate.pricing.Price;
import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Source;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A name clients ask for. */
@Entity
public class Model extends NamedRow {

    @Embedded
    private @Nullable Price price;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected Model() {}

    public Model(UUID id, String name, Price price, Source source, Instant createdAt) {
        super(id, name, source, createdAt);
        this.price = price;
    }

    public Price getPrice() {
        return Objects.requireNonNullElse(price, Price.NONE);
    }

    public void setPrice(Price price) {
        this.price = price;
    }
}
