package io.hookline.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.json.Json;
import io.hookline.server.url.QueryString;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A part of a list: {@code ?limit=} items that come after {@code ?after=}, and a {@code Link} to
 * the next part.
 *
 * @param after the place of the last item of the part before
 */
public record Page(int limit, long after) {
    private static final int DEFAULT = 200;
    private static final int MAX = 1_000;

    /**
     * The part that a request asks for.
     *
     * @throws Problem 400 naming the parameter
     */
    public static Page of(ServerRequest request) {
        return new Page(
                (int) number(request, "limit", DEFAULT, 1, MAX),
                number(request, "after", 0, 0, Long.MAX_VALUE));
    }

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
        ArrayNode list = Json.MAPPER.createArrayNode();
        items.stream().limit(limit).forEach(item -> list.add(json.apply(item)));
        Response response = Response.json(list);
        return items.size() > limit
                ? response.link(next(request, place.applyAsLong(items.get(limit - 1))), "next")
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

    /** What the caller asked for; badly encoded text stays as it is. */
    public static QueryString query(ServerRequest request) {
        return QueryString.parse(request.query().rawValue());
    }

    private static long number(
            ServerRequest request, String name, long otherwise, long min, long max) {
        Optional<String> text = query(request).first(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw Problem.badRequest(
                        name
                                + ": expected a number from "
                                + min
                                + " to "
                                + max
                                + ", found \""
                                + text.get()
                                + "\".")
                .with("field", TextNode.valueOf(name));
    }

    /**
     * Answers with this part.
     *
     * @param items the part and, if there is more, at least one item behind it
     */
    public <T> void send(
            ServerRequest request,
            ServerResponse response,
            URI baseUrl,
            List<T> items,
            ToLongFunction<T> place,
            Function<T, ? extends JsonNode> json) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        items.stream().limit(limit).forEach(item -> list.add(json.apply(item)));
        if (items.size() > limit) {
            StringBuilder next =
                    new StringBuilder(baseUrl.resolve(request.path().path()).toString());
            next.append("?after=").append(place.applyAsLong(items.get(limit - 1)));
            next.append("&limit=").append(limit);
            for (QueryString.Pair pair : query(request).pairs()) {
                if (!pair.name().isEmpty()
                        && !pair.name().equals("after")
                        && !pair.name().equals("limit")) {
                    next.append('&')
                            .append(encoded(pair.name()))
                            .append('=')
                            .append(encoded(pair.value()));
                }
            }
            Bodies.link(response, next.toString(), "next");
        }
        Bodies.send(response, 200, list);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
