package io.hookline.server.pages;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.lane.LaneStatus;
import io.hookline.server.delivery.lane.Lanes;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.Halt;
import io.hookline.server.execution.http.ExecutionApi;
import io.hookline.server.execution.http.HaltApi;
import io.hookline.server.hook.http.EventHookApi;
import io.hookline.server.studio.Studio;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Shows what the API shows to a reader. */
public record ShownData(
        EventHookApi hookApi,
        Lanes lanes,
        Studio studio,
        ExecutionApi executionApi,
        Halt halt,
        EventLog log)
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
        return lanes.status(hookId);
    }

    @Override
    public List<ObjectNode> flows() {
        return studio.shownFlows();
    }

    @Override
    public Optional<ObjectNode> flow(String id) {
        return studio.shownFlow(id);
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
