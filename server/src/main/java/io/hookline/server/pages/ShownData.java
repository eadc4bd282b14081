package io.hookline.server.pages;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.Deliveries;
import io.hookline.server.delivery.lane.LaneStatus;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.Halt;
import io.hookline.server.execution.http.ExecutionApi;
import io.hookline.server.execution.http.HaltApi;
import io.hookline.server.hook.http.EventHookApi;
import io.hookline.server.studio.http.StudioApi;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Shows what the API shows to a reader.
 *
 * @param url makes an address of ours of its path
 */
public record ShownData(
        EventHookApi hookApi,
        Deliveries deliveries,
        StudioApi studioApi,
        ExecutionApi executionApi,
        Halt halt,
        EventLog log,
        Function<String, URI> url)
        implements PageData {
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
        return studioApi.shownFlows(url);
    }

    @Override
    public Optional<ObjectNode> flow(String id) {
        return studioApi.shownFlow(id, url);
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
