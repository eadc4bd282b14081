package io.hookline.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host of an address, read in one way by whatever checks, allows, compares or connects it. What
 * two readers could take for different hosts is none: octal, hexadecimal and short forms of IPv4,
 * escapes, zones, user names. Upper case and the dot that may end a full name do not matter.
 */
public sealed interface Host {
    /** A name, in lower case, for a name service to look up. */
    record Name(String text) implements Host {}

    /** An address. One of IPv6 that is written for one of IPv4 is that of IPv4. */
    record Address(InetAddress address) implements Host {
        @Override
        public String text() {
            return address.getHostAddress();
        }
    }

    /** In the form in which it is compared, looked up and connected; IPv6 without brackets. */
    String text();

    /** Whether it means this machine without anybody being asked. */
    default boolean isLoopback() {
        return switch (this) {
            case Address literal -> literal.address().isLoopbackAddress();
            case Name name -> name.text().equals("localhost");
        };
    }

    /** As it stands in an address; IPv6 in brackets. */
    default String inAddress() {
        return text().indexOf(':') < 0 ? text() : "[" + text() + "]";
    }

    /**
     * The host of an absolute address.
     *
     * @throws Invalid saying why it has none
     */
    static Host of(URI address) {
        String host = address.getHost();
        if (host == null || host.isEmpty() || address.getRawUserInfo() != null) {
            throw new Invalid(
                    address.getRawUserInfo() == null
                            ? "The address names no valid host: letters, digits, hyphens and dots"
                                    + " are expected, other letters in the form xn--"
                            : "The address must not contain a user name or password");
        }
        return of(host);
    }

    /** The host of an absolute address; empty when it has none that can be read in one way. */
    static Optional<Host> find(URI address) {
        try {
            return Optional.of(of(address));
        } catch (Invalid other) {
            return Optional.empty();
        }
    }

    /**
     * A host alone; IPv6 with brackets or without.
     *
     * @throws Invalid saying why it is none
     */
    static Host of(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        Optional<InetAddress> literal = CidrRange.address(bare);
        if (literal.isPresent() && (!bracketed || bare.indexOf(':') >= 0)) {
            return new Address(literal.get());
        }
        String lower = bare.toLowerCase(Locale.ROOT);
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (CidrRange.looksLikeAddress(name)) {
            throw new Invalid(
                    "The host "
                            + shown(text)
                            + " is an address, but not written as four decimal numbers without"
                            + " leading zeros");
        }
        if (bracketed || name.length() > 253 || !Names.VALID.matcher(name).matches()) {
            throw new Invalid(
                    "The host "
                            + shown(text)
                            + " is not valid: letters, digits and hyphens are expected, in parts of"
                            + " 1 to 63 between dots and at most 253 in all, other letters in the"
                            + " form xn--, or an address without a zone");
        }
        return new Name(name);
    }

    private static String shown(String text) {
        String plain = text.replaceAll("[^\\x21-\\x7e]", "?");
        return plain.length() > 100 ? plain.substring(0, 100) + "…" : plain;
    }

    /** What a name may look like. */
    final class Names {
        private static final Pattern VALID =
                Pattern.compile(
                        "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");

        private Names() {}
    }

    /** No host, or none that everybody reads in the same way; the message says why. */
    final class Invalid extends IllegalArgumentException {
        Invalid(String message) {
            super(message);
        }
    }
}
