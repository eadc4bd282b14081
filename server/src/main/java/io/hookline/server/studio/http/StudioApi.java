package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.ConnectionTests;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.studio.Studio;
import io.hookline.server.studio.Workspace;
import io.hookline.server.studio.connection.LoadedChoices;
import io.hookline.server.studio.connector.LoadedConnectors;
import io.hookline.server.studio.flow.FlowRuns;
import io.hookline.server.studio.folder.Folder;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All routes of the studio. */
public final class StudioApi {
    private final Workspace workspace;
    private final FlowView view;
    private final FlowUseApi uses;
    private final ConnectionApi connectionApi;
    private final List<Route> routes;

    /**
     * @param connectors know all cards that are installed
     * @param tests try connections out
     * @param authorize has people give connections leave
     * @param mayBePlain whether credentials may go to that address without encryption
     * @param runs how flows ran lately
     */
    public StudioApi(
            Studio studio,
            LoadedConnectors connectors,
            ConnectionTests tests,
            AuthorizeApi authorize,
            Predicate<URI> mayBePlain,
            FlowRuns runs) {
        workspace = studio.workspace();
        connectionApi =
                new ConnectionApi(
                        workspace.connections(),
                        workspace.folders(),
                        tests,
                        new ConnectionReader(mayBePlain, connectors));
        view = new FlowView(studio.problems(), studio.effects());
        uses = new FlowUseApi(workspace, studio.effects());
        FlowFacts facts = new FlowFacts(workspace.authors(), runs);
        routes =
                Stream.of(
                                new CardApi(connectors::cards).routes(),
                                new ConnectorApi(connectors).routes(),
                                new ChoiceApi(
                                                new LoadedChoices(
                                                        connectors::cards,
                                                        workspace.connections(),
                                                        System::nanoTime))
                                        .routes(),
                                new TransferApi(workspace, studio.imports(), view, connectionApi)
                                        .routes(),
                                new FlowApi(workspace, studio.problems(), view, facts).routes(),
                                new FlowVersionApi(workspace, view).routes(),
                                uses.routes(),
                                new FlowCheckApi(studio, uses).routes(),
                                new FolderApi(workspace.folders(), workspace.registry()).routes(),
                                new TableApi(workspace.tables(), workspace.storedRows()).routes(),
                                connectionApi.routes(),
                                authorize.routes())
                        .flatMap(List::stream)
                        .toList();
    }

    public List<Route> routes() {
        return routes;
    }

    /** All connections as lists show them. */
    public List<ObjectNode> shownConnections() {
        return workspace.connections().list(0, Integer.MAX_VALUE).stream()
                .map(connectionApi::json)
                .toList();
    }

    /** One connection as a reader sees it. */
    public Optional<ObjectNode> shownConnection(String id) {
        return workspace.connections().stored(id).map(connectionApi::json);
    }

    /** The flows that use a connection, each with its id and its name. */
    public List<ObjectNode> users(String connection) {
        return workspace.connections().users(connection).stream()
                .map(flow -> Json.object().put("id", flow.id()).put("name", flow.name()))
                .toList();
    }

    /**
     * All flows as lists show them: without client tokens.
     *
     * @param url makes an address of ours of its path
     */
    public List<ObjectNode> shownFlows(Function<String, URI> url) {
        Map<String, Folder> folders = workspace.folders().all();
        return workspace.registry().rows().stream()
                .map(flow -> view.json(flow, folders, url))
                .toList();
    }

    /**
     * One flow as a reader sees it, with its {@code effects}, {@code calls} and {@code calledBy}.
     *
     * @param url makes an address of ours of its path
     */
    public Optional<ObjectNode> shownFlow(String id, Function<String, URI> url) {
        return workspace
                .registry()
                .row(id)
                .map(flow -> {
                    ObjectNode shown = view.json(flow, workspace.folders().all(), url);
                    shown.set("effects", uses.effects(flow));
                    return shown.setAll(uses.calls(flow));
                });
    }
}
