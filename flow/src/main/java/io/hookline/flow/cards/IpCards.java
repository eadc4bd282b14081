package io.hookline.flow.cards;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Help;

import java.util.List;
import java.util.Optional;

/** Cards on IP addresses; names are never resolved. */
@Category(Category.IP_ADDRESSES)
final class IpCards {
    /** Plain addresses and CIDR ranges only; the library reads much more. */
    private static final IPAddressStringParameters STRICT =
            new IPAddressStringParameters.Builder()
                    .allowAll(false)
                    .allowEmpty(false)
                    .allowMask(false)
                    .allowPrefixOnly(false)
                    .allowSingleSegment(false)
                    .allowWildcardedSeparator(false)
                    .getIPv4AddressParametersBuilder()
                    .allow_inet_aton(false)
                    .allowBinary(false)
                    .setRangeOptions(inet.ipaddr.AddressStringParameters.RangeParameters.NO_RANGE)
                    .getParentBuilder()
                    .getIPv6AddressParametersBuilder()
                    .allowBase85(false)
                    .allowBinary(false)
                    .setRangeOptions(inet.ipaddr.AddressStringParameters.RangeParameters.NO_RANGE)
                    .getParentBuilder()
                    .toParams();

    private IpCards() {}

    record Contained(
            @Help("Whether the address lies in one of the ranges") boolean result,
            @Help("The first range that contains it; blank when none does") String range) {}

    @Card(
            id = "ip.inRange",
            title = "CIDR Contains",
            help =
                    "Checks whether an IP address, or a whole range, lies in one of several "
                            + "CIDR ranges. IPv4 and IPv6; host names are not resolved.")
    @Example(
            in =
                    """
                    {"address": "10.1.2.3", "ranges": ["192.168.0.0/16", "10.0.0.0/8"]}\
                    """,
            out =
                    """
                    {"result": true, "range": "10.0.0.0/8"}\
                    """)
    @Example(
            in =
                    """
                    {"address": "2001:db8::1", "ranges": ["2001:db9::/32", "10.0.0.0/8"]}\
                    """,
            out =
                    """
                    {"result": false, "range": ""}\
                    """)
    @Example(
            in =
                    """
                    {"address": "::ffff:10.1.2.3", "ranges": ["10.0.0.0/8"]}\
                    """,
            out =
                    """
                    {"result": true, "range": "10.0.0.0/8"}\
                    """)
    static Contained inRange(
            @Help("An IP address or a range") String address,
            @Help("CIDR ranges such as 10.0.0.0/8, or single addresses; one text is one range")
                    List<String> ranges) {
        IPAddress wanted = address(address, "address");
        for (String range : ranges) {
            IPAddress candidate = address(range, "ranges").toPrefixBlock();
            if (candidate.contains(wanted)) {
                return new Contained(true, range);
            }
        }
        return new Contained(false, "");
    }

    record Network(
            @Help("4 or 6") int version,
            @Help("The first address of the range") String first,
            @Help("The last address of the range") String last,
            @Help("The prefix length; 32 or 128 for a single address") int prefix,
            @Help("Whether it is loopback, private, link-local or otherwise not public")
                    boolean local) {}

    @Card(
            id = "ip.parse",
            title = "Parse IP Range",
            help =
                    "Returns the first and last address, version and prefix of an IP "
                            + "address or CIDR range.")
    @Example(
            in =
                    """
                    {"address": "192.168.7.9/24"}\
                    """,
            out =
                    """
                    {"version": 4, "first": "192.168.7.0", "last": "192.168.7.255", "prefix": 24, "local": true}\
                    """)
    @Example(
            in =
                    """
                    {"address": "2A00::1"}\
                    """,
            out =
                    """
                    {"version": 6, "first": "2a00::1", "last": "2a00::1", "prefix": 128, "local": false}\
                    """)
    static Network parse(@Help("An IP address or a range") String address) {
        IPAddress range = address(address, "address").toPrefixBlock();
        return new Network(
                range.isIPv4() ? 4 : 6,
                range.getLower().withoutPrefixLength().toCanonicalString(),
                range.getUpper().withoutPrefixLength().toCanonicalString(),
                Optional.ofNullable(range.getNetworkPrefixLength()).orElse(range.getBitCount()),
                range.isLocal() || range.isLoopback() || range.isAnyLocal());
    }

    private static IPAddress address(String text, String input) {
        try {
            IPAddress address = new IPAddressString(text.strip(), STRICT).toAddress();
            // the same machine, written for a socket of the newer kind
            return address.isIPv6() && address.toIPv6().isIPv4Mapped() && !address.isPrefixed()
                    ? address.toIPv6().getEmbeddedIPv4Address()
                    : address;
        } catch (AddressStringException mistake) {
            throw new CardFailure.Invalid(
                    "The input \""
                            + input
                            + "\" has a text of "
                            + text.length()
                            + " characters that is neither an IP address nor a range such as"
                            + " 10.0.0.0/8.");
        }
    }
}
