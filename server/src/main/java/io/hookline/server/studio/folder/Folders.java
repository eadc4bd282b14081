package io.hookline.server.studio.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Flopack;
import io.hookline.server.access.Caller;
import io.hookline.server.http.Page;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.Fields;
import io.hookline.server.studio.StoredBytes;
import io.hookline.server.studio.StudioLog;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Folders: a name is once among the folders beside each other. */
public final class Folders {
    private static final int MAX_DEPTH = 50;

    private static final Sql AFTER =
            Sql.of("SELECT * FROM folder WHERE seq > :after ORDER BY seq LIMIT :limit");
    private static final Sql ALL = Sql.of("SELECT * FROM folder ORDER BY seq");
    private static final Sql FIND = Sql.of("SELECT * FROM folder WHERE id = :id");
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO folder (id, parent, name, description, document, envelope, created)
                    VALUES (:id, :parent, :name, :description, :document, :envelope, :created)\
                    """);
    private static final Sql NAMES_BESIDE =
            Sql.of("SELECT name FROM folder WHERE coalesce(parent, '') = :parent AND id <> :id");
    private static final Sql UPDATE =
            Sql.of(
                    """
                    UPDATE folder SET parent = :parent, name = :name, description = :description
                    WHERE id = :id\
                    """);
    private static final Sql ENTRY = Sql.of("SELECT document FROM folder WHERE id = :id");
    private static final Sql ENVELOPE = Sql.of("SELECT envelope FROM folder WHERE id = :id");
    private static final Sql DELETE = Sql.of("DELETE FROM folder WHERE id = :id");
    private static final Sql FORGET_IMPORT =
            Sql.of("UPDATE connection SET import_folder = NULL WHERE import_folder = :id");
    private static final Sql COUNT_FOLDERS =
            Sql.of("SELECT count(*) AS many FROM folder WHERE parent = :id");
    private static final Sql COUNT_FLOWS =
            Sql.of("SELECT count(*) AS many FROM flow WHERE folder = :id AND deleted IS NULL");
    private static final Sql COUNT_TABLES =
            Sql.of("SELECT count(*) AS many FROM data_table WHERE folder = :id");

    private final Database database;
    private final StudioLog log;
    private final InstantSource clock;

    public Folders(Database database, StudioLog log, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /**
     * A folder.
     *
     * @param seq its place among all folders
     * @param parent the folder it lies in; empty at the top
     */
    public record Folder(
            long seq, String id, Optional<String> parent, String name, String description) {}

    /** What a person says about a folder. */
    public record Draft(String name, String description, Optional<String> parent) {}

    public List<Folder> list(Page page) {
        return database.read(transaction ->
                transaction
                        .prepare(AFTER)
                        .number("after", page.after())
                        .number("limit", page.limit() + 1)
                        .list(Folders::folder));
    }

    private static Folder folder(ResultRow row) {
        return new Folder(
                row.number("seq"),
                row.text("id"),
                row.optionalText("parent"),
                row.text("name"),
                row.text("description"));
    }

    /** All folders by id, the outer ones first. */
    public Map<String, Folder> all(Transaction transaction) {
        Map<String, Folder> folders = new LinkedHashMap<>();
        transaction.prepare(ALL).list(Folders::folder).forEach(one -> folders.put(one.id(), one));
        return folders;
    }

    public Map<String, Folder> all() {
        return database.read(this::all);
    }

    public Folder get(String id) {
        return database.read(transaction -> get(transaction, id));
    }

    public Folder get(Transaction transaction, String id) {
        return find(transaction, id).orElseThrow(() -> Problem.notFound("folder", id));
    }

    Optional<Folder> find(Transaction transaction, String id) {
        return transaction.prepare(FIND).text("id", id).first(Folders::folder);
    }

    /** The folder that a request body names. */
    public Folder named(Transaction transaction, String field, String id) {
        return find(transaction, id)
                .orElseThrow(() ->
                        Fields.invalid(field + ".id", "there is no folder with id " + id + "."));
    }

    public Folder create(Caller caller, Draft draft) {
        String id = UUID.randomUUID().toString();
        return database.write(transaction -> {
            checkDepth(transaction, draft.parent());
            insert(transaction, id, draft, Optional.empty(), Optional.empty());
            Folder folder = get(transaction, id);
            tell(transaction, caller, "create", "Create folder", folder);
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
            Draft draft,
            Optional<StoredBytes> document,
            Optional<StoredBytes> envelope) {
        String name = freeName(transaction, draft, id);
        transaction
                .prepare(INSERT)
                .text("id", id)
                .text("parent", draft.parent())
                .text("name", name)
                .text("description", draft.description())
                .bytes("document", document.map(StoredBytes::bytes))
                .bytes("envelope", envelope.map(StoredBytes::bytes))
                .instant("created", clock.instant())
                .update();
    }

    private static String freeName(Transaction transaction, Draft draft, String id) {
        Set<String> taken =
                new HashSet<>(
                        transaction
                                .prepare(NAMES_BESIDE)
                                .text("parent", draft.parent().orElse(""))
                                .text("id", id)
                                .list(row -> row.text("name")));
        String name = draft.name();
        for (int number = 2; taken.contains(name); number++) {
            name = draft.name() + " (" + number + ")";
        }
        return name;
    }

    public Folder update(Caller caller, String id, Draft draft) {
        return database.write(transaction -> {
            Folder before = get(transaction, id);
            checkDepth(transaction, draft.parent());
            if (draft.parent().isPresent()
                    && subtree(transaction, id).contains(draft.parent().get())) {
                throw Fields.invalid("parent.id", "a folder cannot lie inside itself.");
            }
            transaction
                    .prepare(UPDATE)
                    .text("parent", draft.parent())
                    .text("name", freeName(transaction, draft, id))
                    .text("description", draft.description())
                    .text("id", id)
                    .update();
            Folder after = get(transaction, id);
            if (!before.parent().equals(after.parent())) {
                tell(transaction, caller, "move", "Move folder", after);
            }
            if (!before.name().equals(after.name())) {
                tell(transaction, caller, "rename", "Rename folder", after);
            }
            return after;
        });
    }

    private void checkDepth(Transaction transaction, Optional<String> parent) {
        int depth = 0;
        for (Optional<String> up = parent; up.isPresent(); ) {
            up = named(transaction, "parent", up.get()).parent();
            if (++depth > MAX_DEPTH) {
                throw Fields.invalid("parent.id", "folders nest at most " + MAX_DEPTH + " deep.");
            }
        }
    }

    /** Deletes an empty folder. */
    public void delete(Caller caller, String id) {
        database.write(transaction -> {
            Folder folder = get(transaction, id);
            refuseContents(transaction, folder);
            transaction.prepare(DELETE).text("id", id).update();
            transaction.prepare(FORGET_IMPORT).text("id", id).update();
            tell(transaction, caller, "delete", "Delete folder", folder);
            return id;
        });
    }

    private static void refuseContents(Transaction transaction, Folder folder) {
        List<String> contents = new ArrayList<>();
        count(transaction, COUNT_FOLDERS, folder, "folders", contents);
        count(transaction, COUNT_FLOWS, folder, "flows", contents);
        count(transaction, COUNT_TABLES, folder, "tables", contents);
        if (!contents.isEmpty()) {
            throw new Problem(
                    409,
                    "Folder is not empty",
                    "The folder \""
                            + folder.name()
                            + "\" holds "
                            + String.join(", ", contents)
                            + "; move or delete them first.");
        }
    }

    private static void count(
            Transaction transaction, Sql sql, Folder folder, String what, List<String> contents) {
        int count =
                transaction.prepare(sql).text("id", folder.id()).one(row -> row.integer("many"));
        if (count > 0) {
            contents.add(count + " " + (count == 1 ? what.substring(0, what.length() - 1) : what));
        }
    }

    /** The folder and all folders inside it, outer ones first. */
    public Set<String> subtree(Transaction transaction, String root) {
        Map<String, Folder> all = all(transaction);
        Set<String> inside = new java.util.LinkedHashSet<>(Set.of(root));
        // a folder may have been moved into a younger one, so once is not enough
        boolean grew = true;
        while (grew) {
            grew =
                    all.values().stream()
                                    .filter(folder ->
                                            folder.parent().filter(inside::contains).isPresent())
                                    .map(Folder::id)
                                    .filter(inside::add)
                                    .count()
                            > 0;
        }
        return inside;
    }

    /** What a file said of a folder. */
    public Optional<ObjectNode> storedEntry(Transaction transaction, String id) {
        return transaction
                .prepare(ENTRY)
                .text("id", id)
                .first(row -> row.optionalBytes("document"))
                .flatMap(Function.identity())
                .map(Flopack::read);
    }

    /** What surrounded all entries of the file whose import made this folder. */
    public Optional<ObjectNode> storedEnvelope(Transaction transaction, String id) {
        return transaction
                .prepare(ENVELOPE)
                .text("id", id)
                .first(row -> row.optionalBytes("envelope"))
                .flatMap(Function.identity())
                .map(Flopack::read);
    }

    private void tell(
            Transaction transaction, Caller caller, String verb, String message, Folder folder) {
        log.tell(
                transaction,
                caller,
                "workflows.user.folder." + verb,
                message,
                new StudioLog.Target("Folder", folder.id(), folder.name()),
                Map.of());
    }

    public static ObjectNode reference(Folder folder) {
        return Json.object().put("id", folder.id()).put("name", folder.name());
    }
}
