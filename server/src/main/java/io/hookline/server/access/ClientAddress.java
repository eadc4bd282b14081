package io.hookline.server.access;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
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

    public String of(ServerRequest request) {
        List<String> hops =
                request.headers().contains(HeaderNames.X_FORWARDED_FOR)
                        ? request.headers().get(HeaderNames.X_FORWARDED_FOR).allValues(true)
                        : List.of();
        return behindProxies(request.remotePeer().host(), hops);
    }

    /** Goes back through the hops, nearest last, as long as each is trusted. */
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

    private boolean isTrusted(String address) {
        return CidrRange.address(address)
                .filter(literal ->
                        trusted.stream().anyMatch(range -> range.contains(literal.getAddress())))
                .isPresent();
    }
}
