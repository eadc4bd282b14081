package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.ConnectionTests;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Grant;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Request;
import io.hookline.server.http.Resource;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.connection.Authorization;
import io.hookline.server.studio.connection.ConnectionHealth;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.connection.LinkProposal;
import io.hookline.server.studio.connection.ReachColumn;
import io.hookline.server.studio.connection.StandingIn;
import io.hookline.server.studio.connection.StoredConnection;
import io.hookline.server.studio.folder.Folder;
import io.hookline.server.studio.folder.Folders;
import io.hookline.server.studio.use.FlowName;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /api/hookline/v1/connections}; secrets go in and never come out. */
final class ConnectionApi implements Resource<StoredConnection> {
    static final String PATH = "/api/hookline/v1/connections";
    private static final int MAX_PATH = 2_000;

    private final Connections connections;
    private final Folders folders;
    private final ConnectionTests tests;
    private final ConnectionReader reader;

    ConnectionApi(
            Connections connections,
            Folders folders,
            ConnectionTests tests,
            ConnectionReader reader) {
        this.connections = connections;
        this.tests = tests;
        this.folders = folders;
        this.reader = reader;
    }

    List<Route> routes() {
        List<Route> routes =
                new ArrayList<>(
                        Resource.routes(
                                PATH, Permission.READ_FLOWS, Permission.MANAGE_CONNECTIONS, this));
        routes.add(
                Route.post(
                        FolderApi.PATH + "/{id}/connections",
                        Permission.MANAGE_CONNECTIONS,
                        this::fill));
        routes.add(Route.get(PATH + "/{id}/usedBy", Permission.READ_FLOWS, this::usedBy));
        routes.add(Route.post(PATH + "/{id}/test", Permission.MANAGE_CONNECTIONS, this::test));
        routes.add(
                Route.get(
                        FolderApi.PATH + "/{id}/connections/proposals",
                        Permission.READ_FLOWS,
                        this::proposals));
        String link = PATH + "/{id}/link";
        routes.add(Route.put(link, Permission.USE_CONNECTIONS, this::link));
        routes.add(Route.delete(link, Permission.USE_CONNECTIONS, this::unlink));
        return routes;
    }

    /** What the empty connections of an import could stand for; nothing is linked by itself. */
    private Response proposals(Request request) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        Folder folder = folders.get(request.path("id"));
        for (LinkProposal proposal : connections.proposals(folder.id())) {
            ObjectNode json = list.addObject();
            json.set("connection", reference(proposal.empty()));
            json.set("proposed", reference(proposal.there()));
            ArrayNode reasons = json.putArray("reasons");
            proposal.reasons()
                    .forEach(reason -> reasons.add(reason.name().toLowerCase(Locale.ROOT)));
        }
        return Response.json(list);
    }

    private static ObjectNode reference(StoredConnection connection) {
        return Json.object().put("id", connection.id()).put("name", connection.name());
    }

    private Response link(Request request) {
        Body body = request.object();
        body.allowOnly("connection");
        String target = body.line("connection", 100);
        return Response.json(json(connections.link(request.caller(), request.path("id"), target)));
    }

    private Response unlink(Request request) {
        connections.unlink(request.caller(), request.path("id"));
        return Response.empty();
    }

    /** The flows that name the connection on a card. */
    private Response usedBy(Request request) {
        return Response.json(FlowName.json(connections.users(request.path("id"))));
    }

    /** Calls the other system; that it fails is an answer too. */
    private Response test(Request request) {
        StoredConnection connection = connections.get(request.path("id"));
        Body body = request.object();
        body.allowOnly("path");
        Optional<String> path = body.optionalLine("path", MAX_PATH);
        boolean isMail =
                connection
                        .baseUrl()
                        .filter(url -> ConnectionReader.scheme(url).startsWith("smtp"))
                        .isPresent();
        if (isMail && path.isPresent()) {
            body.fault("path", "expected none: a mail server has no paths.");
        }
        Connection usable =
                connections
                        .connection(connection.id())
                        .orElseThrow(() ->
                                new Refusal.Conflict(
                                        "Not set up",
                                        "The connection \""
                                                + connection.name()
                                                + "\" is not set up yet: fill in its address and"
                                                + " credentials, then test it."));
        long begun = System.nanoTime();
        ConnectionTests.Ended ended = tests.test(usable, path);
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        return Response.json(
                Json.object()
                        .put("works", ended.works())
                        .put("address", ended.address().map(URI::toString).orElse(null))
                        .put("status", ended.status().orElse(null))
                        .put("millis", millis)
                        .put("failure", ended.failure().orElse(null))
                        .put("reason", ended.reason().orElse(null)));
    }

    private Response fill(Request request) {
        Folder folder = folders.get(request.path("id"));
        ArrayNode filled = Json.MAPPER.createArrayNode();
        connections
                .fill(request.caller(), folder.id(), reader.fillings(request.object()))
                .forEach(connection -> filled.add(json(connection)));
        return Response.json(filled);
    }

    @Override
    public List<StoredConnection> list(long after, int limit) {
        return connections.list(after, limit);
    }

    @Override
    public StoredConnection get(String id) {
        return connections.get(id);
    }

    @Override
    public Created<StoredConnection> create(Caller caller, Body body) {
        return new Created<>(connections.create(caller, reader.fresh(body)));
    }

    @Override
    public StoredConnection update(Caller caller, StoredConnection before, Body body) {
        return connections.update(caller, before.id(), reader.changed(body, before));
    }

    @Override
    public void delete(Caller caller, String id) {
        connections.delete(caller, id);
    }

    @Override
    public String id(StoredConnection connection) {
        return connection.id();
    }

    @Override
    public long place(StoredConnection connection) {
        return connection.place();
    }

    @Override
    public ObjectNode json(StoredConnection connection) {
        ObjectNode json = Json.object().put("id", connection.id()).put("name", connection.name());
        json.put("connector", connection.connector());
        json.put("baseUrl", connection.baseUrl().map(URI::toString).orElse(null));
        json.set("auth", AuthFields.json(connection.auth()));
        json.put("standIn", connection.standIn().any())
                .put("standInForAll", connection.standIn() == StandingIn.FOR_ALL);
        ReachColumn.addTo(json, connection.reach()).put("filled", connection.filled());
        json.set(
                "linkedTo",
                connections.linked(connection.id()).map(ConnectionApi::reference).orElse(null));
        json.set(
                "owner",
                connection
                        .owner()
                        .map(owner -> Json.object().put("id", owner.id()).put("name", owner.name()))
                        .orElse(null));
        json.set("health", json(connections.health(connection.id())));
        json.put("tokenExpiresAt", time(connections.tokenUntil(connection.id())));
        json.set(
                "authorization",
                connection.auth().authorizeUrl().isPresent()
                        ? authorization(connections.authorization(connection.id()))
                        : null);
        return json;
    }

    private static ObjectNode authorization(Optional<Authorization> authorization) {
        ObjectNode json = Json.object();
        Optional<Grant.Tokens> tokens = authorization.flatMap(Authorization::tokens);
        json.put("status", tokens.isPresent() ? "authorized" : "needed");
        json.put("at", time(authorization.map(Authorization::granted)));
        json.set(
                "by",
                authorization
                        .map(given ->
                                Json.object()
                                        .put("id", given.by().id())
                                        .put("name", given.by().name()))
                        .orElse(null));
        json.put("refreshes", tokens.flatMap(Grant.Tokens::refresh).isPresent());
        return json.put("reason", authorization.flatMap(Authorization::refused).orElse(null));
    }

    private static ObjectNode json(Optional<ConnectionHealth> health) {
        ObjectNode json = Json.object();
        json.put(
                "status",
                health.map(known -> known.isFailing() ? "failing" : "working").orElse("unused"));
        json.put("lastUsed", time(health.map(ConnectionHealth::used)));
        json.put("lastSuccess", time(health.flatMap(ConnectionHealth::answered)));
        json.put("lastFailure", time(health.flatMap(ConnectionHealth::failed)));
        return json.put("reason", health.flatMap(ConnectionHealth::reason).orElse(null));
    }

    private static String time(Optional<Instant> instant) {
        return instant.map(Times::millis).orElse(null);
    }
}
