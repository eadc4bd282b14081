package io.hookline.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.hookline.server.json.Json;
import io.hookline.server.url.QueryString;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A part of a list: {@code ?limit=} items that come after {@code ?after=}, and a {@code Link} to
 * the next part.
 *
 * @param after the place of the last item of the part before
 */
public record Page(int limit, long after) {
    public static final int DEFAULT = 200;
    public static final int MAX = 1_000;

    /** The part that a query asks for: 200 items unless it says otherwise, 1000 at most. */
    static Page of(Query query) {
        return of(query, DEFAULT, MAX);
    }

    /**
     * The part that a query asks for.
     *
     * @param usual how many items when it does not say
     * @param most how many it may ask for
     */
    public static Page of(Query query, int usual, int most) {
        return new Page(
                query.number("limit", 1, most).map(Long::intValue).orElse(usual),
                query.number("after", 0, Long.MAX_VALUE).orElse(0L));
    }

    /**
     * The answer with this part.
     *
     * @param items the part and, if there is more, at least one item behind it
     * @param place of an item, by which the next part begins after it
     */
    public <T> Response response(
            Request request,
            List<T> items,
            ToLongFunction<T> place,
            Function<T, ? extends JsonNode> json) {
        boolean more = items.size() > limit;
        return response(request, more ? items.subList(0, limit) : items, more, place, json);
    }

    /**
     * The answer with a part that may be shorter than was asked for.
     *
     * @param more whether there may be items behind it
     * @param place of an item, by which the next part begins after it
     */
    public <T> Response response(
            Request request,
            List<T> items,
            boolean more,
            ToLongFunction<T> place,
            Function<T, ? extends JsonNode> json) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        items.forEach(item -> list.add(json.apply(item)));
        Response response = Response.json(list);
        return more && !items.isEmpty()
                ? response.link(next(request, place.applyAsLong(items.getLast())), "next")
                : response;
    }

    /** The same query, from another place on. */
    private URI next(Request request, long place) {
        StringBuilder next = new StringBuilder(request.path());
        next.append("?after=").append(place).append("&limit=").append(limit);
        for (QueryString.Pair pair : request.queryString().pairs()) {
            if (!pair.name().isEmpty()
                    && !pair.name().equals("after")
                    && !pair.name().equals("limit")) {
                next.append('&')
                        .append(encoded(pair.name()))
                        .append('=')
                        .append(encoded(pair.value()));
            }
        }
        return request.url(next.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
