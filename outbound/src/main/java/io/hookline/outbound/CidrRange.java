package io.hookline.outbound;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All addresses that share their first bits.
 *
 * @param address the first bits; the others are ignored
 * @param prefix how many bits count
 */
public record CidrRange(byte[] address, int prefix) {
    // The forms with fewer parts, in hexadecimal or octal are read differently by different
    // systems.
    private static final Pattern DOTTED =
            Pattern.compile(
                    "(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");

    private static final Pattern NUMERIC_END =
            Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)\\.?");

    /** Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address; empty when it is neither. */
    public static Optional<CidrRange> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> first = address(slash < 0 ? text : text.substring(0, slash));
        if (first.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = first.get().getAddress();
        int bits = bytes.length * 8;
        if (slash < 0) {
            return Optional.of(new CidrRange(bytes, bits));
        }
        String length = text.substring(slash + 1);
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits) {
            return Optional.empty();
        }
        return Optional.of(new CidrRange(bytes, Integer.parseInt(length)));
    }

    /** An address literal without brackets; empty when it is a name. Never asks a name service. */
    public static Optional<InetAddress> address(String text) {
        // A zone is known to one machine only, and a range has none.
        boolean hasPartOfIpv4 = text.indexOf(':') < 0 || text.indexOf('.') >= 0;
        String ipv4 = text.substring(text.lastIndexOf(':') + 1);
        if (text.indexOf('%') >= 0 || hasPartOfIpv4 && !DOTTED.matcher(ipv4).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether some system could read that host as an IPv4 address: its last part is a number. */
    static boolean looksLikeAddress(String host) {
        return NUMERIC_END.matcher(host).matches();
    }

    static CidrRange of(String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException("No range of addresses: " + text));
    }

    /** Whether an address of four or sixteen bytes lies in the range; IPv4 and IPv6 never mix. */
    public boolean contains(byte[] candidate) {
        if (candidate.length != address.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (candidate[i] != address[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        int mask = 0xff00 >> rest & 0xff;
        return rest == 0 || (candidate[whole] & mask) == (address[whole] & mask);
    }
}
