package io.tollgate.alert;

import io.tollgate.storage.NamedRow;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What people call the rows that alerts are about. */
final class Names {

    private Names() {}

    /** The name of a row; its id where there is none, and while the database is away. */
    static String of(UUID id, Function<UUID, Optional<? extends NamedRow>> rows) {
        try {
            Optional<? extends NamedRow> row = rows.apply(id);
            return row.isPresent() ? row.get().getName() : id.toString();
        } catch (DataAccessException | TransactionException e) {
            return id.toString();
        }
    }
}
