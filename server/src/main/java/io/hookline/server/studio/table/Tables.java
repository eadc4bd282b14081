package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.server.access.Caller;
import io.hookline.server.http.Page;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.InUse;
import io.hookline.server.studio.StudioLog;
import io.hookline.server.studio.flow.FlowProblems;
import io.hookline.server.studio.flow.FlowStore;
import io.hookline.server.studio.folder.Folders;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Tables: names and columns; what is in them is {@link TableStore}'s. */
public final class Tables {
    private static final Sql IDS = Sql.of("SELECT id FROM data_table");
    private static final Sql AFTER =
            Sql.of(
                    """
                    SELECT * FROM data_table
                    WHERE seq > :after AND (:folder IS NULL OR folder = :folder)
                    ORDER BY seq LIMIT :limit\
                    """);
    private static final Sql ALL = Sql.of("SELECT * FROM data_table ORDER BY seq");
    private static final Sql FIND = Sql.of("SELECT * FROM data_table WHERE id = :id");
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO data_table (id, folder, name, description, document, row_count, created)
                    VALUES (:id, :folder, :name, :description, :document, 0, :now)\
                    """);
    private static final Sql UPDATE =
            Sql.of(
                    """
                    UPDATE data_table SET folder = :folder, name = :name,
                        description = :description, document = :document
                    WHERE id = :id\
                    """);
    private static final Sql DELETE_ROWS = Sql.of("DELETE FROM data_row WHERE table_id = :id");
    private static final Sql DELETE = Sql.of("DELETE FROM data_table WHERE id = :id");

    private final Database database;
    private final Folders folders;
    private final FlowStore flows;
    private final StudioLog log;
    private final InstantSource clock;

    /** For {@link FlowProblems}; changed after a commit. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    public Tables(
            Database database,
            Folders folders,
            FlowStore flows,
            StudioLog log,
            InstantSource clock) {
        this.database = database;
        this.folders = folders;
        this.flows = flows;
        this.log = log;
        this.clock = clock;
        known.addAll(database.read(tx -> tx.prepare(IDS).list(row -> row.text("id"))));
    }

    /**
     * A table.
     *
     * @param seq its place among all tables
     * @param document the flopack's entry, which has the columns
     */
    public record Table(
            long seq,
            String id,
            String folder,
            String name,
            String description,
            ObjectNode document,
            int rows) {
        public List<Column> columns() {
            List<Column> columns = new ArrayList<>();
            document.path("data")
                    .path("structure")
                    .forEach(column ->
                            columns.add(
                                    new Column(
                                            column.path("name").asText(),
                                            ColumnType.ofFile(column.path("type").asText()),
                                            column.path("default"))));
            return columns;
        }
    }

    /**
     * A column.
     *
     * @param standard what a row has when it says nothing; null for nothing
     */
    public record Column(String name, ColumnType type, JsonNode standard) {}

    /** What a person says about a table. */
    public record Draft(String name, String description, String folder, ArrayNode structure) {}

    public boolean exists(String id) {
        return known.contains(id);
    }

    public List<Table> list(Page page, Optional<String> folder) {
        return database.read(transaction ->
                transaction
                        .prepare(AFTER)
                        .number("after", page.after())
                        .text("folder", folder)
                        .number("limit", page.limit() + 1)
                        .list(Tables::table));
    }

    private static Table table(ResultRow row) {
        return new Table(
                row.number("seq"),
                row.text("id"),
                row.text("folder"),
                row.text("name"),
                row.text("description"),
                Flopack.read(row.bytes("document")),
                row.integer("row_count"));
    }

    /** The tables of some folders, in the order in which they came. */
    public List<Table> in(Transaction transaction, Set<String> folders) {
        return transaction.prepare(ALL).list(Tables::table).stream()
                .filter(table -> folders.contains(table.folder()))
                .toList();
    }

    public Table get(String id) {
        return database.read(transaction -> get(transaction, id));
    }

    public Table get(Transaction transaction, String id) {
        return find(transaction, id).orElseThrow(() -> Problem.notFound("table", id));
    }

    public Optional<Table> find(Transaction transaction, String id) {
        return transaction.prepare(FIND).text("id", id).first(Tables::table);
    }

    public Table create(Caller caller, Draft draft) {
        String id = UUID.randomUUID().toString();
        ObjectNode document = Json.object().put("id", id);
        document.put("name", draft.name()).put("description", draft.description());
        ObjectNode data =
                document.putObject("data").put("class", "simple").put("group_id", draft.folder());
        data.set("structure", draft.structure());
        return database.write(transaction -> {
            folders.named(transaction, "folder", draft.folder());
            insert(transaction, draft.folder(), document);
            Table table = get(transaction, id);
            tell(transaction, caller, "create", "Create table", table);
            return table;
        });
    }

    /** Makes a table of a flopack's entry. */
    public void insert(Transaction transaction, String folder, ObjectNode document) {
        String id = document.get("id").textValue();
        transaction
                .prepare(INSERT)
                .text("id", id)
                .text("folder", folder)
                .text("name", document.get("name").textValue())
                .text("description", document.path("description").asText(""))
                .bytes("document", Flopack.bytes(document))
                .instant("now", clock.instant())
                .update();
        transaction.afterCommit(() -> known.add(id));
    }

    public Table update(Caller caller, String id, Draft draft) {
        return database.write(transaction -> {
            Table before = get(transaction, id);
            folders.named(transaction, "folder", draft.folder());
            ObjectNode document = before.document();
            ((ObjectNode) document.get("data")).set("structure", draft.structure());
            transaction
                    .prepare(UPDATE)
                    .text("folder", draft.folder())
                    .text("name", draft.name())
                    .text("description", draft.description())
                    .bytes("document", Flopack.bytes(document))
                    .text("id", id)
                    .update();
            Table after = get(transaction, id);
            String verb = before.folder().equals(after.folder()) ? "update" : "move";
            tell(transaction, caller, verb, "Change table", after);
            return after;
        });
    }

    /** Deletes a table with its rows, unless a flow uses it. */
    public void delete(Caller caller, String id) {
        database.write(transaction -> {
            Table table = get(transaction, id);
            InUse.refuse("table", table.name(), flows.usersOf(transaction, Use.Kind.TABLE, id));
            transaction.prepare(DELETE_ROWS).text("id", id).update();
            transaction.prepare(DELETE).text("id", id).update();
            tell(transaction, caller, "delete", "Delete table", table);
            transaction.afterCommit(() -> known.remove(id));
            return id;
        });
    }

    private void tell(
            Transaction transaction, Caller caller, String verb, String message, Table table) {
        log.tell(
                transaction,
                caller,
                "workflows.user.table." + verb,
                message,
                new StudioLog.Target("Table", table.id(), table.name()),
                Map.of());
    }
}
