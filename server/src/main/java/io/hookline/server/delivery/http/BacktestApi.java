package io.hookline.server.delivery.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.lane.Interest;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.rehearsal.Backtest.Cut;
import io.hookline.server.execution.rehearsal.Backtest.Example;
import io.hookline.server.execution.rehearsal.Backtest.Summary;
import io.hookline.server.execution.rehearsal.Backtest.Target;
import io.hookline.server.execution.rehearsal.Backtests;
import io.hookline.server.execution.rehearsal.EventSelection;
import io.hookline.server.execution.rehearsal.Rehearsal.Ending;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.hook.lifecycle.HookContext;
import io.hookline.server.http.Body;
import io.hookline.server.http.Computing;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.TimeSpan;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows what a flow would have done with the events of the log that a hook picks. */
public final class BacktestApi {
    private static final int MAX_CURSOR = 18;

    private final Backtests backtests;
    private final Facilities facilities;
    private final HookStore hooks;
    private final URI baseUrl;

    public BacktestApi(Backtests backtests, Facilities facilities, HookContext context) {
        this.backtests = backtests;
        this.facilities = facilities;
        this.hooks = context.hooks();
        this.baseUrl = context.settings().baseUrl();
    }

    public List<Route> routes() {
        return List.of(
                Route.post(
                        "/api/hookline/v1/flows/{id}/backtest",
                        Permission.RUN_FLOWS,
                        this::backtest));
    }

    private Response backtest(Request request) {
        request.caller().require(Permission.READ_LOG);
        request.caller().require(Permission.READ_EXECUTIONS);
        Body body = request.object();
        body.allowOnly("hook", "since", "until", "after");
        EventHook hook = hook(body);
        TimeSpan span = body.span();
        long last =
                span.until()
                        .map(until -> facilities.log().before(until.plusMillis(1)))
                        .orElseGet(facilities.log()::end);
        Interest interest = new Interest(hook, facilities.chains().limits().hops());
        Summary summary =
                trial(
                        request,
                        new Backtests.Trial(
                                request.path("id"),
                                new Backtests.Hook(hook.id(), hook.name()),
                                new EventSelection(
                                        interest.types(),
                                        event -> interest.wants(event, event.eventType()),
                                        interest::filterErrors),
                                event -> payload(hook, event),
                                after(body, span),
                                last));
        return Response.json(json(summary));
    }

    private Summary trial(Request request, Backtests.Trial trial) {
        return Computing.of(request, () -> backtests.run(request.caller(), trial));
    }

    private EventHook hook(Body body) {
        String id = body.requiredText("hook", 1, 255);
        return facilities
                .database()
                .read(transaction -> hooks.find(transaction, id))
                .orElseThrow(() -> body.invalid("hook", "there is no event hook " + id + "."));
    }

    private long after(Body body, TimeSpan span) {
        Optional<String> after = body.text("after", MAX_CURSOR);
        if (after.filter(text -> !text.matches("\\d+")).isPresent()) {
            body.unexpected("after", "expected the next of an earlier answer");
        }
        return after.map(Long::parseLong)
                .or(() -> span.since().map(facilities.log()::before))
                .orElse(0L);
    }

    /** What the hook's delivery of this event would bring, without credentials and signature. */
    private Payload payload(EventHook hook, StoredEvent event) {
        return EventStarts.call(
                event, Batch.source(baseUrl, hook.id()), facilities.clock().instant());
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
