package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Outcome;
import io.hookline.flow.flopack.Flopack;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.model.EndedExecution.Failure;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.rehearsal.RanSteps;
import io.hookline.server.execution.rehearsal.Rehearsal.Recorded;
import io.hookline.server.execution.rehearsal.Rehearsal.Withheld;
import io.hookline.server.execution.trial.FlowTrials;
import io.hookline.server.execution.trial.FlowTrials.Trial;
import io.hookline.server.http.Body;
import io.hookline.server.http.Computing;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;
import io.hookline.server.studio.Studio;
import io.hookline.server.studio.check.ConnectionUse;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.UnsavedFlow;
import io.hookline.server.studio.http.UnsavedDocument;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code /api/hookline/v1/flows/try}: a dry run of a document that nobody has saved. */
public final class TryApi {
    private static final int MAX_BODY = Flopack.MAX_BYTES;

    private final FlowTrials trials;
    private final Studio studio;
    private final RunInputs inputs;

    public TryApi(FlowTrials trials, Studio studio, History history, EventPayloads events) {
        this.trials = trials;
        this.studio = studio;
        this.inputs = new RunInputs(history, events);
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/hookline/v1/flows/try", Permission.RUN_FLOWS, this::attempt));
    }

    /** Whoever makes up what reads through a connection must be allowed to save it. */
    private Response attempt(Request request) {
        Caller caller = request.caller();
        caller.require(Permission.MANAGE_FLOWS);
        Body body = request.object(MAX_BODY);
        body.allowOnly("document", "flow", "inputs", "execution", "event");
        return Computing.of(
                request,
                () -> {
                    Optional<FlowRow> saved = UnsavedDocument.saved(body, studio);
                    ObjectNode document = UnsavedDocument.document(body, saved);
                    ConnectionUse use = new ConnectionUse(studio.workspace().connections());
                    saved.ifPresentOrElse(
                            flow -> use.require(caller, document, flow),
                            () -> use.require(caller, document));
                    PublishedFlow flow = UnsavedFlow.of(document, saved).published();
                    Payload payload = inputs.payload(flow, body, caller);
                    return Response.json(json(trials.run(flow, payload)));
                });
    }

    private static ObjectNode json(Trial trial) {
        Recorded recorded = trial.recorded();
        ObjectNode json = Json.object();
        json.put("ending", recorded.result().ending().name());
        json.put("cut", trial.cut().map(Enum::name).orElse(null));
        json.put("stoppedBy", stoppedBy(recorded).orElse(null));
        json.put("startedAt", Times.millis(trial.startedAt()));
        json.put("endedAt", Times.millis(trial.endedAt()));
        json.put("failure", recorded.result().failure().orElse(null));
        json.set("error", error(recorded));
        List<RanSteps.Execution> executions = recorded.executions();
        json.set("steps", steps(executions.getFirst()));
        ArrayNode helpers = json.putArray("helpers");
        executions.stream().skip(1).forEach(helper -> helpers.add(helper(helper, recorded.id())));
        ArrayNode withheld = json.putArray("withheld");
        recorded.result().withheld().forEach(one -> withheld.add(withheld(one, recorded.id())));
        return json;
    }

    private static Optional<String> stoppedBy(Recorded recorded) {
        return recorded.outcome() instanceof Outcome.Stopped stopped
                ? Optional.of(recorded.masker().mask(stopped.by()))
                : Optional.empty();
    }

    private static ObjectNode error(Recorded recorded) {
        if (!(recorded.outcome() instanceof Outcome.Failed failed)) {
            return null;
        }
        RanSteps.Execution own = recorded.executions().getFirst();
        return FailureJson.shown(
                own.flow().id(), own.flow().name(), Failure.of(failed, recorded.masker()));
    }

    private static ArrayNode steps(RanSteps.Execution execution) {
        ArrayNode steps = Json.MAPPER.createArrayNode();
        execution.steps().forEach(step -> steps.add(ExecutionJson.step(step, Optional.empty())));
        return steps;
    }

    private static ObjectNode helper(RanSteps.Execution helper, UUID own) {
        ObjectNode json = Json.object().put("id", helper.id().toString());
        json.putObject("flow").put("id", helper.flow().id()).put("name", helper.flow().name());
        helper.parent()
                .ifPresent(parent -> {
                    boolean byFlow = parent.id().equals(own);
                    json.put("parent", byFlow ? null : parent.id().toString());
                    json.put("path", parent.path());
                });
        json.set("steps", steps(helper));
        return json;
    }

    /** The execution is named only where it is a helper's. */
    private static ObjectNode withheld(Withheld one, UUID own) {
        ObjectNode json = Json.object();
        json.put("helper", one.execution().equals(own) ? null : one.execution().toString());
        json.put("path", one.path());
        json.put("card", one.card());
        json.put("title", one.title());
        json.put("effect", one.effect().name());
        json.set("inputs", one.inputs());
        return json;
    }
}
