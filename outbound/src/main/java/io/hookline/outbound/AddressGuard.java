package io.hookline.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides which addresses may be connected to: public ones, and those that the operator allowed
 * ({@code docs/reference/rules.md#security}). It is asked about the address that is about to be
 * connected, never about a name.
 */
public final class AddressGuard {
    private final List<CidrRange> ranges = new ArrayList<>();
    private final Set<String> hosts = new HashSet<>();
    private final boolean development;

    /**
     * @param allow CIDR ranges or host names that may be reached although they are loopback,
     *     private or link-local; a host name allows whatever it resolves to, when asked for by that
     *     name
     * @param development whether loopback is allowed in general
     * @throws IllegalArgumentException naming the entry that is neither a range nor a host name
     */
    public AddressGuard(List<String> allow, boolean development) {
        this.development = development;
        for (String entry : allow) {
            CidrRange.parse(unbracketed(entry.strip()))
                    .ifPresentOrElse(ranges::add, () -> hosts.add(name(entry)));
        }
    }

    /** Whether a connection to that address, asked for under that host name, may be made. */
    boolean allows(String host, InetAddress address) {
        return PublicAddresses.contains(address) || allowsExplicitly(host, address);
    }

    /**
     * Whether the operator named that address or host, or it is loopback in development: what may
     * be reached with credentials over plain http too.
     */
    boolean allowsExplicitly(String host, InetAddress address) {
        byte[] bytes = address.getAddress();
        return (development && address.isLoopbackAddress())
                || isNamed(host)
                || ranges.stream().anyMatch(range -> range.contains(bytes));
    }

    /**
     * Whether credentials may go to that address over plain http, as its name resolves now: every
     * address of it is allowed explicitly. What counts in the end is checked again on the address
     * connected.
     */
    public boolean allowsPlainCredentials(URI address) {
        return switch (Host.find(address).orElse(null)) {
            case Host.Address literal -> allowsExplicitly(literal.text(), literal.address());
            case Host.Name name -> allowsAllOf(name.text());
            case null -> false;
        };
    }

    private boolean allowsAllOf(String name) {
        try {
            return Arrays.stream(InetAddress.getAllByName(name))
                    .allMatch(each -> allowsExplicitly(name, each));
        } catch (UnknownHostException e) {
            return isNamed(name);
        }
    }

    private boolean isNamed(String host) {
        try {
            return hosts.contains(Host.of(host).text());
        } catch (Host.Invalid none) {
            return false;
        }
    }

    private static String name(String entry) {
        try {
            return Host.of(entry.strip()).text();
        } catch (Host.Invalid none) {
            throw new IllegalArgumentException(
                    "Expected a range such as 10.0.0.0/8 or fd00::/8, an address, or a host name"
                            + " such as slack.internal, without scheme, port or wildcard, but got '"
                            + entry
                            + "'.",
                    none);
        }
    }

    private static String unbracketed(String text) {
        return text.startsWith("[") && text.endsWith("]") && text.indexOf(':') > 0
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
