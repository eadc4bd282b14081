package io.hookline.server.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.StandIn;
import io.hookline.flow.model.Trigger;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.delivery.Backtest;
import io.hookline.server.delivery.Backtest.Cut;
import io.hookline.server.delivery.Backtest.Example;
import io.hookline.server.delivery.Backtest.Summary;
import io.hookline.server.delivery.Backtest.Target;
import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.Envelope;
import io.hookline.server.delivery.attempt.HookEvent;
import io.hookline.server.delivery.lane.Interest;
import io.hookline.server.delivery.lane.LaneTools;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.rehearsal.Rehearsal;
import io.hookline.server.execution.rehearsal.Rehearsal.Ending;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Body;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.json.TimeSpan;
import io.hookline.server.store.UuidV7;
import io.hookline.server.studio.flow.PublishedFlow;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Tells what a flow would have done with the events of the log that a hook picks. */
public final class BacktestApi implements HttpService, AutoCloseable {
    private static final int MAX_BODY = 10_000;
    private static final Set<String> KNOWN = Set.of("hook", "since", "until", "after");

    private final Executions executions;
    private final Facilities facilities;
    private final HookStore hooks;
    private final Function<String, Optional<Effect>> effects;
    private final URI baseUrl;
    private volatile boolean closing;

    /**
     * @param effects what a card can do to the world; empty when it is not installed
     * @param baseUrl where people and receivers reach us
     */
    public BacktestApi(
            Executions executions,
            Facilities facilities,
            HookStore hooks,
            Function<String, Optional<Effect>> effects,
            URI baseUrl) {
        this.executions = executions;
        this.facilities = facilities;
        this.hooks = hooks;
        this.effects = effects;
        this.baseUrl = baseUrl;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/api/hookline/v1/flows/{id}/backtest", this::backtest);
    }

    private void backtest(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.RUN_FLOWS);
        Access.require(request, Permission.READ_LOG);
        Access.require(request, Permission.READ_EXECUTIONS);
        PublishedFlow flow = flow(request.path().pathParameters().get("id"));
        ObjectNode body = Bodies.object(request, MAX_BODY);
        for (String name : (Iterable<String>) body::fieldNames) {
            if (!KNOWN.contains(name)) {
                throw Problem.badRequest(
                        name + " is not known here; known are hook, since, until and after.");
            }
        }
        EventHook hook = hook(body);
        TimeSpan span = Body.of(body).span();
        long after = after(body, span);
        long last =
                span.until()
                        .map(until -> facilities.log().before(until.plusMillis(1)))
                        .orElseGet(facilities.log()::end);
        refuseWhileHalted();
        Summary summary =
                new Backtest(facilities.log(), System::nanoTime, this::interruption, this::effect)
                        .run(
                                new Interest(hook),
                                (event, mustStop) ->
                                        Rehearsal.of(
                                                facilities, flow, payload(hook, event), mustStop),
                                after,
                                last);
        report(caller, flow, hook, summary);
        Bodies.send(response, 200, json(summary));
    }

    /** Lets what is underway end before its next card and answer with what it has. */
    @Override
    public void close() {
        closing = true;
    }

    private Optional<Cut> interruption() {
        if (closing) {
            return Optional.of(Cut.SHUTDOWN);
        }
        return executions.isHalted() ? Optional.of(Cut.HALT) : Optional.empty();
    }

    private void refuseWhileHalted() {
        if (executions.isHalted()) {
            throw new Problem(
                    409,
                    "Halted",
                    "Hookline is halted, so that no flow runs, not even on past events. End the"
                            + " halt first.");
        }
    }

    private PublishedFlow flow(String id) {
        PublishedFlow flow =
                facilities.flows().byId(id).orElseThrow(() -> Problem.notFound("flow", id));
        if (flow.flow().trigger() != Trigger.ENDPOINT) {
            throw new Problem(
                    409,
                    "No endpoint",
                    "The flow \""
                            + flow.name()
                            + "\" does not start with API Endpoint, so no hook can deliver to"
                            + " it.");
        }
        return flow;
    }

    private EventHook hook(ObjectNode body) {
        JsonNode id = body.path("hook");
        if (!id.isTextual()) {
            throw Problem.badRequest("hook is required: the id of an event hook.");
        }
        return facilities
                .database()
                .read(transaction -> hooks.find(transaction, id.textValue()))
                .orElseThrow(() ->
                        Problem.badRequest("hook: there is no event hook " + id.textValue() + "."));
    }

    private long after(ObjectNode body, TimeSpan span) {
        JsonNode after = body.path("after");
        if (after.isMissingNode() || after.isNull()) {
            return span.since().map(facilities.log()::before).orElse(0L);
        }
        if (!after.isTextual() || !after.textValue().matches("\\d{1,18}")) {
            throw Problem.badRequest("after must be the next of an earlier answer.");
        }
        return Long.parseLong(after.textValue());
    }

    private Effect effect(String card) {
        return effects.apply(card).orElseGet(() -> StandIn.effect(card));
    }

    /** What the hook's delivery of this event would bring, without credentials and signature. */
    private Payload payload(EventHook hook, StoredEvent event) {
        Instant now = Instant.ofEpochMilli(facilities.clock().millis());
        Batch batch =
                new Batch(
                        UuidV7.next(now.toEpochMilli()),
                        hook.id(),
                        hook.revision(),
                        List.of(event.position()),
                        LaneTools.source(baseUrl, hook.id()),
                        now,
                        0,
                        Optional.empty());
        return new Payload.Call(
                Map.of(
                        "accept", "application/json",
                        "content-type", "application/json",
                        "user-agent", "Hookline"),
                "",
                Envelope.bytes(batch, List.of(new HookEvent(event))));
    }

    private void report(Caller caller, PublishedFlow flow, EventHook hook, Summary summary) {
        AuditEvent event =
                AuditEvent.of("hookline.flow.backtest", "Try flow on past events")
                        .by(caller)
                        .target("Flow", flow.id(), flow.name())
                        .target("EventHook", hook.id(), hook.name())
                        .debug("executions", String.valueOf(summary.matching()));
        facilities
                .database()
                .write(transaction ->
                        facilities
                                .log()
                                .append(
                                        transaction,
                                        AuditEvent.SOURCE,
                                        List.of(event.json(facilities.clock().instant()))));
    }

    private static ObjectNode json(Summary summary) {
        ObjectNode json = Json.object();
        json.put("events", summary.events());
        json.put("matching", summary.matching());
        json.put("filterErrors", summary.filterErrors());
        json.put("alerting", summary.alerting());
        json.put("changing", summary.changing());
        json.put("failed", summary.endings().getOrDefault(Ending.FAILURE, 0));
        ObjectNode endings = json.putObject("endings");
        for (Ending ending : Ending.values()) {
            endings.put(ending.name(), summary.endings().getOrDefault(ending, 0));
        }
        ArrayNode targets = json.putArray("targets");
        summary.targets()
                .forEach((target, count) -> targets.add(json(target).put("executions", count)));
        json.put("moreTargets", summary.moreTargets());
        ArrayNode failures = json.putArray("failures");
        summary.failures()
                .forEach((message, count) ->
                        failures.addObject().put("message", message).put("executions", count));
        ArrayNode examples = json.putArray("examples");
        summary.examples().forEach(example -> examples.add(json(example)));
        json.put("complete", summary.next().isEmpty());
        json.put("next", summary.next().map(rest -> String.valueOf(rest.after())).orElse(null));
        json.put("stoppedBy", summary.next().map(rest -> word(rest.cut())).orElse(null));
        return json;
    }

    private static String word(Cut cut) {
        return cut.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode json(Target target) {
        ObjectNode json = Json.object();
        json.put("card", target.card()).put("title", target.title());
        json.put("effect", target.effect().name());
        json.set("inputs", target.inputs());
        return json;
    }

    private static ObjectNode json(Example example) {
        ObjectNode json = Json.object();
        json.set("event", example.event());
        json.put("ending", example.ending().name());
        json.put("failure", example.failure().orElse(null));
        ArrayNode effects = json.putArray("effects");
        example.effects().forEach(target -> effects.add(json(target)));
        return json;
    }
}
