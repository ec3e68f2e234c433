package io.tollgate.catalog;

import io.tollgate.limit.LimitBook;
import io.tollgate.routing.HealthBook;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The catalog in force. Read once per exchange, so that no exchange mixes old and new. */
@Component
public class LiveCatalog {

    private final CatalogReader reader;
    private final LimitBook limits;
    private final HealthBook healths;
    private volatile @Nullable Catalog current;

    LiveCatalog(CatalogReader reader, LimitBook limits, HealthBook healths) {
        this.reader = reader;
        this.limits = limits;
        this.healths = healths;
    }

    /** The catalog in force; absent until it was first published. */
    public @Nullable Catalog current() {
        return current;
    }

    /** Puts the database's present state into force. Called after the transaction that changed it has committed. */
    public synchronized void publish() {
        LimitBook.Draft draft = limits.draft();
        HealthBook.Draft health = healths.draft();
        Catalog next = reader.read(draft, health);
        draft.commit();
        health.commit();
        current = next;
    }
}
