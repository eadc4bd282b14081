package io.hookline.server.studio.http;

import io.hookline.connectors.ConnectionTests;
import io.hookline.server.http.Route;
import io.hookline.server.studio.Studio;
import io.hookline.server.studio.Workspace;
import io.hookline.server.studio.connection.LoadedChoices;
import io.hookline.server.studio.connection.LoadedFields;
import io.hookline.server.studio.connector.LoadedConnectors;
import io.hookline.server.studio.flow.FlowRuns;

import java.net.URI;
import java.util.List;
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
                                                        System::nanoTime),
                                                new LoadedFields(
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
                                new DraftApi(workspace.drafts(), workspace.registry()).routes(),
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
}
