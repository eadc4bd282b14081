package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.server.access.Caller;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.audit.StudioAudit;
import io.hookline.server.studio.folder.Folder;
import io.hookline.server.studio.folder.Folders;
import io.hookline.server.studio.use.FlowName;
import io.hookline.server.studio.use.FlowUses;
import io.hookline.server.task.OneAtATime;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Tables: names and columns. {@link StoredRows} has what is in them. */
public final class Tables {
    private static final String SELECT =
            "SELECT data_table.seq, data_table.id, data_table.folder, folder.name AS folder_name,"
                    + " data_table.name, data_table.description, data_table.document,"
                    + " data_table.row_count"
                    + " FROM data_table JOIN folder ON folder.id = data_table.folder";

    private static final Sql IDS = Sql.of("SELECT id FROM data_table");

    private static final Sql LIST =
            Sql.of(
                    SELECT
                            + " WHERE data_table.seq > :after"
                            + " AND (:folder IS NULL OR data_table.folder = :folder)"
                            + " ORDER BY data_table.seq LIMIT :limit");

    private static final Sql ALL = Sql.of(SELECT + " ORDER BY data_table.seq");

    private static final Sql EXISTS = Sql.of("SELECT 1 FROM data_table WHERE id = :id");

    private static final Sql FIND = Sql.of(SELECT + " WHERE data_table.id = :id");

    private static final Sql ROWS = Sql.of("SELECT row_count FROM data_table WHERE id = :id");

    private static final Sql INSERT =
            Sql.of(
                    "INSERT INTO data_table (id, folder, name, description, document, row_count,"
                            + " created, keep_days) VALUES (:id, :folder, :name, :description,"
                            + " :document, 0, :created, :keep_days)");

    private static final Sql UPDATE =
            Sql.of(
                    "UPDATE data_table SET folder = :folder, name = :name,"
                            + " description = :description, document = :document,"
                            + " keep_days = :keep_days WHERE id = :id");

    private static final Sql DELETE = Sql.of("DELETE FROM data_table WHERE id = :id");

    private final Database database;
    private final StudioAudit audit;
    private final InstantSource clock;
    private final OneAtATime changes = new OneAtATime();
    private final IndexBuilds builds;

    /** The ids of all tables, changed after a commit: checks of flows ask often. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    public Tables(Database database, StudioAudit audit, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.builds = new IndexBuilds(database, this);
        database.write(transaction -> {
            ColumnIndex.dropUnfinished(transaction);
            return this;
        });
        known.addAll(
                database.read(transaction -> transaction.prepare(IDS).list(row -> row.text("id"))));
    }

    private static Table table(ResultRow row) {
        return new Table(
                row.number("seq"),
                row.text("id"),
                new Folder.Name(row.text("folder"), row.text("folder_name")),
                row.text("name"),
                row.text("description"),
                Flopack.read(row.bytes("document")),
                row.integer("row_count"));
    }

    public boolean exists(String id) {
        return known.contains(id);
    }

    /**
     * Tables after that place.
     *
     * @param folder only those that lie in this one
     */
    public List<Table> list(Optional<String> folder, long after, int limit) {
        return database.read(transaction ->
                transaction
                        .prepare(LIST)
                        .number("after", after)
                        .text("folder", folder)
                        .number("limit", limit)
                        .list(Tables::table));
    }

    /** The tables of some folders, in the order in which they came. */
    public List<Table> in(Transaction transaction, Set<String> folders) {
        return transaction.prepare(ALL).list(Tables::table).stream()
                .filter(table -> folders.contains(table.folder().id()))
                .toList();
    }

    public Table get(String id) {
        return database.read(transaction -> get(transaction, id));
    }

    public Table get(Transaction transaction, String id) {
        return find(transaction, id).orElseThrow(() -> new Refusal.NotFound("table", id));
    }

    public Optional<Table> find(Transaction transaction, String id) {
        return transaction.prepare(FIND).text("id", id).first(Tables::table);
    }

    /**
     * What changes and searches of rows go by.
     *
     * @throws CardFailure.NotFound when there is no such table
     */
    Definition definition(Transaction transaction, String id) {
        return Definition.of(transaction, find(transaction, id).orElseThrow(() -> unknown(id)));
    }

    /**
     * @throws CardFailure.NotFound when there is no such table
     */
    void requireTable(Transaction transaction, String id) {
        if (!transaction.prepare(EXISTS).text("id", id).exists()) {
            throw unknown(id);
        }
    }

    private static CardFailure unknown(String table) {
        return new CardFailure.NotFound(
                "There is no table with id " + table + "; choose one on the card.");
    }

    public Table create(Caller caller, Table.Draft draft) {
        String id = UUID.randomUUID().toString();
        ObjectNode document = Json.object().put("id", id);
        document.put("name", draft.name()).put("description", draft.description());
        document.putObject("data").put("class", "simple").put("group_id", draft.folder());
        draft.into(document);
        NewTable table = NewTable.of(document, draft.folder());
        database.write(transaction -> {
            Folders.named(transaction, "folder", draft.folder());
            insert(transaction, table);
            append(transaction, caller, "create", "Create table", id, table.name());
            return id;
        });
        return get(id);
    }

    public void insert(Transaction transaction, NewTable table) {
        transaction
                .prepare(INSERT)
                .text("id", table.id())
                .text("folder", table.folder())
                .text("name", table.name())
                .text("description", table.description())
                .bytes("document", table.document())
                .instant("created", clock.instant())
                .number("keep_days", table.keepDays())
                .update();
        // Without rows an index has all of them.
        table.indexes().forEach(index -> ColumnIndex.add(transaction, table.id(), index, true));
        transaction.afterCommit(() -> known.add(table.id()));
    }

    /**
     * Changes a table. An index that is new is built first, beside what others write.
     *
     * @throws Refusal.Conflict when a column that has rows would change its type, or when a column
     *     that is to be unique holds a value twice; then nothing has changed
     */
    public Table update(Caller caller, String id, Table.Draft draft) {
        changes.change(() -> {
            Table before = get(id);
            List<Table.Column> earlier = before.columns();
            ObjectNode document = before.document();
            draft.into(document);
            byte[] stored = Flopack.bytes(document);
            List<Table.Column> columns = Table.columns(document);
            boolean stays = before.folder().id().equals(draft.folder());
            return builds.with(
                    before,
                    Table.declared(document),
                    transaction -> {
                        Folders.named(transaction, "folder", draft.folder());
                        requireSameTypes(earlier, columns, rows(transaction, id));
                        transaction
                                .prepare(UPDATE)
                                .text("folder", draft.folder())
                                .text("name", draft.name())
                                .text("description", draft.description())
                                .bytes("document", stored)
                                .number("keep_days", draft.keepDays())
                                .text("id", id)
                                .update();
                        Definition.revise(transaction, id);
                        append(
                                transaction,
                                caller,
                                stays ? "update" : "move",
                                "Change table",
                                id,
                                draft.name());
                    });
        });
        return get(id);
    }

    /** The flows that name a table on a card. */
    public List<FlowName> users(String id) {
        return database.read(transaction -> {
            get(transaction, id);
            return FlowUses.users(transaction, Use.Kind.TABLE, id);
        });
    }

    private static long rows(Transaction transaction, String id) {
        return transaction.prepare(ROWS).text("id", id).one(row -> row.number("row_count"));
    }

    /**
     * Refuses another type for what rows hold.
     *
     * @param rows how many the table has by now
     */
    private static void requireSameTypes(
            List<Table.Column> earlier, List<Table.Column> columns, long rows) {
        for (Table.Column column : columns) {
            for (Table.Column was : earlier) {
                boolean other = was.name().equals(column.name()) && was.type() != column.type();
                if (other && rows > 0) {
                    throw new Refusal.Conflict(
                            String.format(
                                    Locale.ROOT,
                                    "The column \"%s\" holds a %s in %,d rows and cannot become a"
                                            + " %s; add a column of that type, or delete the rows"
                                            + " first.",
                                    was.name(),
                                    was.type().word(),
                                    rows,
                                    column.type().word()));
                }
            }
        }
    }

    /** Deletes a table, unless a flow uses it; a sweep deletes its rows. */
    public void delete(Caller caller, String id) {
        changes.change(() -> {
            Table table = get(id);
            return database.write(transaction -> {
                FlowUses.requireUnused(
                        "table", table.name(), FlowUses.users(transaction, Use.Kind.TABLE, id));
                RowStore.toDelete(transaction, id, Long.MAX_VALUE);
                ColumnIndex.dropAll(transaction, id);
                transaction.prepare(DELETE).text("id", id).update();
                append(transaction, caller, "delete", "Delete table", id, table.name());
                transaction.afterCommit(() -> known.remove(id));
                return id;
            });
        });
    }

    /** Reports what a person did to the rows of a table. */
    public void report(Caller caller, String verb, String message, Table table) {
        database.write(transaction -> {
            report(transaction, caller, verb, message, table);
            return verb;
        });
    }

    /** As {@link #report}, with the change itself. */
    public void report(
            Transaction transaction, Caller caller, String verb, String message, Table table) {
        append(transaction, caller, verb, message, table.id(), table.name());
    }

    private void append(
            Transaction transaction,
            Caller caller,
            String verb,
            String message,
            String id,
            String name) {
        audit.append(
                transaction,
                caller,
                "workflows.user.table." + verb,
                message,
                new StudioAudit.Target("Table", id, name));
    }
}
