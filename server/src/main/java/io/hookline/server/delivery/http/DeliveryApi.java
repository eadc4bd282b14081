package io.hookline.server.delivery.http;

import com.fasterxml.jackson.databind.node.ArrayNode;

import io.hookline.server.access.Permission;
import io.hookline.server.delivery.record.Delivery;
import io.hookline.server.delivery.record.Delivery.State;
import io.hookline.server.delivery.record.DeliveryRecords;
import io.hookline.server.delivery.replay.Redeliveries;
import io.hookline.server.http.Query;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.TimeSpan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What was delivered and what failed, and how to send it again: beside the compatible API. */
final class DeliveryApi {
    private static final String HOOK = "/api/hookline/v1/eventHooks/{id}";
    private static final String ONE = "/api/hookline/v1/deliveries/{id}";
    private static final int MOST = 200;
    private static final int USUAL = 50;

    private final DeliveryRecords records;
    private final Redeliveries redeliveries;

    DeliveryApi(DeliveryRecords records, Redeliveries redeliveries) {
        this.records = records;
        this.redeliveries = redeliveries;
    }

    List<Route> routes() {
        return List.of(
                Route.get(HOOK + "/deliveries", Permission.READ_HOOKS, this::list),
                Route.post(
                        HOOK + "/deliveries/redeliver",
                        Permission.MANAGE_HOOKS,
                        this::redeliverFailed),
                Route.get(ONE, Permission.READ_HOOKS, this::get),
                Route.post(ONE + "/redeliver", Permission.MANAGE_HOOKS, this::redeliver));
    }

    private Response list(Request request) {
        Query query = request.query();
        String hookId = request.path("id");
        Optional<State> state = query.choice("status", Arrays.asList(State.values()), State::name);
        TimeSpan span = query.span();
        int limit = query.number("limit", 1, MOST).map(Long::intValue).orElse(USUAL);
        Optional<UUID> after = query.uuid("after");
        List<Delivery> found = records.list(hookId, state, span, after, limit + 1);
        List<Delivery> page = found.subList(0, Math.min(limit, found.size()));
        ArrayNode json = Json.MAPPER.createArrayNode();
        page.forEach(delivery -> json.add(DeliveryJson.write(delivery)));
        Response response = Response.json(json);
        return found.size() > limit
                ? response.link(
                        request.url(next(hookId, state, span, limit, page.getLast())), "next")
                : response;
    }

    private static String next(
            String hookId, Optional<State> state, TimeSpan span, int limit, Delivery last) {
        return "/api/hookline/v1/eventHooks/"
                + hookId
                + "/deliveries?limit="
                + limit
                + state.map(s -> "&status=" + s).orElse("")
                + span.since().map(time -> "&since=" + time).orElse("")
                + span.until().map(time -> "&until=" + time).orElse("")
                + "&after="
                + last.batch().eventId();
    }

    private Response get(Request request) {
        return answer(200, records.get(request.path("id")));
    }

    private Response answer(int status, Delivery delivery) {
        return Response.json(status, DeliveryJson.writeWhole(delivery, records.events(delivery)));
    }

    /** Answers 200 when it was sent, and 202 when it is sent next. */
    private Response redeliver(Request request) {
        Delivery delivery = records.get(request.path("id"));
        return switch (redeliveries.again(delivery)) {
            case SOON -> answer(202, delivery);
            case NOW -> answer(200, records.get(request.path("id")));
        };
    }

    /** All that failed, the oldest first; sending goes on after this answer. */
    private Response redeliverFailed(Request request) {
        TimeSpan span = request.object().span();
        int count = redeliveries.failed(request.caller(), request.path("id"), span);
        return Response.json(202, Json.object().put("count", count));
    }
}
