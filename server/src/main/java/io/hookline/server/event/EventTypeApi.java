package io.hookline.server.event;

import com.fasterxml.jackson.databind.node.ArrayNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Permission;
import io.hookline.server.event.EventCatalog.EventType;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Json;
import io.hookline.server.http.Problem;

/** The catalog of event types: {@code GET /api/hookline/v1/eventTypes?q=&eligible=}. */
public final class EventTypeApi implements HttpService {
    private static final int LONGEST_SEARCH = 200;

    private final EventCatalog catalog;

    public EventTypeApi(EventCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/api/hookline/v1/eventTypes", this::list);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_HOOKS);
        String text = request.query().first("q").orElse("");
        if (text.length() > LONGEST_SEARCH) {
            throw Problem.badRequest(
                    "The parameter q must have at most " + LONGEST_SEARCH + " characters.");
        }
        String eligible = request.query().first("eligible").orElse("");
        if (!eligible.isEmpty() && !eligible.equals("true") && !eligible.equals("false")) {
            throw Problem.badRequest("The parameter eligible must be true or false.");
        }
        ArrayNode answer = Json.MAPPER.createArrayNode();
        for (EventType type : catalog.search(text)) {
            if (eligible.isEmpty() || type.eligible() == eligible.equals("true")) {
                answer.addObject()
                        .put("id", type.id())
                        .put("eligible", type.eligible())
                        .put("since", type.since().isEmpty() ? null : type.since())
                        .put("title", type.title());
            }
        }
        Bodies.send(response, 200, answer);
    }
}
