package io.hookline.server.access.http;

import io.hookline.server.access.Authenticator;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Sessions;
import io.hookline.server.http.Problem;
import io.hookline.server.http.Request;
import io.hookline.server.http.RequestFilter;
import io.hookline.server.http.Response;
import io.hookline.server.refusal.Refusal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses foreign hosts, finds out who calls, and lets nobody unknown near the API. A token proves
 * itself by {@code Authorization: SSWS …}; a browser by its session cookie, and then a changing
 * request must come from our own pages. Whether the caller may do what it asks is checked by the
 * route ({@link io.hookline.server.http.Admission}).
 */
public final class AuthenticationFilter implements RequestFilter {
    /** The header that a changing request of a session bears; forms send the field {@code csrf}. */
    private static final String CSRF = "X-CSRF-Token";

    /**
     * Paths whose routes find out by their own means who calls: invoke URLs by client token,
     * receiving addresses by their source's secret.
     */
    private static final List<String> OWN_PROOF = List.of("/api/flo/", "/api/receive/");

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final OwnHosts hosts;
    private final Authenticator authenticator;
    private final Sessions sessions;
    private final RequestLimit limit;

    public AuthenticationFilter(
            OwnHosts hosts, Authenticator authenticator, Sessions sessions, RequestLimit limit) {
        this.hosts = hosts;
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.limit = limit;
    }

    @Override
    public Pass pass(Request request) {
        hosts.requireOwnHost(request);
        String path = request.path();
        if (OWN_PROOF.stream().anyMatch(path::startsWith)) {
            return Pass.PLAIN;
        }
        if (request.method().equals("POST")
                && (path.equals(SessionApi.PATH) || path.equals(SetupApi.SETUP))) {
            // Who signs in proves nothing yet, and may have a session that it no longer knows of.
            return Pass.PLAIN;
        }
        Pass pass = identify(request);
        boolean asksWhoItIs =
                request.method().equals("GET")
                        && (path.equals(SessionApi.PATH) || path.equals(SetupApi.SIGN_IN));
        if (!path.startsWith("/api/") || asksWhoItIs) {
            return pass;
        }
        Caller caller = pass.caller().orElseThrow(authenticator::missing);
        return new Pass(pass.caller(), pass.session(), admit(caller, request));
    }

    /**
     * Each route asks what its caller may do; one that forgot to ask is not open even so.
     *
     * @return what the answer says of the caller's limit
     */
    private List<Response.Header> admit(Caller caller, Request request) {
        boolean ingest = request.path().equals("/api/v1/logs") && request.method().equals("POST");
        if (caller.kind() == Caller.Kind.SOURCE && !ingest) {
            throw new Refusal.NotAllowed(
                    "The token '"
                            + caller.name()
                            + "' is a source's: it may send events by POST /api/v1/logs and nothing"
                            + " else.");
        }
        // Ingest is no operation of the original, and as many events come as there are.
        return request.path().startsWith("/api/v1/") && !ingest ? limit.count(caller) : List.of();
    }

    private Pass identify(Request request) {
        Optional<String> authorization = request.header("Authorization");
        if (authorization.isPresent()) {
            Caller caller =
                    authenticator.authenticate(authorization.get(), request.clientAddress());
            return new Pass(Optional.of(caller), Optional.empty(), List.of());
        }
        Optional<Sessions.Session> session =
                request.cookie(SessionCookies.SESSION).flatMap(sessions::find);
        if (session.isPresent()
                && request.path().startsWith("/api/")
                && !SAFE.contains(request.method())) {
            requireOwnPage(request, session.get());
        }
        return new Pass(
                session.map(found -> found.account().caller(request.clientAddress())),
                session,
                List.of());
    }

    private void requireOwnPage(Request request, Sessions.Session session) {
        hosts.requireOwnOrigin(request);
        if (!sameText(request.header(CSRF).orElse(""), session.csrf())) {
            throw new Problem(
                    403,
                    "Not from our own page",
                    "A changing request of a session needs the header X-CSRF-Token; scripts use an"
                            + " API token instead.");
        }
    }

    /** Compares in a time that does not depend on where the texts differ. */
    private static boolean sameText(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
