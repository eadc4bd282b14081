package io.hookline.server.delivery.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.delivery.attempt.Envelope;
import io.hookline.server.delivery.replay.Replay;
import io.hookline.server.delivery.replay.Replay.Status;
import io.hookline.server.delivery.replay.ReplayStore;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Body;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.json.TimeSpan;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Sends a time range of the log to a hook again, beside what happens now. */
public final class ReplayApi implements HttpService {
    private static final String HOOK = "/api/hookline/v1/eventHooks/{id}";
    private static final int MAX_BODY = 10_000;
    private static final int MOST = 50;

    private final Database database;
    private final HookStore hooks;
    private final EventLog log;
    private final InstantSource clock;
    private final ReplayStore store = new ReplayStore();

    public ReplayApi(Database database, HookStore hooks, EventLog log, InstantSource clock) {
        this.database = database;
        this.hooks = hooks;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post(HOOK + "/replay", this::start)
                .get(HOOK + "/replays", this::list)
                .post("/api/hookline/v1/replays/{id}/stop", this::stop);
    }

    private void start(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_HOOKS);
        String hookId = id(request);
        TimeSpan span = Body.of(Bodies.object(request, MAX_BODY)).span();
        Instant now = clock.instant();
        Instant since =
                span.since()
                        .orElseThrow(() ->
                                Problem.badRequest(
                                        "since is required: the date and time from which on events"
                                                + " are sent again."));
        Instant until = span.until().filter(now::isAfter).orElse(now);
        if (since.isAfter(until)) {
            throw Problem.badRequest("since must not lie in the future.");
        }
        long from = log.before(since);
        long to = Math.max(from, log.before(until.plusMillis(1)));
        ObjectNode started =
                database.write(transaction -> {
                    EventHook hook = find(transaction, hookId);
                    requireFree(transaction, hook);
                    Replay replay =
                            new Replay(
                                    UUID.randomUUID().toString(),
                                    hookId,
                                    since,
                                    until,
                                    Status.READING,
                                    from,
                                    to,
                                    0,
                                    now,
                                    caller.id());
                    store.insert(transaction, replay);
                    report(transaction, caller, hook, replay, "Replay events to event hook");
                    return json(transaction, replay);
                });
        Bodies.send(response, 202, started);
    }

    private void requireFree(Transaction transaction, EventHook hook) {
        if (!hook.receives()) {
            throw conflict(
                    "The hook is inactive or not verified; only an active and verified hook"
                            + " receives deliveries.");
        }
        for (Replay earlier : store.list(transaction, hook.id(), 1)) {
            if (isRunning(transaction, earlier)) {
                throw conflict(
                        "Replay "
                                + earlier.id()
                                + " of this hook is still running; wait for its end or stop it.");
            }
        }
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_HOOKS);
        String hookId = id(request);
        ArrayNode list =
                database.read(transaction -> {
                    find(transaction, hookId);
                    ArrayNode json = Json.MAPPER.createArrayNode();
                    for (Replay replay : store.list(transaction, hookId, MOST)) {
                        json.add(json(transaction, replay));
                    }
                    return json;
                });
        Bodies.send(response, 200, list);
    }

    private void stop(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_HOOKS);
        String id = id(request);
        ObjectNode stopped =
                database.write(transaction -> {
                    Replay replay =
                            store.find(transaction, id)
                                    .orElseThrow(() -> Problem.notFound("replay", id));
                    if (isRunning(transaction, replay)) {
                        EventHook hook = find(transaction, replay.hookId());
                        store.stop(transaction, id, clock.instant());
                        report(transaction, caller, hook, replay, "Stop replay to event hook");
                    }
                    return json(transaction, store.find(transaction, id).orElseThrow());
                });
        Bodies.send(response, 200, stopped);
    }

    private boolean isRunning(Transaction transaction, Replay replay) {
        return replay.status() == Status.READING || store.pending(transaction, replay.id()) > 0;
    }

    private void report(
            Transaction transaction, Caller caller, EventHook hook, Replay replay, String what) {
        AuditEvent act =
                AuditEvent.of("hookline.event_hook.replay", what)
                        .by(caller)
                        .target("EventHook", hook.id(), hook.name())
                        .debug("replay", replay.id())
                        .debug("since", Envelope.time(replay.since()))
                        .debug("until", Envelope.time(replay.until()));
        log.append(transaction, AuditEvent.SOURCE, List.of(act.json(clock.instant())));
    }

    private ObjectNode json(Transaction transaction, Replay replay) {
        int pending = store.pending(transaction, replay.id());
        String status =
                switch (replay.status()) {
                    case READING -> "RUNNING";
                    case READ -> pending > 0 ? "RUNNING" : "ENDED";
                    case STOPPED -> "STOPPED";
                };
        return Json.object()
                .put("id", replay.id())
                .put("eventHookId", replay.hookId())
                .put("since", Envelope.time(replay.since()))
                .put("until", Envelope.time(replay.until()))
                .put("status", status)
                .put("eventCount", replay.matched())
                .put("pendingDeliveries", pending)
                .put("created", Envelope.time(replay.created()))
                .put("createdBy", replay.createdBy());
    }

    private EventHook find(Transaction transaction, String hookId) {
        return hooks.find(transaction, hookId)
                .orElseThrow(() -> Problem.notFound("event hook", hookId));
    }

    private static Problem conflict(String detail) {
        return new Problem(409, "Conflict", detail);
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }
}
