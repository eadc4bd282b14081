package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Query;
import io.hookline.server.http.Request;
import io.hookline.server.http.Resource;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.studio.table.StoredRows;
import io.hookline.server.studio.table.Table;
import io.hookline.server.studio.table.Tables;
import io.hookline.server.studio.use.FlowName;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /api/hookline/v1/tables} and the rows in them. */
final class TableApi implements Resource<Table> {
    private static final String PATH = "/api/hookline/v1/tables";
    private static final int MAX_BODY = 1024 * 1024;

    private final Tables tables;
    private final StoredRows rows;

    TableApi(Tables tables, StoredRows rows) {
        this.tables = tables;
        this.rows = rows;
    }

    List<Route> routes() {
        List<Route> routes =
                new ArrayList<>(
                        Resource.routes(
                                PATH, Permission.READ_FLOWS, Permission.MANAGE_FLOWS, this));
        TableFiles files = new TableFiles(tables, rows);
        String table = PATH + "/{id}";
        routes.add(Route.get(table + "/usedBy", Permission.READ_FLOWS, this::usedBy));
        routes.addAll(new TableRowApi(tables, rows).routes(table));
        routes.add(Route.get(table + "/export", Permission.READ_EXECUTIONS, files::write));
        routes.add(Route.post(table + "/import", Permission.MANAGE_FLOWS, files::read));
        return routes;
    }

    @Override
    public int maxBody() {
        return MAX_BODY;
    }

    @Override
    public List<Table> list(long after, int limit) {
        return tables.list(Optional.empty(), after, limit);
    }

    @Override
    public List<Table> list(Query query, long after, int limit) {
        return tables.list(query.text("folder"), after, limit);
    }

    @Override
    public Table get(String id) {
        return tables.get(id);
    }

    @Override
    public Created<Table> create(Caller caller, Body body) {
        String folder = FolderApi.required(body);
        ArrayNode structure = TableColumns.structure(body);
        return new Created<>(
                tables.create(
                        caller,
                        new Table.Draft(
                                NameFields.name(body),
                                NameFields.description(body).orElse(""),
                                folder,
                                structure,
                                TableColumns.uniqueKeys(body, structure),
                                TableColumns.keepDays(body))));
    }

    @Override
    public Table update(Caller caller, Table before, Body body) {
        String folder = body.reference("folder").orElse(before.folder().id());
        ArrayNode structure =
                body.isAbsent("columns")
                        ? (ArrayNode) before.document().get("data").get("structure")
                        : TableColumns.structure(body);
        return tables.update(
                caller,
                before.id(),
                new Table.Draft(
                        NameFields.name(body),
                        NameFields.description(body, before.description()),
                        folder,
                        structure,
                        body.isAbsent(Table.UNIQUE_KEYS)
                                ? before.uniqueKeys()
                                : TableColumns.uniqueKeys(body, structure),
                        TableColumns.keepDays(body)));
    }

    @Override
    public void delete(Caller caller, String id) {
        tables.delete(caller, id);
    }

    @Override
    public String id(Table table) {
        return table.id();
    }

    @Override
    public long place(Table table) {
        return table.place();
    }

    @Override
    public ObjectNode json(Table table) {
        ObjectNode json = Json.object().put("id", table.id()).put("name", table.name());
        json.put("description", table.description());
        json.set("folder", FolderApi.reference(table.folder()));
        json.set("columns", TableColumns.json(table.columns()));
        ArrayNode keys = json.putArray(Table.UNIQUE_KEYS);
        table.uniqueKeys().forEach(key -> key.forEach(keys.addArray()::add));
        json.put(Table.KEEP_DAYS, table.keepDays().orElse(null));
        return json.put("rowCount", table.rows());
    }

    private Response usedBy(Request request) {
        return Response.json(FlowName.json(tables.users(request.path("id"))));
    }
}
