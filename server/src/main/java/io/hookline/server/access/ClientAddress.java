package io.hookline.server.access;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import java.util.List;
import java.util.function.Predicate;

/**
 * Where a request came from: the peer, or what trusted proxies say of it. A forwarded address
 * counts only as far back as every hop after it is trusted.
 */
public final class ClientAddress {
    private final Predicate<String> trusted;

    /**
     * @param trusted whether an address is one of {@code HOOKLINE_TRUSTED_PROXIES}
     */
    public ClientAddress(Predicate<String> trusted) {
        this.trusted = trusted;
    }

    public String of(ServerRequest request) {
        String address = request.remotePeer().host();
        List<String> hops =
                request.headers().contains(HeaderNames.X_FORWARDED_FOR)
                        ? request.headers().get(HeaderNames.X_FORWARDED_FOR).allValues(true)
                        : List.of();
        for (int i = hops.size() - 1; i >= 0 && trusted.test(address); i--) {
            String hop = hops.get(i).strip();
            if (!hop.matches("[0-9a-fA-F.:]{2,45}")) {
                break;
            }
            address = hop;
        }
        return address;
    }
}
