package io.hookline.server.studio.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.tables.RowQuery;
import io.hookline.connectors.tables.RowQuery.Condition;
import io.hookline.connectors.tables.TableRows;
import io.hookline.flow.card.CardFailure;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Page;
import io.hookline.server.http.Query;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.FieldError;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.table.SortedRows;
import io.hookline.server.studio.table.SortedRows.Order;
import io.hookline.server.studio.table.SortedRows.Place;
import io.hookline.server.studio.table.StoredRow;
import io.hookline.server.studio.table.StoredRows;
import io.hookline.server.studio.table.Table;
import io.hookline.server.studio.table.Tables;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** {@code /api/hookline/v1/tables/{id}/rows}: rows as people see, make and change them. */
final class TableRowApi {
    private static final int MAX_BODY = 2 * 1024 * 1024;
    private static final int MOST_COLUMNS = 256;
    private static final int LONGEST_COLUMN = 1_000;
    private static final String WHERE = "where";
    private static final String AFTER = "after";
    private static final String VALUES = "values";
    private static final String UPSERT_BY = "upsertBy";

    private final Tables tables;
    private final StoredRows rows;

    TableRowApi(Tables tables, StoredRows rows) {
        this.tables = tables;
        this.rows = rows;
    }

    List<Route> routes(String table) {
        String all = table + "/rows";
        String one = all + "/{rowId}";
        return List.of(
                Route.get(all, Permission.READ_EXECUTIONS, this::list),
                Route.post(all, Permission.MANAGE_FLOWS, this::create),
                Route.delete(all, Permission.MANAGE_FLOWS, this::clear),
                Route.get(one, Permission.READ_EXECUTIONS, this::get),
                Route.put(one, Permission.MANAGE_FLOWS, this::change),
                Route.delete(one, Permission.MANAGE_FLOWS, this::remove));
    }

    private Response list(Request request) {
        Query query = request.query();
        query.allowOnly(WHERE, "sort", "descending", "limit", AFTER);
        List<Condition> where = where(query);
        Optional<String> sort = query.text("sort");
        boolean descending = query.flag("descending").orElse(false);
        return sort.isPresent()
                ? sorted(request, where, new Order(sort.get(), descending))
                : inOrderOfAge(request, where);
    }

    private Response inOrderOfAge(Request request, List<Condition> where) {
        Page page = request.page();
        String table = tables.get(request.path("id")).id();
        request.makes(StoredRows.memory(page.limit()));
        StoredRows.Part part =
                checked(WHERE, () -> rows.list(table, where, page.after(), page.limit()));
        return page.response(
                request, part.rows(), part.more(), StoredRow::place, TableRowApi::json);
    }

    private Response sorted(Request request, List<Condition> where, Order order) {
        Query query = request.query();
        int limit = query.number("limit", 1, Page.MAX).map(Long::intValue).orElse(Page.DEFAULT);
        Optional<Place> after =
                query.text(AFTER)
                        .flatMap(text -> {
                            Optional<Place> place = Place.of(text);
                            if (place.isEmpty()) {
                                query.fault(AFTER, "expected what a Link of this list said.");
                            }
                            return place;
                        });
        Table table = tables.get(request.path("id"));
        boolean known =
                List.of("_id", "Row ID", "Created", "Updated").contains(order.column())
                        || table.columns().stream()
                                .anyMatch(column -> column.name().equals(order.column()));
        if (!known) {
            query.fault(
                    "sort",
                    "the table \"" + table.name() + "\" has no column \"" + order.column() + "\".");
        }
        request.makes(StoredRows.memory(limit));
        SortedRows.Part part =
                checked(WHERE, () -> rows.sorted().part(table.id(), where, order, after, limit));
        ArrayNode list = Json.MAPPER.createArrayNode();
        part.rows().forEach(row -> list.add(json(row)));
        Response response = Response.json(list);
        return part.next()
                .map(place -> response.link(request.url(next(request, place, limit)), "next"))
                .orElse(response);
    }

    /** The same query, from another place on. */
    private static String next(Request request, Place place, int limit) {
        StringBuilder next = new StringBuilder(request.path());
        next.append("?after=").append(place.text()).append("&limit=").append(limit);
        for (String name : List.of(WHERE, "sort", "descending")) {
            request.query()
                    .text(name)
                    .ifPresent(value ->
                            next.append('&')
                                    .append(name)
                                    .append('=')
                                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        }
        return next.toString();
    }

    private Response get(Request request) {
        String table = tables.get(request.path("id")).id();
        return answer(200, rows.row(table, request.path("rowId")));
    }

    /** Adds a row; with a unique key it may be one that is there. */
    private Response create(Request request) {
        Body body = request.object(MAX_BODY);
        Table table = tables.get(request.path("id"));
        body.allowOnly(VALUES, UPSERT_BY);
        Map<String, JsonNode> values = values(table, body);
        Optional<List<String>> by = body.texts(UPSERT_BY, 1, MOST_COLUMNS, LONGEST_COLUMN);
        if (by.isEmpty()) {
            String id =
                    refusing(() ->
                            rows.create(
                                    table.id(),
                                    values,
                                    reporting(request, "Add row to table", table)));
            return answer(201, rows.row(table.id(), id)).header("Location", at(request, id));
        }
        // The answer shows what the row held before.
        request.caller().require(Permission.READ_EXECUTIONS);
        TableRows.Upserted row =
                refusing(() ->
                        rows.upsert(
                                table.id(),
                                by.get(),
                                values,
                                reporting(request, "Change or add row of table", table)));
        Response response = answer(row.created() ? 201 : 200, rows.row(table.id(), row.id()));
        return row.created() ? response.header("Location", at(request, row.id())) : response;
    }

    private static String at(Request request, String row) {
        return request.url(request.path() + "/" + row).toString();
    }

    private Response change(Request request) {
        Body body = request.object(MAX_BODY);
        // The answer shows the other cells of the row.
        request.caller().require(Permission.READ_EXECUTIONS);
        Table table = tables.get(request.path("id"));
        StoredRow before = rows.row(table.id(), request.path("rowId"));
        body.allowOnlyMembersOf(json(before), List.of());
        Map<String, JsonNode> values = values(table, body);
        refusing(() -> {
            rows.update(
                    table.id(),
                    before.id(),
                    values,
                    Revision.expectedVersion(request),
                    reporting(request, "Change row of table", table));
            return table;
        });
        return answer(200, rows.row(table.id(), before.id()));
    }

    private Response remove(Request request) {
        Table table = tables.get(request.path("id"));
        refusing(() -> {
            rows.delete(
                    table.id(),
                    request.path("rowId"),
                    Revision.expectedVersion(request),
                    reporting(request, "Delete row of table", table));
            return table;
        });
        return Response.empty();
    }

    private Response clear(Request request) {
        Table table = tables.get(request.path("id"));
        rows.clear(table.id(), reporting(request, "Clear table", table));
        return Response.empty();
    }

    private Consumer<Transaction> reporting(Request request, String message, Table table) {
        return transaction ->
                tables.report(transaction, request.caller(), "update", message, table);
    }

    /** The values of a request, each of which its column can hold. */
    private static Map<String, JsonNode> values(Table table, Body body) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        if (!(body.node(VALUES) instanceof ObjectNode sent)) {
            body.fault(VALUES, "expected an object with values by column.");
            return values;
        }
        List<Table.Column> columns = table.columns();
        sent.properties()
                .forEach(value -> {
                    columns.stream()
                            .filter(known -> known.name().equals(value.getKey()))
                            .findFirst()
                            .ifPresentOrElse(
                                    column -> check(body, column, value.getValue()),
                                    () ->
                                            body.fault(
                                                    VALUES + "." + value.getKey(),
                                                    "the table has no such column; it has "
                                                            + names(columns)
                                                            + "."));
                    values.put(value.getKey(), value.getValue());
                });
        return values;
    }

    private static String names(List<Table.Column> columns) {
        return String.join(", ", columns.stream().map(Table.Column::name).toList());
    }

    private static void check(Body body, Table.Column column, JsonNode value) {
        if (column.type().convert(value).isEmpty()) {
            body.fault(
                    VALUES + "." + column.name(),
                    "the column holds a "
                            + column.type().word()
                            + "; "
                            + Json.shown(value)
                            + " is none.");
        }
    }

    /** The conditions of a query, in the form that cards have them. */
    static List<Condition> where(Query query) {
        return query.text(WHERE)
                .map(text -> {
                    try {
                        if (Json.parse(text.getBytes(StandardCharsets.UTF_8))
                                instanceof ObjectNode where) {
                            return checked(WHERE, () -> RowQuery.conditions(where, Map.of()));
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

    /** What is wrong with a parameter is the caller's mistake. */
    static <T> T checked(String parameter, Supplier<T> search) {
        try {
            return search.get();
        } catch (CardFailure.Invalid | CardFailure.NotFound e) {
            throw new Refusal.Invalid(
                    Refusal.Invalid.Place.QUERY,
                    parameter,
                    List.of(new FieldError(parameter, e.getMessage())));
        }
    }

    /** What does not fit a table is the caller's mistake, too. */
    static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (CardFailure.Invalid | CardFailure.NotFound e) {
            throw new Refusal.Invalid(e.getMessage());
        } catch (CardFailure.Rejected e) {
            throw new Refusal.Conflict(e.getMessage());
        }
    }

    private static Response answer(int status, StoredRow row) {
        return Response.json(status, json(row)).header("ETag", Revision.tag(row.version()));
    }

    private static ObjectNode json(StoredRow row) {
        ObjectNode json = Json.object().put("id", row.id()).put("version", row.version());
        json.put("created", row.created().toString()).put("updated", row.updated().toString());
        json.set(VALUES, row.cells());
        return json;
    }
}
