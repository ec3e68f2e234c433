package io.tollgate.console;

import io.tollgate.catalog.LiveCatalog;
import io.tollgate.storage.Row;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.validation.BindingResult;

/** Makes a change of the configuration in one transaction, and puts it into force once it is committed. */
@Component
class Changes {

    private final TransactionTemplate transaction;
    private final LiveCatalog catalog;

    Changes(PlatformTransactionManager transactions, LiveCatalog catalog) {
        this.transaction = new TransactionTemplate(transactions);
        this.catalog = catalog;
    }

    void make(Runnable change) {
        transaction.executeWithoutResult(_ -> change.run());
        catalog.publish();
    }

    /** Whether a value of the form could not even be read: then there is nothing more to be checked yet. */
    static boolean isUnreadable(BindingResult problems) {
        return problems.getTarget() == null;
    }

    /** The row, unless there is none or it is retired. */
    static <R extends Row> R inUse(Optional<R> row) {
        return row.filter(found -> !found.isRetired()).orElseThrow(NoSuchRowException::new);
    }

    /** The row, unless a settings file declares it: then it is changed there. */
    static <R extends Row> R changeable(Optional<R> row) {
        R found = inUse(row);
        if (found.isDeclared()) {
            throw new ChangeRefusedException("pages.declared");
        }
        return found;
    }
}
