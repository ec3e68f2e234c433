package io.tollgate.provider;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Which addresses a provider may have. Link-local and cloud metadata addresses are never called. Loopback and private
 * networks, and plain http, only for providers declared in a settings file or where
 * {@code tollgate.provider.private-networks} names the range.
 */
public final class AddressRules {

    private static final List<AddressRange> NEVER = ranges(
            "0.0.0.0/8",
            "169.254.0.0/16",
            "168.63.129.16/32",
            "100.100.100.200/32",
            "192.0.0.192/32",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "fe80::/10",
            "fd00:ec2::254/128",
            "fd20:ce::254/128",
            "ff00::/8",
            "::/128");
    private static final List<AddressRange> PRIVATE = ranges(
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "192.0.0.0/24",
            "198.18.0.0/15",
            "::1/128",
            "fc00::/7",
            "fec0::/10");
    private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");
    private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");

    private final List<AddressRange> allowed;
    private final DnsResolver names;

    /** @param privateNetworks ranges in CIDR form that may be called though they are private, and without encryption */
    public AddressRules(List<String> privateNetworks) {
        this(privateNetworks, new NameLookups(SystemDefaultDnsResolver.INSTANCE));
    }

    AddressRules(List<String> privateNetworks, DnsResolver names) {
        this.allowed = ranges(privateNetworks.toArray(String[]::new));
        this.names = names;
    }

    private static List<AddressRange> ranges(String... cidrs) {
        return Stream.of(cidrs).map(AddressRange::parse).toList();
    }

    /**
     * Whether an address may be called.
     *
     * @param declared whether the provider stands in a settings file
     */
    public boolean allows(InetAddress address, boolean declared) {
        InetAddress real = unwrap(address);
        if (contains(NEVER, real)) {
            return false;
        }
        return declared || !contains(PRIVATE, real) || contains(allowed, real);
    }

    /**
     * Looks a name up.
     *
     * @param declared whether the provider stands in a settings file
     * @param plain whether it is called without encryption
     * @throws HttpPool.AddressRefusedException when it has an address that may not be called
     */
    InetAddress[] resolve(String host, boolean declared, boolean plain) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        for (InetAddress address : addresses) {
            if (!allows(address, declared) || plain && !declared && !contains(allowed, unwrap(address))) {
                throw new HttpPool.AddressRefusedException();
            }
        }
        return addresses;
    }

    private static boolean contains(List<AddressRange> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** The IPv4 address inside an IPv6 one that only wraps it. */
    private static InetAddress unwrap(InetAddress address) {
        if (!(address instanceof Inet6Address six)) {
            return address;
        }
        byte[] bytes = six.getAddress();
        if (NAT64.contains(six)
                || six.isIPv4CompatibleAddress() && !six.isLoopbackAddress() && !six.isAnyLocalAddress()) {
            return four(bytes, 12);
        }
        return SIX_TO_FOUR.contains(six) ? four(bytes, 2) : address;
    }

    private static InetAddress four(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What is wrong with a base URL typed in the console: an answer for people, before anything is called. A name is
     * looked up only where it is to be called without encryption; what it resolves to is checked at every connection.
     */
    public Optional<Problem> check(BaseUrl url) {
        Optional<InetAddress> literal = literal(url.host());
        boolean local = url.host().equals("localhost") || url.host().endsWith(".localhost");
        if (literal.isPresent() && !allows(literal.get(), true)) {
            return Optional.of(Problem.NEVER);
        }
        if (local && !allows(InetAddress.getLoopbackAddress(), false)) {
            return Optional.of(Problem.PRIVATE);
        }
        if (literal.isPresent() && !allows(literal.get(), false)) {
            return Optional.of(Problem.PRIVATE);
        }
        return url.isPlain() && !isCalledPlain(url.host()) ? Optional.of(Problem.PLAIN_HTTP) : Optional.empty();
    }

    private boolean isCalledPlain(String host) {
        try {
            return !allowed.isEmpty() && resolve(host, false, true).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Optional<InetAddress> literal(String host) {
        if (!host.matches("[0-9.]+|\\[.*]")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Why an address is refused. */
    public enum Problem {
        /** Link-local, metadata, multicast: never. */
        NEVER,
        /** Loopback or private, and not named by {@code tollgate.provider.private-networks}. */
        PRIVATE,
        /** Not encrypted, and not named by {@code tollgate.provider.private-networks}. */
        PLAIN_HTTP
    }
}
