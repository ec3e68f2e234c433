package io.tollgate.proxy;

import io.tollgate.access.Caller;
import io.tollgate.access.Refusal;
import io.tollgate.access.RefusedException;
import io.tollgate.limit.Denial;
import io.tollgate.limit.Turnstile;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Looks at where requests come from: not too many from one address, and each key only from where it may be used. */
final class Doorkeeper {

    private final ClientAddress addresses;
    private final Turnstile turnstile;

    Doorkeeper(AccessSettings settings) {
        this.addresses = new ClientAddress(settings.trustedProxies());
        this.turnstile = new Turnstile(settings.requestsPerMinutePerAddress(), System::nanoTime);
    }

    /**
     * Counts a request of its address, before anybody knows whose it is.
     *
     * @throws RefusedException when too many come from there
     */
    void count(HttpServletRequest request) throws RefusedException {
        if (turnstile.isOpen()) {
            return;
        }
        InetAddress address = addresses.of(request);
        Denial denial = address == null ? null : turnstile.pass(network(address));
        if (denial != null) {
            throw new RefusedException(new Refusal.AddressTooBusy(denial));
        }
    }

    /** Where a request comes from; absent when the container does not tell. */
    @Nullable
    InetAddress address(HttpServletRequest request) {
        return addresses.of(request);
    }

    /** Whoever has an address of IPv6 has all that share its first half. */
    private static Object network(InetAddress address) {
        return address instanceof Inet6Address
                ? ByteBuffer.wrap(address.getAddress()).getLong()
                : address;
    }

    /**
     * Lets a key in that may be used from where the request comes.
     *
     * @throws RefusedException when it may not
     */
    Caller admit(Caller caller, HttpServletRequest request) throws RefusedException {
        if (!caller.addresses().isEmpty() && !caller.mayCallFrom(addresses.of(request))) {
            throw new RefusedException(new Refusal.AddressNotAllowed());
        }
        return caller;
    }
}
