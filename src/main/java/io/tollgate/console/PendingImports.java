package io.tollgate.console;

import io.tollgate.pricing.ImportPreview;
import io.tollgate.storage.Ids;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Price lists that were looked at and not yet taken over. The last few are kept, and none outlives the process. */
@Component
class PendingImports {

    private static final int MOST = 4;

    private final Map<UUID, ImportPreview> pending = new LinkedHashMap<>();
    private final Ids ids;

    PendingImports(Ids ids) {
        this.ids = ids;
    }

    synchronized UUID add(ImportPreview preview) {
        UUID id = ids.next();
        if (pending.size() == MOST) {
            pending.remove(pending.keySet().iterator().next());
        }
        pending.put(id, preview);
        return id;
    }

    synchronized Optional<ImportPreview> find(UUID id) {
        return Optional.ofNullable(pending.get(id));
    }

    synchronized void remove(UUID id) {
        pending.remove(id);
    }
}
