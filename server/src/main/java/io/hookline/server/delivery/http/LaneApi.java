package io.hookline.server.delivery.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.delivery.attempt.Envelope;
import io.hookline.server.delivery.lane.Lag;
import io.hookline.server.delivery.lane.LaneStatus;
import io.hookline.server.delivery.lane.LaneStore;
import io.hookline.server.delivery.lane.LaneStore.StoredLane;
import io.hookline.server.delivery.lane.Lanes;
import io.hookline.server.delivery.lane.LostEvents;
import io.hookline.server.delivery.record.DeliveryStore;
import io.hookline.server.delivery.record.HookCounts.Counted;
import io.hookline.server.delivery.record.HookCounts.LastError;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventSweep.Gap;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.EventHook.Status;
import io.hookline.server.hook.definition.EventHook.Verification;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.hook.lifecycle.Hooks;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** How the deliveries of a hook stand, and how to pause and resume them. */
public final class LaneApi implements HttpService {
    private static final String HOOK = "/api/hookline/v1/eventHooks/{id}";

    private final Database database;
    private final HookStore hooks;
    private final Hooks acts;
    private final EventLog log;
    private final Lanes lanes;
    private final InstantSource clock;
    private final LaneStore store = new LaneStore();

    public LaneApi(
            Database database,
            HookStore hooks,
            Hooks acts,
            EventLog log,
            Lanes lanes,
            InstantSource clock) {
        this.database = database;
        this.hooks = hooks;
        this.acts = acts;
        this.log = log;
        this.lanes = lanes;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(HOOK + "/delivery", this::status)
                .post(HOOK + "/pause", (request, response) -> pause(request, response, true))
                .post(HOOK + "/resume", (request, response) -> pause(request, response, false));
    }

    /** A hook and whether its deliveries are paused. */
    private record Standing(
            EventHook hook, boolean paused, Optional<Gap> lost, Optional<LastError> lastError) {

        static Standing of(Transaction transaction, EventHook hook, boolean paused) {
            return new Standing(
                    hook,
                    paused,
                    LostEvents.of(transaction, hook.id()),
                    DeliveryStore.lastError(transaction, hook.id()));
        }
    }

    private void status(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_HOOKS);
        String hookId = id(request);
        Standing standing =
                database.read(transaction -> {
                    EventHook hook = find(transaction, hookId);
                    return Standing.of(
                            transaction,
                            hook,
                            store.lane(transaction, hookId).filter(StoredLane::paused).isPresent());
                });
        Bodies.send(response, 200, json(standing));
    }

    private void pause(ServerRequest request, ServerResponse response, boolean pause) {
        Caller caller = Access.require(request, Permission.MANAGE_HOOKS);
        String hookId = id(request);
        Standing standing =
                database.write(transaction -> {
                    EventHook found = find(transaction, hookId);
                    StoredLane lane =
                            store.lane(transaction, hookId)
                                    .filter(StoredLane::live)
                                    .orElseThrow(() ->
                                            new Problem(
                                                    409,
                                                    "Conflict",
                                                    "The hook receives no events: activate"
                                                            + " and verify it first."));
                    if (lane.paused() != pause) {
                        lanes.pause(transaction, hookId, pause);
                        report(transaction, caller, found, pause);
                    }
                    return Standing.of(transaction, found, pause);
                });
        Bodies.send(response, 200, json(standing));
    }

    private void report(Transaction transaction, Caller caller, EventHook hook, boolean pause) {
        AuditEvent act =
                AuditEvent.of(
                                "event_hook.updated",
                                pause
                                        ? "Pause event hook deliveries"
                                        : "Resume event hook deliveries")
                        .by(caller)
                        .target("EventHook", hook.id(), hook.name())
                        .debug("paused", Boolean.toString(pause));
        log.append(transaction, AuditEvent.SOURCE, List.of(act.json(clock.instant())));
    }

    private ObjectNode json(Standing standing) {
        EventHook hook = standing.hook();
        Optional<LaneStatus> status = lanes.status(hook.id());
        Optional<Instant> down = status.flatMap(LaneStatus::circuitOpenSince);
        ObjectNode json = Json.object();
        json.put("eventHookId", hook.id());
        json.set("health", health(standing, status));
        json.put("paused", standing.paused());
        json.set("lag", lag(lanes.lag(hook.id())));
        json.set("lost", standing.lost().map(LaneApi::lost).orElse(null));
        json.put("openBatches", status.map(LaneStatus::openBatches).orElse(0));
        json.put("failures", status.map(LaneStatus::failures).orElse(0));
        json.put(
                "nextAttemptAt",
                status.flatMap(LaneStatus::nextAttemptAt).map(Envelope::time).orElse(null));
        json.put("receiverDownSince", down.map(Envelope::time).orElse(null));
        Counted counted = lanes.counted(hook.id());
        json.put("eventsPerSecond", Math.round(counted.eventsPerSecond() * 1_000) / 1_000.0);
        json.put("successRatio", counted.successRatio().orElse(null));
        json.set("sinceStart", sinceStart(counted));
        json.set("lastError", lastError(counted.lastError().or(standing::lastError)));
        json.put("filterErrors", status.map(LaneStatus::filterErrors).orElse(0L));
        json.put("lastFilterError", status.flatMap(LaneStatus::lastFilterError).orElse(null));
        return json;
    }

    private static ObjectNode lost(Gap gap) {
        return Json.object()
                .put("from", Envelope.time(Instant.ofEpochMilli(gap.from())))
                .put("to", Envelope.time(Instant.ofEpochMilli(gap.to())))
                .put("count", gap.count());
    }

    private static ObjectNode lag(Lag lag) {
        return Json.object()
                .put("events", lag.events())
                .put("atLeast", lag.atLeast())
                .put("seconds", lag.age().toSeconds());
    }

    private static ObjectNode sinceStart(Counted counted) {
        return Json.object()
                .put("events", counted.events())
                .put("delivered", counted.delivered())
                .put("failedAttempts", counted.refused())
                .put("setAside", counted.setAside());
    }

    private static ObjectNode lastError(Optional<LastError> last) {
        return last.map(error ->
                        Json.object()
                                .put("at", Envelope.time(error.at()))
                                .put("reason", error.reason())
                                .put("httpStatus", error.httpStatus().orElse(null))
                                .put("answer", error.answer()))
                .orElse(null);
    }

    /** The first thing that keeps the hook from delivering. */
    private ObjectNode health(Standing standing, Optional<LaneStatus> lane) {
        EventHook hook = standing.hook();
        if (hook.status() == Status.INACTIVE) {
            return health("inactive", "The hook is inactive; activate it.");
        }
        if (hook.verification() == Verification.UNVERIFIED) {
            return health("unverified", "The receiver is not verified; verify the hook.");
        }
        Optional<String> obstacle = acts.obstacle(hook);
        if (obstacle.isPresent()) {
            return health("cannot deliver", obstacle.get());
        }
        if (standing.paused()) {
            return health("paused", "Deliveries are paused; resume them.");
        }
        if (lane.flatMap(LaneStatus::circuitOpenSince).isPresent()) {
            return health("receiver down", "The receiver takes nothing; deliveries wait.");
        }
        if (lane.map(LaneStatus::failures).orElse(0) > 0) {
            return health("retrying", "The last delivery failed and is tried again.");
        }
        return Json.object().put("status", "ok").putNull("reason");
    }

    private static ObjectNode health(String status, String reason) {
        return Json.object().put("status", status).put("reason", reason);
    }

    private EventHook find(Transaction transaction, String hookId) {
        return hooks.find(transaction, hookId)
                .orElseThrow(() -> Problem.notFound("event hook", hookId));
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }
}
