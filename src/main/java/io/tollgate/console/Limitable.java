package io.tollgate.console;

import io.tollgate.limit.Scope;
import io.tollgate.storage.Row;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that may be limited, as it is looked for.
 *
 * @param within what it belongs to: a key's team, a credential's provider; of a deployment the provider's model
 * @param limited whether anything of it is limited
 * @param line how much of it is used, to be asked for only where it is shown
 */
record Limitable(
        Scope scope, Row row, String name, @Nullable String within, boolean limited, Supplier<LimitLine> line) {

    public UUID id() {
        return row.getId();
    }

    /** The scope in an address. */
    public String word() {
        return scope.name().toLowerCase(Locale.ROOT);
    }

    /** The name, and what it belongs to: many credentials are called alike. */
    public String label() {
        return within == null ? name : name + " · " + within;
    }

    /** Whether limits may be set here for the first time. */
    boolean isOpen() {
        return !limited && !row.isDeclared();
    }
}
