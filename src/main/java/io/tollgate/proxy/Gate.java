package io.tollgate.proxy;

import io.tollgate.access.Caller;
import io.tollgate.access.Refusal;
import io.tollgate.access.RefusedException;
import io.tollgate.catalog.Catalog;
import io.tollgate.provider.AddressRange;
import io.tollgate.vault.KeyHasher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;

/** Finds out who a caller is, and who may read metrics. */
final class Gate {

    /** All that a key of the playground is for. */
    private static final String PLAYGROUND = "/v1/";

    private final KeyHeader keyHeader;
    private final KeyHasher hasher;
    private final InstantSource clock;
    private final List<AddressRange> metricsAddresses;

    Gate(ProxySettings settings, KeyHasher hasher, InstantSource clock) {
        this.keyHeader = new KeyHeader(settings.queryKey());
        this.hasher = hasher;
        this.clock = clock;
        this.metricsAddresses =
                settings.metricsAddresses().stream().map(AddressRange::parse).toList();
    }

    /**
     * Whose request it is.
     *
     * @throws RefusedException when it holds no valid key
     */
    Caller authenticate(HttpServletRequest request, Catalog catalog) throws RefusedException {
        Caller caller = catalog.keys().authenticate(keyHeader.read(request), hasher, clock.instant());
        if (caller.isOfPlayground() && !Paths.of(request).startsWith(PLAYGROUND)) {
            throw new RefusedException(new Refusal.KeyInvalid());
        }
        return caller;
    }

    /**
     * Lets a reader of metrics in, by address or by key.
     *
     * @throws RefusedException when neither allows it
     */
    void admitToMetrics(HttpServletRequest request, Catalog catalog) throws RefusedException {
        if (!isAllowedAddress(request.getRemoteAddr())
                && !authenticate(request, catalog).metrics()) {
            throw new RefusedException(new Refusal.MetricsNotAllowed());
        }
    }

    private boolean isAllowedAddress(String remote) {
        if (metricsAddresses.isEmpty()) {
            return false;
        }
        try {
            InetAddress address = InetAddress.getByName(remote);
            return metricsAddresses.stream().anyMatch(range -> range.contains(address));
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
