package io.hookline.server.delivery.http;

import com.fasterxml.jackson.databind.node.ArrayNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.lane.Lanes;
import io.hookline.server.delivery.record.Delivery;
import io.hookline.server.delivery.record.Delivery.State;
import io.hookline.server.delivery.record.DeliveryStore;
import io.hookline.server.delivery.replay.SideStore;
import io.hookline.server.delivery.replay.SideStore.Slice;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.hook.lifecycle.HookSettings;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Body;
import io.hookline.server.http.Problem;
import io.hookline.server.http.Query;
import io.hookline.server.json.Json;
import io.hookline.server.json.TimeSpan;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.url.QueryString;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** What was delivered and what failed, and how to send it again: beside the compatible API. */
public final class DeliveryApi implements HttpService {
    private static final String HOOK = "/api/hookline/v1/eventHooks/{id}";
    private static final String ONE = "/api/hookline/v1/deliveries/{id}";
    private static final String NOT_RECEIVING =
            "The hook is deleted, inactive or not verified; only an active and verified hook"
                    + " receives deliveries.";
    private static final int MAX_BODY = 10_000;
    private static final int MOST = 200;
    private static final int USUAL = 50;

    private final Database database;
    private final HookStore hooks;
    private final EventLog log;
    private final Lanes lanes;
    private final HookSettings settings;
    private final InstantSource clock;
    private final DeliveryStore store = new DeliveryStore();
    private final SideStore side = new SideStore();

    public DeliveryApi(
            Database database,
            HookStore hooks,
            EventLog log,
            Lanes lanes,
            HookSettings settings,
            InstantSource clock) {
        this.database = database;
        this.hooks = hooks;
        this.log = log;
        this.lanes = lanes;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(HOOK + "/deliveries", this::list)
                .post(HOOK + "/deliveries/redeliver", this::redeliverFailed)
                .get(ONE, this::get)
                .post(ONE + "/redeliver", this::redeliver);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_HOOKS);
        String hookId = id(request);
        Optional<State> state = state(request);
        TimeSpan span = new Query(QueryString.parse(request.query().rawValue())).span();
        Optional<UUID> after = after(request);
        int limit = limit(request);
        List<Delivery> page =
                database.read(transaction -> {
                    List<Delivery> found =
                            store.list(transaction, hookId, state, span, after, limit + 1);
                    // A deleted hook's records outlive it.
                    if (found.isEmpty()) {
                        find(transaction, hookId);
                    }
                    return found;
                });
        List<Delivery> shown = page.subList(0, Math.min(limit, page.size()));
        if (page.size() > limit) {
            Bodies.link(response, next(hookId, state, span, limit, shown.getLast()), "next");
        }
        ArrayNode json = Json.MAPPER.createArrayNode();
        shown.forEach(delivery -> json.add(DeliveryJson.write(delivery)));
        Bodies.send(response, 200, json);
    }

    private String next(
            String hookId, Optional<State> state, TimeSpan span, int limit, Delivery last) {
        return settings.baseUrl().toString().replaceFirst("/+$", "")
                + "/api/hookline/v1/eventHooks/"
                + hookId
                + "/deliveries?limit="
                + limit
                + state.map(s -> "&status=" + s).orElse("")
                + span.since().map(time -> "&since=" + time).orElse("")
                + span.until().map(time -> "&until=" + time).orElse("")
                + "&after="
                + last.batch().eventId();
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_HOOKS);
        answer(response, 200, delivery(request));
    }

    private void answer(ServerResponse response, int status, Delivery delivery) {
        Bodies.send(
                response,
                status,
                DeliveryJson.writeWhole(delivery, log.at(delivery.batch().positions())));
    }

    /**
     * One that its hook holds is tried now; one that has ended is sent again under its identity.
     */
    private void redeliver(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.MANAGE_HOOKS);
        Delivery delivery = delivery(request);
        switch (delivery.state()) {
            case PENDING, RETRYING -> {
                hurry(delivery);
                answer(response, 202, delivery);
            }
            case SPLIT ->
                    throw conflict(
                            "This delivery was sent in parts, which have deliveries of their own;"
                                    + " redeliver those.");
            case DELIVERED, FAILED -> {
                sendAgain(delivery.batch());
                answer(response, 200, delivery(request));
            }
        }
    }

    private void hurry(Delivery delivery) {
        if (!delivery.isBeside()) {
            lanes.hurry(delivery.batch().hookId());
            return;
        }
        database.write(transaction -> {
            side.hurry(transaction, delivery.batch().eventId(), clock.instant());
            return delivery;
        });
    }

    /** All that failed, the oldest first, beside the live lane; it goes on after this answer. */
    private void redeliverFailed(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_HOOKS);
        String hookId = id(request);
        TimeSpan span = Body.of(Bodies.object(request, MAX_BODY)).span();
        EventHook hook = database.read(transaction -> find(transaction, hookId));
        if (!hook.receives()) {
            throw conflict(NOT_RECEIVING);
        }
        Instant now = clock.instant();
        int count = 0;
        Optional<UUID> last = Optional.empty();
        do {
            Optional<UUID> after = last;
            Slice slice =
                    database.write(
                            transaction -> side.redeliver(transaction, hookId, span, after, now));
            count += slice.count();
            last = slice.last();
        } while (last.isPresent());
        AuditEvent act =
                AuditEvent.of("hookline.event_hook.redeliver", "Redeliver failed deliveries")
                        .by(caller)
                        .target("EventHook", hook.id(), hook.name())
                        .debug("count", Integer.toString(count));
        database.write(transaction ->
                log.append(transaction, AuditEvent.SOURCE, List.of(act.json(clock.instant()))));
        Bodies.send(response, 202, Json.object().put("count", count));
    }

    private void sendAgain(Batch batch) {
        EventHook hook =
                lanes.redelivery().receiver(batch).orElseThrow(() -> conflict(NOT_RECEIVING));
        if (lanes.redelivery().send(hook, batch).isEmpty()) {
            throw conflict("Events of this delivery are no longer in the log.");
        }
    }

    private EventHook find(Transaction transaction, String hookId) {
        return hooks.find(transaction, hookId)
                .orElseThrow(() -> Problem.notFound("event hook", hookId));
    }

    private Delivery delivery(ServerRequest request) {
        String id = id(request);
        return uuid(id).flatMap(eventId -> database.read(t -> store.find(t, eventId)))
                .orElseThrow(() -> Problem.notFound("delivery", id));
    }

    private static Problem conflict(String detail) {
        return new Problem(409, "Conflict", detail);
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    private static Optional<State> state(ServerRequest request) {
        return request.query()
                .first("status")
                .asOptional()
                .map(text ->
                        Arrays.stream(State.values())
                                .filter(s -> s.name().equals(text.toUpperCase(Locale.ROOT)))
                                .findFirst()
                                .orElseThrow(() ->
                                        Problem.badRequest(
                                                "The parameter status must be one of "
                                                        + List.of(State.values())
                                                        + ".")));
    }

    private static Optional<UUID> after(ServerRequest request) {
        return request.query()
                .first("after")
                .asOptional()
                .map(text ->
                        uuid(text)
                                .orElseThrow(() ->
                                        Problem.badRequest(
                                                "The parameter after must be the id"
                                                        + " of a delivery, as in the"
                                                        + " Link header.")));
    }

    private static int limit(ServerRequest request) {
        String text = request.query().first("limit").orElse(Integer.toString(USUAL));
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // answered below, as numbers out of range are
        }
        throw Problem.badRequest("The parameter limit must be a number from 1 to " + MOST + ".");
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text))
                    .filter(id -> id.toString().equalsIgnoreCase(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
