package io.hookline.server.access.http;

import io.hookline.outbound.Host;
import io.hookline.outbound.Origin;
import io.hookline.server.http.Problem;
import io.hookline.server.http.Request;

import java.net.URI;
import java.util.Optional;

/**
 * The hosts and origins that are our own: those of the base URL, the address listened on, and
 * loopback.
 */
public final class OwnHosts {
    private static final int MAX_SHOWN = 100;

    private final URI baseUrl;
    private final String bind;

    public OwnHosts(URI baseUrl, String bind) {
        this.baseUrl = baseUrl;
        this.bind = bind;
    }

    /**
     * Refuses a request that is meant for another host: a foreign name may have been pointed at us.
     *
     * @throws Problem 421
     */
    void requireOwnHost(Request request) {
        if (!isOwnHost(request.authority())) {
            throw new Problem(
                    421,
                    "Unknown host",
                    "This server does not answer for the host '"
                            + shortened(request.authority())
                            + "'; use its configured base URL or set HOOKLINE_BASE_URL.");
        }
    }

    /**
     * Refuses a request that another site's page made.
     *
     * @throws Problem 403
     */
    public void requireOwnOrigin(Request request) {
        String origin = request.header("Origin").orElse("");
        if (!isOwnOrigin(origin)) {
            throw new Problem(
                    403,
                    "Not from our own page",
                    "The request comes from '"
                            + shortened(origin)
                            + "', which is not this server's own address.");
        }
    }

    /** Whether a request for that {@code host[:port]} is for us. */
    public boolean isOwnHost(String authority) {
        Optional<Host> host = host(withoutPort(authority));
        return host.isPresent()
                && (host.equals(Host.find(baseUrl))
                        || host.equals(host(bind))
                        || host.get().isLoopback());
    }

    /** The base URL's origin, or a loopback name with its port: what a browser beside us shows. */
    public boolean isOwnOrigin(String origin) {
        try {
            Optional<Origin> from = Origin.of(URI.create(origin));
            Optional<Origin> own = Origin.of(baseUrl);
            return from.isPresent()
                    && (from.equals(own)
                            || own.isPresent()
                                    && Host.of(from.get().host()).isLoopback()
                                    && from.get().scheme().equals(own.get().scheme())
                                    && from.get().port() == own.get().port());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<Host> host(String text) {
        try {
            return Optional.of(Host.of(text));
        } catch (Host.Invalid none) {
            return Optional.empty();
        }
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("[^\\x21-\\x7e]", "?");
        return plain.length() > MAX_SHOWN ? plain.substring(0, MAX_SHOWN) + "…" : plain;
    }
}
