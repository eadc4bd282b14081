package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.rest.RestApi;
import io.hookline.connectors.rest.RestReply;
import io.hookline.connectors.rest.RestRequest;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.value.JsonText;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The pages of one list, while one card runs. Where the next page is, is kept as text: an address,
 * or the position and the size with which the first request is made again.
 */
final class ListApi implements RestApi {
    private final ConnectorCalls calls;
    private final String system;
    private final AnswerPath items;
    private final boolean absent;
    private final Paging paging;
    private final Map<AnswerPath, JsonNode> match;
    private final IntFunction<RestRequest> request;
    private ActionSpec.Answered answered = ActionSpec.Answered.JSON;
    private final int usualSize;
    private int size;

    /**
     * @param match values that a record has which is meant, by their places
     * @param request makes the first request, for so many records at a time
     * @param size how many that usually are
     */
    ListApi(
            ConnectorCalls calls,
            String system,
            AnswerPath items,
            boolean absent,
            Paging paging,
            ObjectNode match,
            int size,
            IntFunction<RestRequest> request) {
        this.calls = calls;
        this.system = system;
        this.items = items;
        this.absent = absent;
        this.paging = paging;
        this.request = request;
        this.size = size;
        this.usualSize = size;
        this.match = places(match);
    }

    /** The same, whose answers are read as something else than JSON. */
    ListApi answering(ActionSpec.Answered as) {
        answered = as;
        return this;
    }

    /** The first request, for so many records at a time. */
    RestRequest first(int records) {
        size = match.isEmpty() ? records : usualSize;
        return request.apply(size);
    }

    @Override
    public RestReply send(CardContext context, RestRequest first) {
        return read(context.connection(), first);
    }

    @Override
    public RestReply read(Connection connection, RestRequest first) {
        return page(calls.send(connection, first, Optional.empty(), answered), 0, start());
    }

    private int start() {
        return paging instanceof Paging.Page pages ? pages.first() : 0;
    }

    @Override
    public RestReply follow(CardContext context, String link) {
        return follow(context.connection(), link);
    }

    RestReply follow(Connection connection, String link) {
        return switch (paging) {
            case Paging.None none -> throw new IllegalStateException("no page follows");
            case Paging.Link header -> at(connection, link);
            case Paging.Next next -> at(connection, link);
            case Paging.Cursor cursor -> {
                JsonNode place = JsonText.read(link);
                yield again(connection, place, cursor.parameter(), place.path("cursor"), 0);
            }
            case Paging.Offset offset -> {
                JsonNode place = JsonText.read(link);
                yield again(connection, place, offset.parameter(), place.path("seen"), 0);
            }
            case Paging.Page pages -> {
                JsonNode place = JsonText.read(link);
                int number = place.path("page").asInt();
                yield again(connection, place, pages.parameter(), IntNode.valueOf(number), number);
            }
        };
    }

    private RestReply at(Connection connection, String link) {
        RestReply reply = page(calls.follow(connection, request.apply(size), link), 0, 0);
        return moved(reply, reply.next().filter(link::equals).isEmpty());
    }

    private RestReply again(
            Connection connection,
            JsonNode place,
            Paging.Parameter parameter,
            JsonNode position,
            int number) {
        size = place.path("size").asInt(size);
        RestRequest first = request.apply(size);
        RestReply reply =
                calls.send(
                        connection,
                        RequestSpec.with(first, parameter, position),
                        Optional.empty(),
                        answered);
        boolean moves =
                !(paging instanceof Paging.Cursor cursor)
                        || !cursor.cursor().of(reply).asText().equals(position.asText());
        return moved(page(reply, place.path("seen").asLong(), number), moves);
    }

    /** A page that is followed by itself would never end. */
    private RestReply moved(RestReply reply, boolean moves) {
        if (!moves && reply.next().isPresent()) {
            throw new CardFailure.Rejected(
                    system
                            + " says of a page that it is followed by itself, so that its list"
                            + " would never end.",
                    reply.status());
        }
        return reply;
    }

    /** The reply whose body is the list, and which says what comes next. */
    private RestReply page(RestReply reply, long before, int number) {
        JsonNode found = items.of(reply);
        if (found.isMissingNode() && absent) {
            found = JsonNodeFactory.instance.arrayNode();
        }
        if (answered == ActionSpec.Answered.XML && found.isObject()) {
            // one element of a name is no list in XML
            found = JsonNodeFactory.instance.arrayNode().add(found);
        }
        if (!found.isArray()) {
            throw new CardFailure.Rejected(
                    system
                            + " answered "
                            + (found.isMissingNode() ? "nothing" : "no list")
                            + " as "
                            + (items.equals(AnswerPath.BODY) ? "" : "\"" + items + "\" in ")
                            + "the body, though the status is "
                            + reply.status()
                            + ". Check the address of the connection, and the connector file.",
                    reply.status());
        }
        long seen = before + found.size();
        return new RestReply(
                reply.status(),
                reply.headers(),
                matching(found),
                next(reply, found.size(), seen, number));
    }

    /** What the other system cannot look for is looked for here. */
    private JsonNode matching(JsonNode records) {
        if (match.isEmpty()) {
            return records;
        }
        ArrayNode meant = JsonNodeFactory.instance.arrayNode();
        records.forEach(record -> {
            if (matches(record, match)) {
                meant.add(record);
            }
        });
        return meant;
    }

    /** Whether a record has these values at these places, whatever their case. */
    static boolean matches(JsonNode record, ObjectNode wanted) {
        return matches(record, places(wanted));
    }

    private static boolean matches(JsonNode record, Map<AnswerPath, JsonNode> wanted) {
        return wanted.entrySet().stream()
                .allMatch(one ->
                        one.getKey()
                                .of(record)
                                .asText("")
                                .equalsIgnoreCase(one.getValue().asText("")));
    }

    private static Map<AnswerPath, JsonNode> places(ObjectNode wanted) {
        Map<AnswerPath, JsonNode> places = new LinkedHashMap<>();
        wanted.properties().forEach(one -> places.put(AnswerPath.of(one.getKey()), one.getValue()));
        return places;
    }

    private Optional<String> next(RestReply reply, int records, long seen, int number) {
        return switch (paging) {
            case Paging.None none -> Optional.empty();
            case Paging.Link link -> reply.next();
            case Paging.Next next ->
                    Optional.of(next.address().of(reply))
                            .filter(JsonNode::isTextual)
                            .map(JsonNode::textValue)
                            .filter(text -> !text.isBlank());
            case Paging.Cursor cursor ->
                    Optional.of(cursor.cursor().of(reply))
                            .filter(value -> value.isTextual() || value.isNumber())
                            .filter(value -> !value.asText().isBlank())
                            .filter(value -> !cursor.end().saysSo(reply, seen))
                            .map(value -> place(seen).set("cursor", value).toString());
            case Paging.Offset offset ->
                    offset.end().isAt(reply, records, seen)
                            ? Optional.empty()
                            : Optional.of(place(seen).toString());
            case Paging.Page pages ->
                    pages.end().isAt(reply, records, seen)
                            ? Optional.empty()
                            : Optional.of(place(seen).put("page", number + 1).toString());
        };
    }

    private ObjectNode place(long seen) {
        return JsonNodeFactory.instance.objectNode().put("size", size).put("seen", seen);
    }
}
