package io.hookline.server.studio.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Flopack;
import io.hookline.server.access.Caller;
import io.hookline.server.http.Page;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.Fields;
import io.hookline.server.studio.StoredBytes;
import io.hookline.server.studio.StudioLog;

import org.jdbi.v3.core.mapper.RowMapper;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Folders: a name is once among the folders beside each other. */
public final class Folders {
    private static final int MAX_DEPTH = 50;

    private static final RowMapper<Folder> FOLDER =
            (row, context) ->
                    new Folder(
                            row.getLong("seq"),
                            row.getString("id"),
                            Optional.ofNullable(row.getString("parent")),
                            row.getString("name"),
                            row.getString("description"));

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
                        .jdbi()
                        .createQuery("SELECT * FROM folder WHERE seq > ? ORDER BY seq LIMIT ?")
                        .bind(0, page.after())
                        .bind(1, page.limit() + 1)
                        .map(FOLDER)
                        .list());
    }

    /** All folders by id, the outer ones first. */
    public Map<String, Folder> all(Transaction transaction) {
        Map<String, Folder> folders = new LinkedHashMap<>();
        transaction
                .jdbi()
                .createQuery("SELECT * FROM folder ORDER BY seq")
                .map(FOLDER)
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
        return find(transaction, id).orElseThrow(() -> Problem.notFound("folder", id));
    }

    Optional<Folder> find(Transaction transaction, String id) {
        return transaction
                .jdbi()
                .createQuery("SELECT * FROM folder WHERE id = ?")
                .bind(0, id)
                .map(FOLDER)
                .findOne();
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
        transaction
                .jdbi()
                .createUpdate(
                        "INSERT INTO folder (id, parent, name, description, document, envelope,"
                                + " created) VALUES (:id, :parent, :name, :description, :document,"
                                + " :envelope, :created)")
                .bind("id", id)
                .bind("parent", draft.parent().orElse(null))
                .bind("name", freeName(transaction, draft, id))
                .bind("description", draft.description())
                .bind("document", document.map(StoredBytes::bytes).orElse(null))
                .bind("envelope", envelope.map(StoredBytes::bytes).orElse(null))
                .bind("created", clock.millis())
                .execute();
    }

    private static String freeName(Transaction transaction, Draft draft, String id) {
        Set<String> taken =
                new HashSet<>(
                        transaction
                                .jdbi()
                                .createQuery(
                                        "SELECT name FROM folder WHERE COALESCE(parent, '') = ? AND"
                                                + " id <> ?")
                                .bind(0, draft.parent().orElse(""))
                                .bind(1, id)
                                .mapTo(String.class)
                                .list());
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
                    .jdbi()
                    .execute(
                            "UPDATE folder SET parent = ?, name = ?, description = ? WHERE id = ?",
                            draft.parent().orElse(null),
                            freeName(transaction, draft, id),
                            draft.description(),
                            id);
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
            transaction.jdbi().execute("DELETE FROM folder WHERE id = ?", id);
            transaction
                    .jdbi()
                    .execute(
                            "UPDATE connection SET import_folder = NULL WHERE import_folder = ?",
                            id);
            tell(transaction, caller, "delete", "Delete folder", folder);
            return id;
        });
    }

    private static void refuseContents(Transaction transaction, Folder folder) {
        List<String> contents = new ArrayList<>();
        count(
                transaction,
                "SELECT COUNT(*) FROM folder WHERE parent = ?",
                folder,
                "folders",
                contents);
        count(
                transaction,
                "SELECT COUNT(*) FROM flow WHERE folder = ? AND deleted IS NULL",
                folder,
                "flows",
                contents);
        count(
                transaction,
                "SELECT COUNT(*) FROM data_table WHERE folder = ?",
                folder,
                "tables",
                contents);
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
            Transaction transaction,
            String sql,
            Folder folder,
            String what,
            List<String> contents) {
        int count =
                transaction.jdbi().createQuery(sql).bind(0, folder.id()).mapTo(Integer.class).one();
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

    /**
     * What a file said of a folder: its entry, and of an import's root what surrounded all entries.
     */
    public Optional<ObjectNode> stored(Transaction transaction, String id, String column) {
        return transaction
                .jdbi()
                .createQuery(
                        "SELECT "
                                + column
                                + " FROM folder WHERE id = ? AND "
                                + column
                                + " IS NOT NULL")
                .bind(0, id)
                .mapTo(byte[].class)
                .findOne()
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
