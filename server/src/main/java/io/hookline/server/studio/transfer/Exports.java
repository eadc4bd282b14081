package io.hookline.server.studio.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.cards.FlowFiles;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlopackExport;
import io.hookline.server.access.Caller;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.audit.StudioAudit;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.flow.FlowDocuments;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.FlowStore;
import io.hookline.server.studio.folder.Folder;
import io.hookline.server.studio.folder.Folders;
import io.hookline.server.studio.table.Tables;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a folder, or one flow, as a flopack. The root of an import gives back the file it came
 * from: its own folders, version and flags, its flows in its order.
 */
public final class Exports implements FlowFiles {
    /** What a file takes in memory, for each of its bytes. */
    private static final int READ = 8;

    private static final long LARGEST =
            Math.min(Flopack.MAX_BYTES, Runtime.getRuntime().maxMemory() / 24);

    private final Database database;
    private final Folders folders;
    private final Tables tables;
    private final Connections connections;
    private final FlowStore flows;
    private final StudioAudit audit;
    private final InstantSource clock;

    public Exports(
            Database database,
            Folders folders,
            Tables tables,
            Connections connections,
            FlowStore flows,
            StudioAudit audit,
            InstantSource clock) {
        this.database = database;
        this.folders = folders;
        this.tables = tables;
        this.connections = connections;
        this.flows = flows;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * How many bytes exporting a folder takes in memory.
     *
     * @throws Refusal.TooLarge when it is more than a file may have
     */
    public long memory(String id) {
        long size = database.read(transaction -> size(transaction, id));
        if (size > LARGEST) {
            throw new Refusal.TooLarge(
                    "Folder too large",
                    String.format(
                            Locale.ROOT,
                            "The flows of this folder have %,d MB together, and a file may have"
                                    + " %,d MB with the memory that this server has; export the"
                                    + " folders in it one by one.",
                            size / 1_000_000,
                            LARGEST / 1_000_000));
        }
        return READ * size;
    }

    private long size(Transaction transaction, String root) {
        Set<String> inside = folders.subtree(transaction, root);
        return flows.all(transaction).stream()
                .filter(flow -> inside.contains(flow.folder()))
                .mapToLong(flow -> FlowDocuments.size(transaction, flow))
                .sum();
    }

    /** A folder with everything in it. */
    public ObjectNode folder(Caller caller, String id) {
        ObjectNode file = database.read(transaction -> file(transaction, id));
        database.write(transaction -> {
            Folder folder = folders.get(transaction, id);
            audit.append(
                    transaction,
                    caller,
                    "workflows.user.folder.export",
                    "Export folder",
                    new StudioAudit.Target("Folder", id, folder.name()));
            return id;
        });
        return file;
    }

    /** How many bytes exporting one flow takes in memory. */
    public long flowMemory(String id) {
        return READ
                * database.read(
                        transaction -> FlowDocuments.size(transaction, found(transaction, id)));
    }

    /** One flow without its folder, with the tables and connections that it uses itself. */
    public ObjectNode flow(Caller caller, String id) {
        FlowFile file = database.read(transaction -> file(transaction, found(transaction, id)));
        database.write(transaction -> {
            audit.append(
                    transaction,
                    caller,
                    "workflows.user.flow.export",
                    "Export flow",
                    new StudioAudit.Target("Flow", id, file.name()));
            return id;
        });
        return file.document();
    }

    private FlowRow found(Transaction transaction, String id) {
        return flows.find(transaction, id).orElseThrow(() -> new Refusal.NotFound("flow", id));
    }

    private ObjectNode file(Transaction transaction, String root) {
        folders.get(transaction, root);
        Optional<ObjectNode> envelope = folders.envelope(transaction, root);
        Set<String> inside = folders.subtree(transaction, root);
        List<FlowRow> rows =
                flows.all(transaction).stream()
                        .filter(flow -> inside.contains(flow.folder()))
                        .toList();
        FolderEntries entries =
                new FolderEntries(folders.all(transaction), inside, root, envelope.isPresent());
        FlowEntries content = new FlowEntries(transaction, connections, rows, entries);
        return FlopackExport.file(
                envelope.orElseGet(FlopackExport::envelope),
                clock.instant(),
                entries.folders(id -> folders.document(transaction, id)),
                content.connections(),
                tables.in(transaction, inside).stream().map(entries::table).toList(),
                content.flows());
    }

    /** One flow without its folder, with the tables and connections that it uses itself. */
    @Override
    public FlowFile export(String flow) {
        try {
            return database.read(transaction -> file(transaction, row(transaction, flow)));
        } catch (StoreBusy e) {
            throw new CardFailure.Unavailable(e.getMessage());
        }
    }

    @Override
    public FlowFile exportFolder(String folder) {
        try {
            return database.read(transaction -> {
                if (!folders.all(transaction).containsKey(folder)) {
                    return FlowFiles.super.exportFolder(folder);
                }
                return new FlowFile(
                        folders.get(transaction, folder).name(), file(transaction, folder));
            });
        } catch (StoreBusy e) {
            throw new CardFailure.Unavailable(e.getMessage());
        }
    }

    private FlowRow row(Transaction transaction, String flow) {
        return flows.find(transaction, flow)
                .orElseThrow(() ->
                        new CardFailure.NotFound(
                                "There is no flow with id " + flow + "; choose one on the card."));
    }

    private FlowFile file(Transaction transaction, FlowRow flow) {
        FlowEntries content =
                new FlowEntries(transaction, connections, List.of(flow), FolderEntries.NONE);
        return new FlowFile(
                flow.name(),
                FlopackExport.file(
                        FlopackExport.envelope(),
                        clock.instant(),
                        List.of(),
                        content.connections(),
                        content.usedTables(tables),
                        content.flows()));
    }
}
