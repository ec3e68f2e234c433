package io.tollgate.proxy;

import io.tollgate.provider.AddressRange;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from. What {@code X-Forwarded-For} says counts only as far as trusted proxies wrote it: it is
 * read from its end, and the first address that is no trusted proxy's is the client's.
 */
final class ClientAddress {

    private static final String HEADER = "X-Forwarded-For";

    private final List<AddressRange> trusted;

    /** @param trusted ranges of proxies in CIDR form */
    ClientAddress(List<String> trusted) {
        this.trusted = trusted.stream().map(AddressRange::parse).toList();
    }

    /** The client's address; absent when the container does not tell it. */
    @Nullable
    InetAddress of(HttpServletRequest request) {
        InetAddress nearest = parse(request.getRemoteAddr());
        if (nearest == null || !isTrusted(nearest)) {
            return nearest;
        }
        for (String hop : hops(request).reversed()) {
            InetAddress address = parse(hop);
            if (address == null) {
                return nearest;
            }
            nearest = address;
            if (!isTrusted(address)) {
                return address;
            }
        }
        return nearest;
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    private static List<String> hops(HttpServletRequest request) {
        List<String> hops = new ArrayList<>();
        for (String value : Collections.list(request.getHeaders(HEADER))) {
            Collections.addAll(hops, value.split(",", -1));
        }
        return hops;
    }

    /** An address, with or without a port; never a name. */
    private static @Nullable InetAddress parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String bare = text.strip();
        if (bare.startsWith("[")) {
            int end = bare.indexOf(']');
            bare = end < 0 ? bare : bare.substring(1, end);
        } else if (bare.indexOf(':') >= 0 && bare.indexOf(':') == bare.lastIndexOf(':')) {
            bare = bare.substring(0, bare.indexOf(':'));
        }
        try {
            return InetAddress.ofLiteral(bare);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
