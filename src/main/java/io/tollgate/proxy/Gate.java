package io.tollgate.proxy;

import io.tollgate.access.Caller;
import io.tollgate.access.Refusal;
import io.tollgate.access.RefusedException;
import io.tollgate.catalog.Catalog;
import io.tollgate.provider.AddressRange;
import io.tollgate.vault.KeyHasher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out who a caller is, and who may read metrics. */
final class Gate {

    /** All that a key of the playground is for. */
    private static final String PLAYGROUND = "/v1/";

    private final KeyHeader keyHeader;
    private final KeyHasher hasher;
    private final InstantSource clock;
    private final Doorkeeper door;
    private final List<AddressRange> metricsAddresses;

    Gate(ProxySettings settings, AccessSettings access, KeyHasher hasher, InstantSource clock) {
        this.door = new Doorkeeper(access);
        this.keyHeader = new KeyHeader(settings.queryKey());
        this.hasher = hasher;
        this.clock = clock;
        this.metricsAddresses =
                settings.metricsAddresses().stream().map(AddressRange::parse).toList();
    }

    /**
     * Whose request it is.
     *
     * @throws RefusedException when it holds no valid key, or comes from where it must not
     */
    Caller authenticate(HttpServletRequest request, Catalog catalog) throws RefusedException {
        door.count(request);
        Caller caller = catalog.keys().authenticate(keyHeader.read(request), hasher, clock.instant());
        if (caller.isOfPlayground() && !Paths.of(request).startsWith(PLAYGROUND)) {
            throw new RefusedException(new Refusal.KeyInvalid());
        }
        return door.admit(caller, request);
    }

    /**
     * Lets a reader of metrics in, by address or by key.
     *
     * @throws RefusedException when neither allows it
     */
    void admitToMetrics(HttpServletRequest request, Catalog catalog) throws RefusedException {
        if (!isAllowedAddress(request) && !authenticate(request, catalog).metrics()) {
            throw new RefusedException(new Refusal.MetricsNotAllowed());
        }
    }

    /** Whose request it is that anybody may make; absent where it holds no key that counts. */
    @Nullable
    Caller recognize(HttpServletRequest request, Catalog catalog) {
        try {
            return keyHeader.find(request) == null ? null : authenticate(request, catalog);
        } catch (RefusedException e) {
            return null;
        }
    }

    /** Whether a request that anybody may make comes from where metrics may be read without a key. */
    boolean isAllowedAddress(HttpServletRequest request) {
        InetAddress address = metricsAddresses.isEmpty() ? null : door.address(request);
        return address != null && metricsAddresses.stream().anyMatch(range -> range.contains(address));
    }
}
