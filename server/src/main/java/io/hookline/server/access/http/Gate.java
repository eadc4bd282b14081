package io.hookline.server.access.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.hookline.server.access.Caller;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.Credentials;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Sessions;
import io.hookline.server.http.Problem;
import io.hookline.server.refusal.Refusal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Stands before every route: refuses foreign hosts, finds out who calls, and lets nobody unknown
 * near the API. A token proves itself by {@code Authorization: SSWS …}; a browser by its session
 * cookie, and then a changing request must come from our own pages. Whether the caller may do what
 * it asks is checked by the route ({@link io.hookline.server.http.Admission}).
 */
public final class Gate implements Filter {
    /** The session cookie. */
    public static final String COOKIE = "hookline_session";

    /** The header that a changing request of a session bears; forms send the field {@code csrf}. */
    public static final HeaderName CSRF = HeaderNames.create("X-CSRF-Token");

    /**
     * Paths whose routes find out by their own means who calls: invoke URLs by client token,
     * receiving addresses by their source's secret.
     */
    private static final List<String> OWN_PROOF = List.of("/api/flo/", "/api/receive/");

    private static final Set<Method> SAFE = Set.of(Method.GET, Method.HEAD, Method.OPTIONS);

    private final Hosts hosts;
    private final Credentials credentials;
    private final Sessions sessions;
    private final RequestRates rates;
    private final ClientAddress addresses;

    public Gate(
            Hosts hosts,
            Credentials credentials,
            Sessions sessions,
            RequestRates rates,
            ClientAddress addresses) {
        this.hosts = hosts;
        this.credentials = credentials;
        this.sessions = sessions;
        this.rates = rates;
        this.addresses = addresses;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (!hosts.knows(request.authority())) {
            throw new Problem(
                    421,
                    "Unknown host",
                    "This server does not answer for the host '"
                            + shortened(request.authority())
                            + "'; use its configured base URL or set HOOKLINE_BASE_URL.");
        }
        String path = request.path().path();
        if (OWN_PROOF.stream().noneMatch(path::startsWith)) {
            Optional<Caller> caller = identify(request, path);
            if (path.startsWith("/api/")) {
                admit(caller.orElseThrow(credentials::missing), request, response);
            }
            caller.ifPresent(request.context()::register);
        }
        chain.proceed();
    }

    /** Each route asks what its caller may do; one that forgot to ask is not open even so. */
    private void admit(Caller caller, RoutingRequest request, RoutingResponse response) {
        String path = request.path().path();
        boolean ingest = path.equals("/api/v1/logs") && isPost(request);
        if (caller.kind() == Caller.Kind.SOURCE && !ingest) {
            throw new Refusal.NotAllowed(
                    "The token '"
                            + caller.name()
                            + "' is a source's: it may send events by POST /api/v1/logs and nothing"
                            + " else.");
        }
        // Ingest is no operation of the original, and as many events come as there are.
        if (path.startsWith("/api/v1/") && !ingest) {
            rates.count(caller, response);
        }
    }

    private static boolean isPost(RoutingRequest request) {
        return request.prologue().method().equals(Method.POST);
    }

    private Optional<Caller> identify(RoutingRequest request, String path) {
        Optional<String> authorization = request.headers().first(HeaderNames.AUTHORIZATION);
        if (authorization.isPresent()) {
            return Optional.of(credentials.caller(authorization.get(), addresses.of(request)));
        }
        Optional<String> cookie = request.headers().cookies().first(COOKIE).asOptional();
        if (cookie.isEmpty()) {
            return Optional.empty();
        }
        Optional<Sessions.Session> session = sessions.find(cookie.get());
        if (session.isPresent()
                && path.startsWith("/api/")
                && !SAFE.contains(request.prologue().method())) {
            requireOwnPage(request, session.get());
        }
        session.ifPresent(request.context()::register);
        return session.map(found ->
                new Caller(
                        found.account().id(),
                        found.account().name(),
                        Caller.Kind.USER,
                        EnumSet.allOf(Permission.class),
                        addresses.of(request)));
    }

    private void requireOwnPage(RoutingRequest request, Sessions.Session session) {
        requireOwnOrigin(request);
        String token = request.headers().first(CSRF).orElse("");
        if (!sameText(token, session.csrf())) {
            throw new Problem(
                    403,
                    "Not from our own page",
                    "A changing request of a session needs the header X-CSRF-Token; scripts use an"
                            + " API token instead.");
        }
    }

    /**
     * Refuses a request that another site's page made.
     *
     * @throws Problem 403
     */
    public void requireOwnOrigin(io.helidon.webserver.http.ServerRequest request) {
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
        if (!hosts.isOwnOrigin(origin)) {
            throw new Problem(
                    403,
                    "Not from our own page",
                    "The request comes from '"
                            + shortened(origin)
                            + "', which is not this server's own address.");
        }
    }

    /** Compares in a time that does not depend on where the texts differ. */
    static boolean sameText(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("[^\\x21-\\x7e]", "?");
        return plain.length() > 100 ? plain.substring(0, 100) + "…" : plain;
    }

    /** The hosts and origins that are our own. */
    public interface Hosts {
        /**
         * Whether a request for that {@code host[:port]} is for us: the configured base URL's, or
         * loopback.
         */
        boolean knows(String authority);

        boolean isOwnOrigin(String origin);
    }

    /** Hosts that follow from the base URL and the address listened on. */
    public record ConfiguredHosts(java.util.function.Supplier<URI> baseUrl, String bind)
            implements Hosts {
        @Override
        public boolean knows(String authority) {
            String host = host(authority);
            return host.equals(host(baseUrl.get().getRawAuthority()))
                    || host.equals(bind.toLowerCase(Locale.ROOT))
                    || isLoopback(host);
        }

        /**
         * The base URL's origin, or a loopback name with its port: what a browser beside us shows.
         */
        @Override
        public boolean isOwnOrigin(String origin) {
            URI own = baseUrl.get();
            try {
                URI uri = URI.create(origin);
                return uri.getRawAuthority() != null
                        && own.getScheme().equals(uri.getScheme())
                        && (own.getRawAuthority().equalsIgnoreCase(uri.getRawAuthority())
                                || (isLoopback(host(uri.getRawAuthority()))
                                        && uri.getPort() == own.getPort()));
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        private static boolean isLoopback(String host) {
            return host.equals("localhost")
                    || host.equals("[::1]")
                    || host.matches("127(\\.\\d{1,3}){3}");
        }

        private static String host(String authority) {
            String host = authority.toLowerCase(Locale.ROOT);
            int colon = host.lastIndexOf(':');
            return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        }
    }
}
