package io.hookline.server.studio.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Finding;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlopackImport;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.flopack.InvalidFlopack;
import io.hookline.server.access.Caller;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.Fields;
import io.hookline.server.studio.StoredBytes;
import io.hookline.server.studio.StudioLog;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.flow.FlowProblems;
import io.hookline.server.studio.flow.FlowRegistry;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.FlowStore;
import io.hookline.server.studio.flow.NewFlows;
import io.hookline.server.studio.folder.Folders;
import io.hookline.server.studio.table.Tables;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Takes published files in: all of a file in one transaction, or nothing. */
public final class Imports {
    private final Database database;
    private final Folders folders;
    private final Tables tables;
    private final Connections connections;
    private final FlowStore store;
    private final FlowRegistry flows;
    private final NewFlows newFlows;
    private final FlowProblems problems;
    private final StudioLog log;
    private final InstantSource clock;

    public Imports(
            Database database,
            Folders folders,
            Tables tables,
            Connections connections,
            FlowStore store,
            FlowRegistry flows,
            FlowProblems problems,
            StudioLog log,
            InstantSource clock) {
        this.database = database;
        this.folders = folders;
        this.tables = tables;
        this.connections = connections;
        this.store = store;
        this.flows = flows;
        this.newFlows = new NewFlows(store);
        this.problems = problems;
        this.log = log;
        this.clock = clock;
    }

    /**
     * What an import made.
     *
     * @param folder the new folder that holds everything
     * @param flows ids, in the file's order
     * @param tables ids, in the file's order
     * @param connections ids of the empty connections
     */
    public record Imported(
            Folders.Folder folder,
            List<String> flows,
            List<String> tables,
            List<String> connections,
            List<Warning> warnings) {}

    /** Something to set or to know before a flow can work here. */
    public record Warning(String flow, Finding finding) {}

    public Imported run(Caller caller, String name, byte[] file) {
        FlopackImport pack = read(file);
        String root = UUID.randomUUID().toString();
        Set<String> known = new HashSet<>();
        pack.folders().forEach(folder -> known.add(folder.id()));
        Map<String, List<Finding>> authorValues = pack.authorValues();
        List<FlowStore.NewFlow> ready =
                pack.flows().stream()
                        .map(flow ->
                                newFlows.of(
                                        flow,
                                        folder(
                                                flow.get("data").path("group").asText(""),
                                                known,
                                                root)))
                        .toList();
        Folders.Folder folder =
                database.write(transaction -> {
                    insert(transaction, caller, name, root, pack, ready, known);
                    return folders.get(transaction, root);
                });
        return new Imported(
                folder,
                ready.stream().map(flow -> flow.row().id()).toList(),
                pack.tables().stream().map(table -> table.get("id").textValue()).toList(),
                pack.stubs().stream().map(stub -> stub.id()).toList(),
                warnings(ready, authorValues));
    }

    private static FlopackImport read(byte[] file) {
        try {
            return FlopackImport.read(file, UUID::randomUUID);
        } catch (InvalidFlopack e) {
            throw Fields.refused(e);
        }
    }

    /** Where something of the file lies: in the root when the file lacks its folder. */
    private static String folder(String named, Set<String> known, String root) {
        return known.contains(named) ? named : root;
    }

    private void insert(
            Transaction transaction,
            Caller caller,
            String name,
            String root,
            FlopackImport pack,
            List<FlowStore.NewFlow> ready,
            Set<String> known)
            throws Exception {
        Instant now = clock.instant();
        folders.insert(
                transaction,
                root,
                new Folders.Draft(name, "", Optional.empty()),
                Optional.empty(),
                Optional.of(new StoredBytes(Flopack.bytes(pack.envelope()))));
        for (FlopackImport.Folder folder : pack.folders()) {
            folders.insert(
                    transaction,
                    folder.id(),
                    new Folders.Draft(
                            folder.name(),
                            folder.document().path("data").path("description").asText(""),
                            Optional.of(folder.parent().orElse(root))),
                    Optional.of(new StoredBytes(Flopack.bytes(folder.document()))),
                    Optional.empty());
        }
        for (ObjectNode table : pack.tables()) {
            tables.insert(
                    transaction,
                    folder(table.get("data").path("group_id").asText(""), known, root),
                    table);
        }
        connections.insertStubs(transaction, root, pack.stubs());
        for (FlowStore.NewFlow flow : ready) {
            store.insert(transaction, flow, now, caller.name());
            flows.changed(transaction, flow.row().id());
        }
        log.tell(
                transaction,
                caller,
                "workflows.user.folder.import",
                "Import folder",
                new StudioLog.Target("Folder", root, folders.get(transaction, root).name()),
                Map.of("flows", String.valueOf(ready.size())));
    }

    private List<Warning> warnings(
            List<FlowStore.NewFlow> ready, Map<String, List<Finding>> authorValues) {
        List<Warning> warnings = new ArrayList<>();
        Map<String, Integer> told = new HashMap<>();
        for (FlowStore.NewFlow flow : ready) {
            FlowRow row = flow.row();
            for (Use use : row.uses()) {
                // the same empty connection once, with the first flow that needs it
                boolean first =
                        use.kind() != Use.Kind.CONNECTION
                                || told.merge(use.target(), 1, Integer::sum) == 1;
                if (first) {
                    problems.missing(row, use)
                            .ifPresent(problem -> warnings.add(new Warning(row.id(), problem)));
                }
            }
            FlowProblems.notes(row).forEach(note -> warnings.add(new Warning(row.id(), note)));
            problems.review(row).forEach(note -> warnings.add(new Warning(row.id(), note)));
            authorValues.get(row.id()).forEach(value -> warnings.add(new Warning(row.id(), value)));
        }
        return warnings;
    }
}
