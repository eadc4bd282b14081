package io.hookline.server.studio.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Flopack;
import io.hookline.server.access.Caller;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.audit.StudioAudit;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Folders: each name is unique among the folders beside it. */
public final class Folders {
    private static final int MAX_DEPTH = 50;

    private static final String SELECT =
            "SELECT folder.seq, folder.id, folder.parent, above.name AS parent_name, folder.name,"
                    + " folder.description"
                    + " FROM folder LEFT JOIN folder AS above ON above.id = folder.parent";

    private static final Sql LIST =
            Sql.of(SELECT + " WHERE folder.seq > :after ORDER BY folder.seq LIMIT :limit");

    private static final Sql ALL = Sql.of(SELECT + " ORDER BY folder.seq");

    private static final Sql FIND = Sql.of(SELECT + " WHERE folder.id = :id");

    private static final Sql INSERT =
            Sql.of(
                    "INSERT INTO folder (id, parent, name, description, document, envelope,"
                            + " created) VALUES (:id, :parent, :name, :description, :document,"
                            + " :envelope, :created)");

    private static final Sql UPDATE =
            Sql.of(
                    "UPDATE folder SET parent = :parent, name = :name, description = :description"
                            + " WHERE id = :id");

    private static final Sql DELETE = Sql.of("DELETE FROM folder WHERE id = :id");

    private static final Sql FORGET_IMPORT =
            Sql.of("UPDATE connection SET import_folder = NULL WHERE import_folder = :id");

    private static final Sql OTHER_NAMES =
            Sql.of("SELECT name FROM folder WHERE COALESCE(parent, '') = :parent AND id <> :id");

    private static final Sql COUNTS =
            Sql.of(
                    "SELECT (SELECT COUNT(*) FROM folder WHERE parent = :id) AS folders,"
                            + " (SELECT COUNT(*) FROM flow WHERE folder = :id AND deleted IS NULL)"
                            + " AS flows,"
                            + " (SELECT COUNT(*) FROM data_table WHERE folder = :id) AS tables");

    private static final Sql DOCUMENT = Sql.of("SELECT document FROM folder WHERE id = :id");

    private static final Sql ENVELOPE = Sql.of("SELECT envelope FROM folder WHERE id = :id");

    private final Database database;
    private final StudioAudit audit;
    private final InstantSource clock;

    public Folders(Database database, StudioAudit audit, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    private static Folder folder(ResultRow row) {
        return new Folder(
                row.number("seq"),
                row.text("id"),
                row.optionalText("parent")
                        .flatMap(id ->
                                row.optionalText("parent_name")
                                        .map(name -> new Folder.Name(id, name))),
                row.text("name"),
                row.text("description"));
    }

    public List<Folder> list(long after, int limit) {
        return database.read(transaction ->
                transaction
                        .prepare(LIST)
                        .number("after", after)
                        .number("limit", limit)
                        .list(Folders::folder));
    }

    /** All folders by id, in the order in which they came. */
    public Map<String, Folder> all(Transaction transaction) {
        Map<String, Folder> folders = new LinkedHashMap<>();
        transaction
                .prepare(ALL)
                .list(Folders::folder)
                .forEach(folder -> folders.put(folder.id(), folder));
        return folders;
    }

    public Map<String, Folder> all() {
        return database.read(this::all);
    }

    public Folder get(String id) {
        return database.read(transaction -> get(transaction, id));
    }

    public Folder get(Transaction transaction, String id) {
        return find(transaction, id).orElseThrow(() -> new Refusal.NotFound("folder", id));
    }

    private static Optional<Folder> find(Transaction transaction, String id) {
        return transaction.prepare(FIND).text("id", id).first(Folders::folder);
    }

    /**
     * The folder that a request names.
     *
     * @param field where the request names it
     * @throws Refusal.Invalid when there is none
     */
    public static Folder named(Transaction transaction, String field, String id) {
        return find(transaction, id)
                .orElseThrow(() ->
                        new Refusal.Invalid(
                                field + ".id", "there is no folder with id " + id + "."));
    }

    /** Makes a folder; the name gets a number when it is taken. */
    public Folder create(Caller caller, Folder.Draft draft) {
        String id = UUID.randomUUID().toString();
        return database.write(transaction -> {
            checkDepth(transaction, draft.parent());
            insert(transaction, id, draft, Optional.empty(), Optional.empty());
            Folder folder = get(transaction, id);
            append(transaction, caller, "create", "Create folder", folder);
            return folder;
        });
    }

    /**
     * Makes a folder; the name gets a number when it is taken.
     *
     * @param document the file's entry of a folder that came from a file
     * @param envelope of the file, when this is the root of an import
     */
    public void insert(
            Transaction transaction,
            String id,
            Folder.Draft draft,
            Optional<byte[]> document,
            Optional<byte[]> envelope) {
        String name = freeName(transaction, draft, id);
        transaction
                .prepare(INSERT)
                .text("id", id)
                .text("parent", draft.parent())
                .text("name", name)
                .text("description", draft.description())
                .bytes("document", document)
                .bytes("envelope", envelope)
                .instant("created", clock.instant())
                .update();
    }

    private static String freeName(Transaction transaction, Folder.Draft draft, String id) {
        Set<String> taken =
                new HashSet<>(
                        transaction
                                .prepare(OTHER_NAMES)
                                .text("parent", draft.parent().orElse(""))
                                .text("id", id)
                                .list(row -> row.text("name")));
        String name = draft.name();
        for (int number = 2; taken.contains(name); number++) {
            name = draft.name() + " (" + number + ")";
        }
        return name;
    }

    public Folder update(Caller caller, String id, Folder.Draft draft) {
        return database.write(transaction -> {
            Folder before = get(transaction, id);
            checkDepth(transaction, draft.parent());
            if (draft.parent().filter(subtree(transaction, id)::contains).isPresent()) {
                throw new Refusal.Invalid("parent.id", "a folder cannot lie inside itself.");
            }
            String name = freeName(transaction, draft, id);
            transaction
                    .prepare(UPDATE)
                    .text("parent", draft.parent())
                    .text("name", name)
                    .text("description", draft.description())
                    .text("id", id)
                    .update();
            Folder after = get(transaction, id);
            if (!before.parentId().equals(after.parentId())) {
                append(transaction, caller, "move", "Move folder", after);
            }
            if (!before.name().equals(after.name())) {
                append(transaction, caller, "rename", "Rename folder", after);
            }
            return after;
        });
    }

    private static void checkDepth(Transaction transaction, Optional<String> parent) {
        int depth = 0;
        for (Optional<String> up = parent; up.isPresent(); ) {
            up = named(transaction, "parent", up.get()).parentId();
            if (++depth > MAX_DEPTH) {
                throw new Refusal.Invalid(
                        "parent.id", "folders nest at most " + MAX_DEPTH + " deep.");
            }
        }
    }

    /** Deletes an empty folder. */
    public void delete(Caller caller, String id) {
        database.write(transaction -> {
            Folder folder = get(transaction, id);
            requireEmpty(transaction, folder);
            transaction.prepare(DELETE).text("id", id).update();
            transaction.prepare(FORGET_IMPORT).text("id", id).update();
            append(transaction, caller, "delete", "Delete folder", folder);
            return id;
        });
    }

    private static void requireEmpty(Transaction transaction, Folder folder) {
        List<String> contents =
                transaction
                        .prepare(COUNTS)
                        .text("id", folder.id())
                        .one(row -> {
                            List<String> counts = new ArrayList<>();
                            count(counts, row.integer("folders"), "folder");
                            count(counts, row.integer("flows"), "flow");
                            count(counts, row.integer("tables"), "table");
                            return counts;
                        });
        if (!contents.isEmpty()) {
            throw new Refusal.Conflict(
                    "Folder is not empty",
                    "The folder \""
                            + folder.name()
                            + "\" holds "
                            + String.join(", ", contents)
                            + "; move or delete them first.");
        }
    }

    private static void count(List<String> counts, int count, String what) {
        if (count > 0) {
            counts.add(count + " " + what + (count == 1 ? "" : "s"));
        }
    }

    /** The folder and all folders inside it, outer ones first. */
    public Set<String> subtree(Transaction transaction, String root) {
        Map<String, Folder> all = all(transaction);
        Set<String> inside = new LinkedHashSet<>(Set.of(root));
        // A folder may have been moved into a younger one, so one pass is not enough.
        boolean grew = true;
        while (grew) {
            grew =
                    all.values().stream()
                                    .filter(folder ->
                                            folder.parentId().filter(inside::contains).isPresent())
                                    .map(Folder::id)
                                    .filter(inside::add)
                                    .count()
                            > 0;
        }
        return inside;
    }

    /** What a file said of a folder; empty when it came from none. */
    public Optional<ObjectNode> document(Transaction transaction, String id) {
        return stored(transaction, DOCUMENT, "document", id);
    }

    /** What surrounded the entries of the file whose import made the folder. */
    public Optional<ObjectNode> envelope(Transaction transaction, String id) {
        return stored(transaction, ENVELOPE, "envelope", id);
    }

    private static Optional<ObjectNode> stored(
            Transaction transaction, Sql select, String column, String id) {
        return transaction
                .prepare(select)
                .text("id", id)
                .first(row -> row.optionalBytes(column))
                .flatMap(bytes -> bytes)
                .map(Flopack::read);
    }

    private void append(
            Transaction transaction, Caller caller, String verb, String message, Folder folder) {
        audit.append(
                transaction,
                caller,
                "workflows.user.folder." + verb,
                message,
                new StudioAudit.Target("Folder", folder.id(), folder.name()));
    }
}
