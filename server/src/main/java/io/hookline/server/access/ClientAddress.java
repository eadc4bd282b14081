package io.hookline.server.access;

import io.hookline.outbound.CidrRange;

import java.util.List;

/**
 * Where a request came from: the peer, or what trusted proxies say of it. A forwarded address
 * counts only as far back as every hop after it is trusted.
 */
public final class ClientAddress {
    private final List<CidrRange> trusted;

    /**
     * @param trusted the ranges of {@code HOOKLINE_TRUSTED_PROXIES}
     */
    public ClientAddress(List<CidrRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * Goes back through the hops as long as each is trusted.
     *
     * @param peer who opened the connection
     * @param hops what {@code X-Forwarded-For} says, nearest last
     */
    public String behindProxies(String peer, List<String> hops) {
        String address = peer;
        for (int i = hops.size() - 1; i >= 0 && isTrusted(address); i--) {
            String hop = hops.get(i).strip();
            if (CidrRange.address(hop).isEmpty()) {
                break;
            }
            address = hop;
        }
        return address;
    }

    /** Whether that address belongs to a trusted proxy, behind which many callers may be. */
    public boolean isTrusted(String address) {
        return CidrRange.address(address)
                .filter(literal ->
                        trusted.stream().anyMatch(range -> range.contains(literal.getAddress())))
                .isPresent();
    }
}
