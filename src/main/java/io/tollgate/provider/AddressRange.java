package io.tollgate.provider;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** A range of IP addresses in CIDR form, e.g. {@code 10.0.0.0/8}. */
public record AddressRange(byte[] network, int bits) {

    /** @throws IllegalArgumentException when it is no range */
    public static AddressRange parse(String cidr) {
        String[] parts = cidr.strip().split("/", 2);
        if (!parts[0].matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            throw new IllegalArgumentException("'" + cidr + "' is no address range: write e.g. 10.0.0.0/8");
        }
        try {
            byte[] network = InetAddress.getByName(parts[0]).getAddress();
            int most = network.length * 8;
            int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
            if (bits < 0 || bits > most) {
                throw new IllegalArgumentException("'" + cidr + "' has a prefix length beyond " + most);
            }
            return new AddressRange(network, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + cidr + "' is no address range: write e.g. 10.0.0.0/8", e);
        }
    }

    public boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(network, 0, whole, other, 0, whole)) {
            return false;
        }
        int mask = 0xFF00 >> (bits % 8) & 0xFF;
        return mask == 0 || (network[whole] & mask) == (other[whole] & mask);
    }
}
