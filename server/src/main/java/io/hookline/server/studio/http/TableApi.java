package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Page;
import io.hookline.server.json.Json;
import io.hookline.server.studio.Fields;
import io.hookline.server.studio.folder.Folders;
import io.hookline.server.studio.table.ColumnType;
import io.hookline.server.studio.table.TableStore;
import io.hookline.server.studio.table.Tables;

import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code /api/hookline/v1/tables} and the rows in them. */
public final class TableApi implements HttpService {
    private static final String PATH = "/api/hookline/v1/tables";
    private static final int MAX_BODY = 1024 * 1024;
    private static final int MAX_COLUMNS = 256;

    private final Tables tables;
    private final TableStore rows;
    private final Folders folders;
    private final Supplier<URI> baseUrl;

    public TableApi(Tables tables, TableStore rows, Folders folders, Supplier<URI> baseUrl) {
        this.tables = tables;
        this.rows = rows;
        this.folders = folders;
        this.baseUrl = baseUrl;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, this::list)
                .post(PATH, this::create)
                .get(PATH + "/{id}", this::get)
                .put(PATH + "/{id}", this::put)
                .delete(PATH + "/{id}", this::delete)
                .get(PATH + "/{id}/rows", this::rows);
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        Page page = Page.of(request);
        Map<String, Folders.Folder> all = folders.all();
        page.send(
                request,
                response,
                baseUrl.get(),
                tables.list(page, Page.query(request).first("folder")),
                Tables.Table::seq,
                table -> json(table, all));
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        send(response, 200, tables.get(id(request)));
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        ObjectNode body = Bodies.object(request, MAX_BODY);
        Tables.Table table = tables.create(caller, draft(body, Optional.empty()));
        response.header(
                HeaderNames.LOCATION, baseUrl.get().resolve(PATH + "/" + table.id()).toString());
        send(response, 201, table);
    }

    private void put(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        Tables.Table before = tables.get(id(request));
        ObjectNode body = Bodies.object(request, MAX_BODY);
        send(response, 200, tables.update(caller, before.id(), draft(body, Optional.of(before))));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        tables.delete(caller, id(request));
        Bodies.sendEmpty(response);
    }

    private void rows(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_EXECUTIONS);
        Page page = Page.of(request);
        page.send(
                request,
                response,
                baseUrl.get(),
                rows.rows(id(request), page),
                TableStore.Row::seq,
                TableApi::json);
    }

    private static Tables.Draft draft(ObjectNode body, Optional<Tables.Table> before) {
        String folder =
                Fields.reference(body, "folder")
                        .or(() -> before.map(Tables.Table::folder))
                        .orElseThrow(() ->
                                Fields.invalid(
                                        "folder", "expected the folder's id as {\"id\": …}."));
        ArrayNode structure =
                before.isPresent() && Fields.isAbsent(body.path("columns"))
                        ? (ArrayNode) before.get().document().get("data").get("structure")
                        : structure(body.path("columns"));
        String description =
                Fields.description(body, before.map(Tables.Table::description).orElse(""));
        return new Tables.Draft(Fields.name(body, "name"), description, folder, structure);
    }

    /** Columns as files have them. */
    private static ArrayNode structure(JsonNode columns) {
        if (!columns.isArray() || columns.isEmpty() || columns.size() > MAX_COLUMNS) {
            throw Fields.invalid("columns", "expected a list of 1 to " + MAX_COLUMNS + " columns.");
        }
        ArrayNode structure = Json.MAPPER.createArrayNode();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            JsonNode column = columns.get(i);
            String field = "columns[" + i + "]";
            if (!column.isObject()
                    || !column.path("name").isTextual()
                    || column.path("name").asText().isBlank()) {
                throw Fields.invalid(field + ".name", "expected a name.");
            }
            if (!names.add(column.path("name").textValue())) {
                throw Fields.invalid(field + ".name", "a second column with this name.");
            }
            String word = column.path("type").asText("text");
            ColumnType type =
                    ColumnType.ofWord(word)
                            .orElseThrow(() ->
                                    Fields.invalid(
                                            field + ".type",
                                            "expected text, number, boolean or date, found \""
                                                    + word
                                                    + "\"."));
            JsonNode standard = column.path("default");
            if (type.convert(standard).isEmpty()) {
                throw Fields.invalid(
                        field + ".default", Fields.shown(standard) + " is no " + word + ".");
            }
            ObjectNode entry =
                    structure
                            .addObject()
                            .put("name", column.path("name").textValue())
                            .put("type", type.file());
            entry.set("default", standard.isMissingNode() ? null : standard);
        }
        return structure;
    }

    private void send(ServerResponse response, int status, Tables.Table table) {
        Bodies.send(response, status, json(table, folders.all()));
    }

    private static ObjectNode json(Tables.Table table, Map<String, Folders.Folder> all) {
        ObjectNode json = Json.object().put("id", table.id()).put("name", table.name());
        json.put("description", table.description());
        Folders.Folder folder = all.get(table.folder());
        json.set("folder", folder == null ? null : Folders.reference(folder));
        ArrayNode columns = json.putArray("columns");
        for (Tables.Column column : table.columns()) {
            ObjectNode entry =
                    columns.addObject()
                            .put("name", column.name())
                            .put("type", column.type().word());
            entry.set("default", column.standard().isMissingNode() ? null : column.standard());
        }
        return json.put("rowCount", table.rows());
    }

    private static ObjectNode json(TableStore.Row row) {
        ObjectNode json = Json.object().put("id", row.id());
        json.put("created", row.created().toString()).put("updated", row.updated().toString());
        json.set("values", row.cells());
        return json;
    }
}
