package io.hookline.server.studio.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.cards.FlowFiles;
import io.hookline.flow.flopack.FlopackExport;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.server.access.Caller;
import io.hookline.server.store.Database;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.StudioLog;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.FlowStore;
import io.hookline.server.studio.flow.Flows;
import io.hookline.server.studio.folder.Folders;
import io.hookline.server.studio.table.Tables;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a folder, or one flow, as a flopack. The root of an import gives back the file it came
 * from: its own folders, version and flags, its flows in its order.
 */
public final class Exports implements FlowFiles {
    private final Database database;
    private final Folders folders;
    private final Tables tables;
    private final Connections connections;
    private final FlowStore store;
    private final Flows flows;
    private final StudioLog log;
    private final InstantSource clock;

    public Exports(
            Database database,
            Folders folders,
            Tables tables,
            Connections connections,
            FlowStore store,
            Flows flows,
            StudioLog log,
            InstantSource clock) {
        this.database = database;
        this.folders = folders;
        this.tables = tables;
        this.connections = connections;
        this.store = store;
        this.flows = flows;
        this.log = log;
        this.clock = clock;
    }

    public ObjectNode folder(Caller caller, String id) {
        ObjectNode file = database.read(transaction -> file(transaction, id));
        database.write(transaction -> {
            Folders.Folder folder = folders.get(transaction, id);
            log.tell(
                    transaction,
                    caller,
                    "workflows.user.folder.export",
                    "Export folder",
                    new StudioLog.Target("Folder", id, folder.name()),
                    Map.of());
            return id;
        });
        return file;
    }

    private ObjectNode file(Transaction transaction, String root) throws Exception {
        folders.get(transaction, root);
        Optional<ObjectNode> envelope = folders.storedEnvelope(transaction, root);
        Set<String> inside = folders.subtree(transaction, root);
        List<FlowRow> rows =
                store.all(transaction).stream()
                        .filter(flow -> inside.contains(flow.folder()))
                        .toList();
        Content content = new Content(transaction, root, inside, envelope.isPresent(), rows);
        return FlopackExport.file(
                envelope.orElseGet(FlopackExport::envelope),
                clock.instant(),
                content.folders(),
                content.configs(),
                content.tables(),
                content.flows());
    }

    /** One flow without its folder, with the tables and connections that it uses itself. */
    @Override
    public FlowFile export(String flow) {
        try {
            return database.read(transaction -> {
                FlowRow row =
                        store.find(transaction, flow)
                                .orElseThrow(() ->
                                        new CardFailure.NotFound(
                                                "There is no flow with id "
                                                        + flow
                                                        + "; choose one on the card."));
                Content content = new Content(transaction, "", Set.of(), false, List.of(row));
                return new FlowFile(
                        row.name(),
                        FlopackExport.file(
                                FlopackExport.envelope(),
                                clock.instant(),
                                List.of(),
                                content.configs(),
                                content.usedTables(),
                                content.flows()));
            });
        } catch (StoreBusy e) {
            throw new CardFailure.Unavailable(e.getMessage());
        }
    }

    /** What lies in the folder, as entries of the file. */
    private final class Content {
        private final Transaction transaction;
        private final String root;
        private final Set<String> inside;
        private final boolean isImport;
        private final List<FlowRow> rows;

        Content(
                Transaction transaction,
                String root,
                Set<String> inside,
                boolean isImport,
                List<FlowRow> rows) {
            this.transaction = transaction;
            this.root = root;
            this.inside = inside;
            this.isImport = isImport;
            this.rows = rows;
        }

        List<ObjectNode> folders() throws Exception {
            Map<String, Folders.Folder> all = folders.all(transaction);
            List<ObjectNode> entries = new ArrayList<>();
            for (Folders.Folder folder : all.values()) {
                if (inside.contains(folder.id()) && !(isImport && folder.id().equals(root))) {
                    entries.add(entry(folder, all));
                }
            }
            return entries;
        }

        private ObjectNode entry(Folders.Folder folder, Map<String, Folders.Folder> all) {
            Optional<ObjectNode> stored = folders.storedEntry(transaction, folder.id());
            ObjectNode entry = stored.orElseGet(() -> FlopackExport.folder(folder.id()));
            ObjectNode data = (ObjectNode) entry.get("data");
            if (!folder.name().equals(data.path("name").asText())) {
                data.put("name", folder.name());
            }
            if (!folder.description().equals(data.path("description").asText(""))) {
                data.put("description", folder.description());
            }
            String path = path(folder, all);
            String before = data.path("path").asText("");
            // a file may name ancestors that it does not hold; they stay until the folder moves
            if (!known(before, all).equals(path)) {
                data.put("path", path);
            }
            return entry;
        }

        /** The ancestors below the exported folder, outermost first. */
        private String path(Folders.Folder folder, Map<String, Folders.Folder> all) {
            List<String> ancestors = new ArrayList<>();
            Folders.Folder at = folder;
            while (!at.id().equals(root)
                    && at.parent().isPresent()
                    && !(isImport && at.parent().get().equals(root))) {
                ancestors.addFirst(at.parent().get());
                at = all.get(at.parent().get());
            }
            return String.join(".", ancestors);
        }

        private static String known(String path, Map<String, Folders.Folder> all) {
            List<String> known = new ArrayList<>();
            for (String id : path.split("\\.", -1)) {
                if (all.containsKey(id)) {
                    known.add(id);
                }
            }
            return String.join(".", known);
        }

        List<ObjectNode> tables() {
            return tables.in(transaction, inside).stream().map(this::entry).toList();
        }

        List<ObjectNode> usedTables() {
            return rows.stream()
                    .flatMap(row -> row.uses(Use.Kind.TABLE))
                    .map(Use::target)
                    .distinct()
                    .flatMap(id -> tables.find(transaction, id).stream())
                    .map(this::entry)
                    .toList();
        }

        private ObjectNode entry(Tables.Table table) {
            ObjectNode entry = table.document();
            entry.put("name", table.name());
            if (!table.description().equals(entry.path("description").asText(""))) {
                entry.put("description", table.description());
            }
            if (!(isImport && table.folder().equals(root))) {
                ((ObjectNode) entry.get("data")).put("group_id", table.folder());
            }
            return entry;
        }

        List<ObjectNode> flows() throws Exception {
            Map<String, String> removed = new HashMap<>();
            List<ObjectNode> entries = new ArrayList<>();
            for (Connections.Stored connection : used().values()) {
                connection.configRef().ifPresent(ref -> removed.put(connection.id(), ref));
            }
            for (FlowRow row : rows) {
                ObjectNode entry = flows.document(transaction, row);
                if (isImport && row.folder().equals(root)) {
                    restoreGroup(row, (ObjectNode) entry.get("data"));
                }
                FlopackExport.unbind(entry, removed);
                entries.add(entry);
            }
            return entries;
        }

        /** What lies in the root of an import lay in no folder of the file. */
        private void restoreGroup(FlowRow row, ObjectNode data) throws Exception {
            ObjectNode stored =
                    (ObjectNode) flows.stored(transaction, row.id(), row.version()).get("data");
            if (stored.has("group")) {
                data.set("group", stored.get("group"));
            } else {
                data.remove("group");
            }
        }

        /** The connections of the file that was imported, and those that the flows use. */
        private Map<String, Connections.Stored> used() {
            Map<String, Connections.Stored> used = new LinkedHashMap<>();
            if (isImport) {
                connections.ofImport(transaction, root).forEach(stub -> used.put(stub.id(), stub));
            }
            for (FlowRow row : rows) {
                row.uses(Use.Kind.CONNECTION)
                        .map(Use::target)
                        .filter(id -> !used.containsKey(id))
                        .flatMap(id -> connections.find(transaction, id).stream())
                        .forEach(connection -> used.put(connection.id(), connection));
            }
            return used;
        }

        List<ObjectNode> configs() {
            return used().values().stream()
                    .filter(connection ->
                            connection
                                    .origin()
                                    .filter(origin -> !origin.equals("LISTED"))
                                    .isEmpty())
                    .map(Content::entry)
                    .toList();
        }

        private static ObjectNode entry(Connections.Stored connection) {
            ObjectNode entry =
                    connection
                            .document()
                            .orElseGet(() ->
                                    FlopackExport.config(
                                            connection.id(),
                                            connection.name(),
                                            connection.connector()));
            return entry.put("name", connection.name());
        }
    }
}
