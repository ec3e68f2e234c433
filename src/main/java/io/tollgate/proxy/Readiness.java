package io.tollgate.proxy;

import io.tollgate.catalog.LiveCatalog;
import io.tollgate.storage.DataDirectory;
import io.tollgate.usage.Ledger;
import io.tollgate.vault.Vault;
import io.tollgate.vault.VaultState;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/** Whether the gateway can do its work; providers that are down do not count, that is what failover is for. */
@Component
class Readiness {

    private static final long LEAST_FREE_BYTES = 64L * 1024 * 1024;

    private final LiveCatalog catalog;
    private final Vault vault;
    private final DataDirectory data;
    private final LiveExchanges live;
    private final Ledger ledger;

    Readiness(LiveCatalog catalog, Vault vault, DataDirectory data, LiveExchanges live, Ledger ledger) {
        this.catalog = catalog;
        this.vault = vault;
        this.data = data;
        this.live = live;
        this.ledger = ledger;
    }

    /** Why not, or that it is. */
    enum State {
        READY,
        LOADING,
        SEALED,
        DRAINING,
        /** The data directory is not there, or cannot be seen. */
        STORAGE_GONE,
        DISK_FULL
    }

    State state() {
        if (live.isDraining()) {
            return State.DRAINING;
        }
        if (isSealed()) {
            return State.SEALED;
        }
        if (catalog.current() == null) {
            return State.LOADING;
        }
        OptionalLong free = data.freeBytes();
        if (free.isEmpty()) {
            return State.STORAGE_GONE;
        }
        return ledger.isFull() || free.getAsLong() < LEAST_FREE_BYTES ? State.DISK_FULL : State.READY;
    }

    boolean isSealed() {
        return vault.state() instanceof VaultState.Sealed;
    }

    int underWay() {
        return live.count();
    }
}
