package io.hookline.server.studio;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpService;
import io.hookline.connectors.tables.TableRows;
import io.hookline.flow.cards.FlowFiles;
import io.hookline.flow.model.Trigger;
import io.hookline.server.access.Sealer;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.store.Database;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.flow.CardEffects;
import io.hookline.server.studio.flow.FlowProblems;
import io.hookline.server.studio.flow.FlowRegistry;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.FlowSource;
import io.hookline.server.studio.flow.FlowStore;
import io.hookline.server.studio.flow.FlowSwitch;
import io.hookline.server.studio.flow.FlowUses;
import io.hookline.server.studio.flow.Flows;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.studio.folder.Folders;
import io.hookline.server.studio.http.ConnectionApi;
import io.hookline.server.studio.http.FlowApi;
import io.hookline.server.studio.http.FlowUseApi;
import io.hookline.server.studio.http.FlowVersionApi;
import io.hookline.server.studio.http.FlowView;
import io.hookline.server.studio.http.FolderApi;
import io.hookline.server.studio.http.ImportApi;
import io.hookline.server.studio.http.TableApi;
import io.hookline.server.studio.table.TableStore;
import io.hookline.server.studio.table.Tables;
import io.hookline.server.studio.transfer.Exports;
import io.hookline.server.studio.transfer.Imports;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The studio's parts, put together. */
public final class Studio {
    private final FlowRegistry flows;
    private final Connections connections;
    private final TableStore rows;
    private final List<HttpService> services;
    private final Folders folders;
    private final FlowView view;
    private final FlowUses uses;
    private final Exports exports;

    /**
     * @param cards which cards this installation has, and what they can do
     * @param mayBePlain whether credentials may go to that address without encryption
     * @param baseUrl where invoke URLs begin
     */
    public Studio(
            Database database,
            Sealer sealer,
            EventLog events,
            CardEffects cards,
            Predicate<URI> mayBePlain,
            Supplier<URI> baseUrl,
            InstantSource clock) {
        StudioLog log = new StudioLog(events, clock);
        FlowStore store = new FlowStore(sealer);
        flows = new FlowRegistry(database, store);
        folders = new Folders(database, log, clock);
        Tables tables = new Tables(database, folders, store, log, clock);
        rows = new TableStore(database, tables, clock);
        connections = new Connections(database, sealer, store, log, clock);
        FlowProblems problems = new FlowProblems(flows, tables, connections, cards);
        view = new FlowView(problems, baseUrl);
        Flows edits = new Flows(database, folders, store, flows, log, clock);
        FlowSwitch flowSwitch = new FlowSwitch(database, store, flows, log, clock);
        Imports imports =
                new Imports(
                        database, folders, tables, connections, store, flows, problems, log, clock);
        exports = new Exports(database, folders, tables, connections, store, edits, log, clock);
        uses = new FlowUses(database, store, flows, problems, connections);
        services =
                List.of(
                        new ImportApi(imports, exports, flows, folders, tables, connections, view),
                        new FlowApi(edits, flowSwitch, flows, folders, problems, view, baseUrl),
                        new FlowVersionApi(edits, folders, view),
                        new FlowUseApi(edits, uses),
                        new FolderApi(folders, baseUrl),
                        new TableApi(tables, rows, folders, baseUrl),
                        new ConnectionApi(connections, mayBePlain, baseUrl));
    }

    /** Flows for what runs them. */
    public FlowSource flows() {
        return flows;
    }

    /** All flows as the API lists them: without client tokens. */
    public List<ObjectNode> shownFlows() {
        Map<String, Folders.Folder> all = folders.all();
        return flows.rows().stream()
                .map(flow -> view.json(flow, all, FlowView.Sight.PLAIN))
                .toList();
    }

    /**
     * One flow as the API shows it to a reader, with its {@code effects}, {@code calls} and {@code
     * calledBy}.
     */
    public Optional<ObjectNode> shownFlow(String id) {
        return flows.row(id)
                .map(flow -> {
                    ObjectNode shown = view.json(flow, folders.all(), FlowView.Sight.PLAIN);
                    shown.set("effects", uses.effects(flow));
                    return shown.setAll(uses.calls(flow));
                });
    }

    /** Scheduled flows that are on. */
    public List<PublishedFlow> scheduled() {
        return startedBy(Trigger.SCHEDULED);
    }

    /** Flows with an event card that are on. */
    public List<PublishedFlow> fedByEvents() {
        return startedBy(Trigger.EVENT);
    }

    private List<PublishedFlow> startedBy(Trigger trigger) {
        return flows.rows().stream()
                .filter(row -> row.type() == trigger && row.mode() != FlowMode.OFF)
                .flatMap(row -> flows.byId(row.id()).stream())
                .toList();
    }

    /** Whether there is a folder of that id. */
    public boolean hasFolder(String id) {
        return folders.all().containsKey(id);
    }

    /** Whether a folder holds a flow, however deep. */
    public boolean holds(String folder, String flow) {
        Map<String, Folders.Folder> all = folders.all();
        Optional<String> place = flows.row(flow).map(FlowRow::folder);
        while (place.isPresent() && !place.get().equals(folder)) {
            place = Optional.ofNullable(all.get(place.get())).flatMap(Folders.Folder::parent);
        }
        return place.isPresent();
    }

    /** Connections for the cards that use them. */
    public Connections connections() {
        return connections;
    }

    /** Rows for the table cards. */
    public TableRows rows() {
        return rows;
    }

    /** Flows as files, for the card that exports them. */
    public FlowFiles files() {
        return exports;
    }

    /** The routes, to be registered in this order. */
    public List<HttpService> services() {
        return services;
    }
}
