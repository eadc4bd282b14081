package io.hookline.server.studio.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.tables.RowQuery;
import io.hookline.connectors.tables.RowQuery.Condition;
import io.hookline.flow.card.CardFailure;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Page;
import io.hookline.server.http.Query;
import io.hookline.server.http.Request;
import io.hookline.server.http.Resource;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.FieldError;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.table.StoredRow;
import io.hookline.server.studio.table.StoredRows;
import io.hookline.server.studio.table.Table;
import io.hookline.server.studio.table.Tables;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /api/hookline/v1/tables} and the rows in them. */
final class TableApi implements Resource<Table> {
    private static final String PATH = "/api/hookline/v1/tables";
    private static final int MAX_BODY = 1024 * 1024;
    private static final String WHERE = "where";

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
        routes.add(Route.get(table + "/rows", Permission.READ_EXECUTIONS, this::rows));
        routes.add(Route.delete(table + "/rows", Permission.MANAGE_FLOWS, this::clear));
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
        json.put(Table.KEEP_DAYS, table.keepDays().orElse(null));
        return json.put("rowCount", table.rows());
    }

    private Response rows(Request request) {
        Page page = request.page();
        List<Condition> where = where(request.query());
        String table = tables.get(request.path("id")).id();
        request.makes(StoredRows.memory(page.limit()));
        StoredRows.Part part = checked(() -> rows.list(table, where, page.after(), page.limit()));
        return page.response(request, part.rows(), part.more(), StoredRow::place, TableApi::json);
    }

    /** The conditions of a query, in the form that cards have them. */
    static List<Condition> where(Query query) {
        return query.text(WHERE)
                .map(text -> {
                    try {
                        if (Json.parse(text.getBytes(StandardCharsets.UTF_8))
                                instanceof ObjectNode where) {
                            return checked(() -> RowQuery.conditions(where, Map.of()));
                        }
                    } catch (JsonProcessingException noJson) {
                        // Answered below, like JSON that is no object.
                    }
                    query.fault(
                            WHERE,
                            "expected a filter such as {\"expr\": [{\"lhs\": \"Column\", \"op\":"
                                    + " \"=\", \"rhs\": \"value\", \"join\": \"AND\"}]}.");
                    return List.<Condition>of();
                })
                .orElse(List.of());
    }

    /** What is wrong with a filter is the caller's mistake. */
    static <T> T checked(Supplier<T> search) {
        try {
            return search.get();
        } catch (CardFailure.Invalid | CardFailure.NotFound e) {
            throw new Refusal.Invalid(
                    Refusal.Invalid.Place.QUERY,
                    WHERE,
                    List.of(new FieldError(WHERE, e.getMessage())));
        }
    }

    private Response clear(Request request) {
        Table table = tables.get(request.path("id"));
        rows.clear(
                table.id(),
                transaction ->
                        tables.report(
                                transaction, request.caller(), "update", "Clear table", table));
        return Response.empty();
    }

    private static ObjectNode json(StoredRow row) {
        ObjectNode json = Json.object().put("id", row.id());
        json.put("created", row.created().toString()).put("updated", row.updated().toString());
        json.set("values", row.cells());
        return json;
    }
}
