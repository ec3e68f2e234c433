package io.tollgate.catalog;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The catalog in force. Read once per exchange, so that no exchange mixes old and new. */
@Component
public class LiveCatalog {

    private final CatalogReader reader;
    private volatile @Nullable Catalog current;

    LiveCatalog(CatalogReader reader) {
        this.reader = reader;
    }

    /** The catalog in force; absent until it was first published. */
    public @Nullable Catalog current() {
        return current;
    }

    /** Puts the database's present state into force. Called after the transaction that changed it has committed. */
    public synchronized void publish() {
        current = reader.read();
    }
}
