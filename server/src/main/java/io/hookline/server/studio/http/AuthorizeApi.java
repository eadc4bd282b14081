package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth.AuthorizationCode;
import io.hookline.flow.card.Grant;
import io.hookline.flow.card.Secret;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Sessions;
import io.hookline.server.http.Query;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.connection.Authorizations;
import io.hookline.server.studio.connection.Authorizations.Departure;
import io.hookline.server.studio.connection.Authorizations.Returned;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.connection.StoredConnection;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** How a person gives a connection leave at an authorization server, and comes back. */
public final class AuthorizeApi {
    /** Where authorization servers send people back to. */
    public static final String CALLBACK = "/oauth/callback";

    /** The page of all connections. */
    public static final String CONNECTIONS = "/console/connections";

    private final Connections connections;
    private final Authorizations authorizations;
    private final Calls calls;

    private AuthorizeApi(Connections connections, Authorizations authorizations, Calls calls) {
        this.connections = connections;
        this.authorizations = authorizations;
        this.calls = calls;
    }

    /**
     * @param calls gets the tokens
     * @param clock says when people must be back
     */
    public static AuthorizeApi of(Connections connections, Calls calls, InstantSource clock) {
        return new AuthorizeApi(connections, new Authorizations(clock), calls);
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                        ConnectionApi.PATH + "/{id}/authorize",
                        Permission.MANAGE_CONNECTIONS,
                        this::authorize));
    }

    /** Only a session can come back; whoever has none is shown the page with the button. */
    private Response authorize(Request request) {
        String id = request.path("id");
        Query query = request.query();
        query.allowOnly();
        ObjectNode json = Json.object();
        if (request.session().isPresent()) {
            Departure departure = leave(request, id);
            json.put("address", departure.address().toString());
            json.put("expiresAt", Times.millis(departure.until()));
        } else {
            byCode(connections.get(id));
            json.put("address", request.url(page(id)).toString());
            json.putNull("expiresAt");
        }
        return Response.json(json.put("redirectUri", request.url(CALLBACK).toString())).noStore();
    }

    /** The page of a connection, where its person goes on when they are back. */
    public static String page(String connection) {
        return CONNECTIONS + "/" + connection.replaceAll("[^\\w-]", "");
    }

    private Departure leave(Request request, String id) {
        StoredConnection connection = connections.get(id);
        URI authorizeUrl = byCode(connection);
        if (!connection.filled()) {
            throw new Refusal.Conflict(
                    "Not set up",
                    "The connection \""
                            + connection.name()
                            + "\" has no client secret yet. Enter it first, then authorise.");
        }
        Sessions.Session session = request.session().orElseThrow(Caller::noCredentials);
        return authorizations.leave(
                connection, authorizeUrl, new Secret(session.csrf()), request.url(CALLBACK));
    }

    private static URI byCode(StoredConnection connection) {
        return connection
                .auth()
                .authorizeUrl()
                .orElseThrow(() ->
                        new Refusal.Conflict(
                                "Nothing to authorise",
                                "The connection \""
                                        + connection.name()
                                        + "\" proves who it is without a person. Only one with the"
                                        + " grant authorization_code is authorised by one."));
    }

    /** How a person came back. */
    public sealed interface Arrival {
        /** The connection has its tokens. */
        record Authorized(String connection) implements Arrival {}

        /**
         * It has none.
         *
         * @param reason in sentences, without secrets
         * @param connection empty when the answer belongs to none
         */
        record Failed(String reason, Optional<String> connection) implements Arrival {}
    }

    /** Takes what the authorization server sent with the person of a session. */
    public Arrival arrive(Request request, Sessions.Session session) {
        request.caller().require(Permission.MANAGE_CONNECTIONS);
        Optional<Returned> known =
                request.query()
                        .text("state")
                        .flatMap(state ->
                                authorizations.comeBack(state, new Secret(session.csrf())));
        if (known.isEmpty()) {
            return new Arrival.Failed(
                    "This answer was not asked for in this session, was used before, or came after"
                            + " more than ten minutes. Open the connection and authorise it again.",
                    Optional.empty());
        }
        Returned returned = known.get();
        Optional<String> error = request.query().text("error");
        Optional<String> code = request.query().text("code").filter(text -> !text.isBlank());
        if (error.isPresent() || code.isEmpty()) {
            return failed(returned, said(error, request.query().text("error_description")));
        }
        return exchanged(request.caller(), returned, new Secret(code.get()));
    }

    /** Words of another system, which may be anything. */
    private static String said(Optional<String> error, Optional<String> description) {
        String code =
                error.filter(text -> text.matches("[A-Za-z0-9_.-]{1,60}"))
                        .orElse("an answer without a code");
        String why =
                description
                        .map(text -> text.replaceAll("\\p{Cntrl}", " ").strip())
                        .filter(text -> !text.isEmpty())
                        .map(text -> text.length() > 300 ? text.substring(0, 300) + "…" : text)
                        .map(text -> ": \"" + text + "\"")
                        .orElse("");
        return "The authorization server gave no leave: " + code + why + ".";
    }

    private Arrival exchanged(Caller caller, Returned returned, Secret code) {
        Optional<Connection> connection = connections.connection(returned.connection());
        if (connection.isEmpty() || !(connection.get().auth() instanceof AuthorizationCode auth)) {
            return failed(
                    returned, "The connection was changed or deleted meanwhile. Authorise again.");
        }
        try {
            Grant.Tokens tokens =
                    calls.exchange(
                            connection.get(), auth, code, returned.verifier(), returned.redirect());
            connections.authorize(caller, returned.connection(), tokens);
            connection.get().answered();
            return new Arrival.Authorized(returned.connection());
        } catch (CardFailure failure) {
            connection.get().failed(failure.getMessage());
            return failed(returned, String.valueOf(failure.getMessage()));
        }
    }

    private static Arrival failed(Returned returned, String reason) {
        return new Arrival.Failed(reason, Optional.of(returned.connection()));
    }
}
