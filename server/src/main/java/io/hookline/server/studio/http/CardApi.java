package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ArrayNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.reference.CardDescription;
import io.hookline.flow.reference.CardSearch;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Query;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;

import java.util.List;
import java.util.function.Supplier;

/** {@code GET /api/hookline/v1/cards}: the installed cards, described so that forms follow. */
final class CardApi {
    private final Supplier<CardCatalog> cards;

    CardApi(Supplier<CardCatalog> cards) {
        this.cards = cards;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/hookline/v1/cards", Permission.READ_FLOWS, this::list));
    }

    private Response list(Request request) {
        Query query = request.query();
        CardSearch search =
                CardSearch.of(
                        query.text("q").orElse(""),
                        query.text("category"),
                        query.text("connector"));
        ArrayNode found = Json.MAPPER.createArrayNode();
        search.among(cards.get().cards()).forEach(card -> found.add(CardDescription.of(card)));
        return Response.json(found);
    }
}
