package io.hookline.server.pages;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.Deliveries;
import io.hookline.server.delivery.lane.LaneStatus;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.Halt;
import io.hookline.server.execution.http.ExecutionApi;
import io.hookline.server.execution.http.HaltApi;
import io.hookline.server.hook.http.EventHookApi;
import io.hookline.server.studio.http.StudioApi;
import io.hookline.server.url.PublicUrl;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Shows what the API shows to a reader. */
public final class ShownData implements PageData {
    private final EventHookApi hookApi;
    private final Deliveries deliveries;
    private final StudioApi studioApi;
    private final ExecutionApi executionApi;
    private final Halt halt;
    private final EventLog log;
    private final URI baseUrl;

    /**
     * @param baseUrl where people reach us
     */
    public ShownData(
            EventHookApi hookApi,
            Deliveries deliveries,
            StudioApi studioApi,
            Executions executions,
            Halt halt,
            EventLog log,
            URI baseUrl) {
        this.hookApi = hookApi;
        this.deliveries = deliveries;
        this.studioApi = studioApi;
        this.executionApi = new ExecutionApi(executions);
        this.halt = halt;
        this.log = log;
        this.baseUrl = baseUrl;
    }

    private URI url(String path) {
        return PublicUrl.of(baseUrl, path);
    }

    @Override
    public Optional<String> lift() {
        return HaltApi.lift(halt.state());
    }

    @Override
    public List<ObjectNode> hooks() {
        return hookApi.shown();
    }

    @Override
    public Optional<LaneStatus> lane(String hookId) {
        return deliveries.status(hookId);
    }

    @Override
    public List<ObjectNode> flows() {
        return studioApi.shownFlows(this::url);
    }

    @Override
    public Optional<ObjectNode> flow(String id) {
        return studioApi.shownFlow(id, this::url);
    }

    @Override
    public List<ObjectNode> connections() {
        return studioApi.shownConnections();
    }

    @Override
    public Optional<ObjectNode> connection(String id) {
        return studioApi.shownConnection(id);
    }

    @Override
    public List<ObjectNode> users(String connection) {
        return studioApi.users(connection);
    }

    @Override
    public List<ObjectNode> executions(ExecutionQuery query) {
        return executionApi.shown(query.parent(), query.path(), query.limit());
    }

    @Override
    public Optional<ObjectNode> execution(UUID id) {
        return executionApi.shown(id);
    }

    @Override
    public List<StoredEvent> events(int limit) {
        return log.read(Math.max(0, log.end() - limit), List.of(), limit).reversed();
    }
}
