package io.hookline.outbound;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses lead into the public Internet, by IANA's registries of special-purpose addresses.
 * An IPv6 address that carries an IPv4 address is only as public as what it carries.
 */
final class PublicAddresses {
    private static final List<CidrRange> SPECIAL_IPV4 =
            ranges(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // shared by carriers
                    "127.0.0.0/8", // loopback
                    "169.254.0.0/16", // link-local; metadata services of clouds
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // relays of 6to4
                    "192.168.0.0/16", // private
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4"); // reserved, broadcast

    // Everything outside is special: loopback, unique local, link-local, multicast,
    // IPv4-compatible, …
    private static final CidrRange GLOBAL_UNICAST = CidrRange.of("2000::/3");

    private static final List<CidrRange> SPECIAL_IPV6 =
            ranges(
                    "2001::/23", // protocol assignments, with Teredo, benchmarks and ORCHID
                    "2001:db8::/32", // documentation
                    "3fff::/20"); // documentation

    // 64:ff9b:1::/48 is not here: it is for translation inside one's own network, and where the
    // IPv4 address
    // stands in it is known to that network alone.
    private static final CidrRange NAT64 = CidrRange.of("64:ff9b::/96");
    private static final CidrRange SIX_TO_FOUR = CidrRange.of("2002::/16");

    private PublicAddresses() {}

    static boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    private static boolean contains(byte[] bytes) {
        if (bytes.length == 4) {
            return SPECIAL_IPV4.stream().noneMatch(range -> range.contains(bytes));
        }
        if (NAT64.contains(bytes)) {
            return contains(Arrays.copyOfRange(bytes, 12, 16));
        }
        if (SIX_TO_FOUR.contains(bytes)) {
            return contains(Arrays.copyOfRange(bytes, 2, 6));
        }
        return GLOBAL_UNICAST.contains(bytes)
                && SPECIAL_IPV6.stream().noneMatch(range -> range.contains(bytes));
    }

    private static List<CidrRange> ranges(String... ranges) {
        return Stream.of(ranges).map(CidrRange::of).toList();
    }
}
