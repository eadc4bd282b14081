package io.hookline.server.studio.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.Turn;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlopackImport;
import io.hookline.flow.flopack.InvalidFlopack;
import io.hookline.flow.flopack.Stub;
import io.hookline.flow.model.Flow;
import io.hookline.server.access.Caller;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.audit.StudioAudit;
import io.hookline.server.studio.check.DocumentProblem;
import io.hookline.server.studio.check.FlowProblems;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.connection.NewStub;
import io.hookline.server.studio.flow.FlowRegistry;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.FlowStore;
import io.hookline.server.studio.flow.NewFlow;
import io.hookline.server.studio.flow.NewFlows;
import io.hookline.server.studio.folder.Folder;
import io.hookline.server.studio.folder.Folders;
import io.hookline.server.studio.table.NewTable;
import io.hookline.server.studio.table.Tables;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Takes published files in: all of a file in one transaction, or nothing. */
public final class Imports {
    private final Database database;
    private final Folders folders;
    private final Tables tables;
    private final Connections connections;
    private final FlowStore store;
    private final FlowRegistry flows;
    private final FlowProblems problems;
    private final StudioAudit audit;
    private final InstantSource clock;

    public Imports(
            Database database,
            Folders folders,
            Tables tables,
            Connections connections,
            FlowStore store,
            FlowRegistry flows,
            FlowProblems problems,
            StudioAudit audit,
            InstantSource clock) {
        this.database = database;
        this.folders = folders;
        this.tables = tables;
        this.connections = connections;
        this.store = store;
        this.flows = flows;
        this.problems = problems;
        this.audit = audit;
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
            Folder folder,
            List<String> flows,
            List<String> tables,
            List<String> connections,
            List<DocumentProblem> warnings) {}

    /**
     * What a file holds. Nothing was made of it; the ids are those of no object.
     *
     * @param flows in the file's order
     * @param warnings what must be set or known before its flows can work here; that connections
     *     are empty is left out
     */
    public record Checked(
            FlopackImport pack, List<CheckedFlow> flows, List<DocumentProblem> warnings) {}

    /** A flow of the file: its settings, and what would run. */
    public record CheckedFlow(FlowRow row, Flow flow) {}

    /**
     * A file whose flows are ready to be stored.
     *
     * @param root the id of the new folder that holds everything
     * @param envelope what surrounds the entries of the file, as it is stored
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Ready(
            String root,
            byte[] envelope,
            List<NewFolder> folders,
            List<NewTable> tables,
            List<NewStub> stubs,
            List<NewFlow> flows) {
        static Ready of(FlopackImport pack, NewFlows newFlows) {
            String root = UUID.randomUUID().toString();
            Set<String> folders =
                    pack.folders().stream()
                            .map(FlopackImport.Folder::id)
                            .collect(Collectors.toUnmodifiableSet());
            List<NewFlow> flows = new ArrayList<>();
            for (ObjectNode flow : pack.flows()) {
                Turn.check();
                String named = flow.get("data").path("group").asText("");
                flows.add(newFlows.of(flow, folders.contains(named) ? named : root));
            }
            return new Ready(
                    root,
                    Flopack.bytes(pack.envelope()),
                    pack.folders().stream().map(folder -> NewFolder.of(folder, root)).toList(),
                    pack.tables().stream()
                            .map(table -> NewTable.of(table, folder(folders, table, root)))
                            .toList(),
                    pack.stubs().stream().map(NewStub::of).toList(),
                    flows);
        }

        /** Where a table of the file lies: in the root when the file lacks its folder. */
        private static String folder(Set<String> folders, ObjectNode table, String root) {
            String named = table.get("data").path("group_id").asText("");
            return folders.contains(named) ? named : root;
        }
    }

    /** A folder of the file. */
    @SuppressWarnings("ArrayRecordComponent")
    private record NewFolder(String id, Folder.Draft draft, byte[] document) {
        static NewFolder of(FlopackImport.Folder folder, String root) {
            return new NewFolder(
                    folder.id(),
                    new Folder.Draft(
                            folder.name(),
                            folder.document().path("data").path("description").asText(""),
                            Optional.of(folder.parent().orElse(root))),
                    Flopack.bytes(folder.document()));
        }
    }

    /**
     * Takes a file in.
     *
     * @param name of the new folder
     * @throws io.hookline.server.refusal.Refusal.Invalid when the file is none, or a broken one
     */
    public Imported run(Caller caller, String name, byte[] file) {
        FlopackImport pack = read(file);
        Map<String, List<Finding>> authorValues = pack.authorValues();
        Ready ready = Ready.of(pack, new NewFlows(store));
        Folder folder =
                database.write(transaction -> {
                    insert(transaction, caller, name, ready);
                    return folders.get(transaction, ready.root());
                });
        // It is stored: from here on nobody may hear that it was not.
        return Turn.finishing(() ->
                new Imported(
                        folder,
                        ready.flows().stream().map(NewFlow::id).toList(),
                        pack.tables().stream().map(table -> table.get("id").textValue()).toList(),
                        pack.stubs().stream().map(Stub::id).toList(),
                        warnings(ready.flows(), authorValues)));
    }

    /**
     * Looks at a file and makes nothing.
     *
     * @throws io.hookline.server.refusal.Refusal.Invalid as {@link #run}
     */
    public Checked check(byte[] file) {
        FlopackImport pack = read(file);
        Map<String, List<Finding>> authorValues = pack.authorValues();
        Ready ready = Ready.of(pack, new NewFlows(store));
        List<CheckedFlow> checked = new ArrayList<>();
        List<DocumentProblem.Place> places = new ArrayList<>();
        for (int i = 0; i < ready.flows().size(); i++) {
            Turn.check();
            FlowRow row = ready.flows().get(i).row();
            Flow flow = NewFlows.readable(pack.flows().get(i));
            checked.add(new CheckedFlow(row, flow));
            places.addAll(problems.before(row, flow, authorValues.get(row.id())));
        }
        return new Checked(pack, checked, DocumentProblem.of(places));
    }

    private static FlopackImport read(byte[] file) {
        try {
            return FlopackImport.read(file, UUID::randomUUID);
        } catch (InvalidFlopack e) {
            throw NewFlows.invalid(e);
        }
    }

    private void insert(Transaction transaction, Caller caller, String name, Ready ready) {
        insertFolders(transaction, name, ready);
        for (NewTable table : ready.tables()) {
            tables.insert(transaction, table);
        }
        connections.insertStubs(transaction, caller, ready.root(), ready.stubs());
        for (NewFlow flow : ready.flows()) {
            flows.changed(
                    transaction, store.insert(transaction, flow, clock.instant(), caller.name()));
        }
        audit.append(
                transaction,
                caller,
                "workflows.user.folder.import",
                "Import folder",
                new StudioAudit.Target(
                        "Folder", ready.root(), folders.get(transaction, ready.root()).name()),
                Map.of("flows", String.valueOf(ready.flows().size())));
    }

    private void insertFolders(Transaction transaction, String name, Ready ready) {
        folders.insert(
                transaction,
                ready.root(),
                new Folder.Draft(name, "", Optional.empty()),
                Optional.empty(),
                Optional.of(ready.envelope()));
        for (NewFolder folder : ready.folders()) {
            folders.insert(
                    transaction,
                    folder.id(),
                    folder.draft(),
                    Optional.of(folder.document()),
                    Optional.empty());
        }
    }

    /** What is to be set or known before the flows can work here, those of all together. */
    private List<DocumentProblem> warnings(
            List<NewFlow> imported, Map<String, List<Finding>> authorValues) {
        List<DocumentProblem.Place> places = new ArrayList<>();
        for (NewFlow flow : imported) {
            FlowRow row = flow.row();
            places.addAll(problems.places(row, authorValues.get(row.id())));
        }
        return DocumentProblem.of(places);
    }
}
