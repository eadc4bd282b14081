package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Request;
import io.hookline.server.http.Resource;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.connection.StandingIn;
import io.hookline.server.studio.connection.StoredConnection;
import io.hookline.server.studio.folder.Folder;
import io.hookline.server.studio.folder.Folders;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** {@code /api/hookline/v1/connections}; secrets go in and never come out. */
final class ConnectionApi implements Resource<StoredConnection> {
    private static final String PATH = "/api/hookline/v1/connections";

    private final Connections connections;
    private final Folders folders;
    private final ConnectionReader reader;

    /**
     * @param mayBePlain whether credentials may go to that address without encryption
     */
    ConnectionApi(Connections connections, Folders folders, Predicate<URI> mayBePlain) {
        this.connections = connections;
        this.folders = folders;
        this.reader = new ConnectionReader(mayBePlain);
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
        return routes;
    }

    private Response fill(Request request) {
        Folder folder = folders.get(request.path("id"));
        ArrayNode filled = Json.MAPPER.createArrayNode();
        connections
                .fill(request.caller(), folder.id(), reader.fillings(request.object()))
                .forEach(connection -> filled.add(shown(connection)));
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
        return shown(connection);
    }

    static ObjectNode shown(StoredConnection connection) {
        ObjectNode json = Json.object().put("id", connection.id()).put("name", connection.name());
        json.put("connector", connection.connector());
        json.put("baseUrl", connection.baseUrl().map(URI::toString).orElse(null));
        json.set("auth", AuthFields.json(connection.auth()));
        return json.put("standIn", connection.standIn().any())
                .put("standInForAll", connection.standIn() == StandingIn.FOR_ALL)
                .put("filled", connection.filled());
    }
}
