package io.hookline.connectors.httpfunctions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.http.AnswerBody;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Pages.Page;
import io.hookline.flow.value.JsonText;
import io.hookline.outbound.Answer;
import io.hookline.outbound.Origin;

import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists that another system gives page by page.
 *
 * @param connection says which origins pages may come from
 * @param first the address of the first page
 * @param paging how a page leads to the next
 * @param get asks for one page
 */
record ApiPages(Connection connection, URI first, Paging paging, Function<URI, AnswerBody> get) {
    private static final Pattern NEXT =
            Pattern.compile("<([^>]{1,8000})>[^,<]*;\\s*rel=\"?next\"?(?=[\\s;,]|$)");

    /** A list that is not streamed. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    /**
     * How a page leads to the next.
     *
     * @param way one of those that the card offers
     * @param records where the list is in a page; empty for the page itself
     * @param next where a page names the next one
     * @param parameter of the query, for what a page names or for a number
     * @param most how many pages are asked for
     */
    record Paging(String way, String records, String next, String parameter, int most) {
        static final String LINK = "Link header";
        static final String ADDRESS = "URL in body";
        static final String VALUE = "Value in body";
        static final String NUMBER = "Page number";
        static final String OFFSET = "Offset";
    }

    /**
     * All that was read.
     *
     * @param more whether there is another page that was not asked for
     */
    record Collected(List<JsonNode> records, int pages, boolean more) {}

    /** Reads up to the last page that may be asked for. */
    Collected all() {
        List<JsonNode> records = new ArrayList<>();
        Optional<JsonNode> after = Optional.empty();
        long bytes = 0;
        int pages = 0;
        do {
            Page page = fetch(after);
            pages++;
            for (JsonNode record : page.records()) {
                bytes += JsonText.write(record).length();
            }
            if (bytes > MOST_BYTES) {
                throw new CardFailure.Rejected(
                        first.getHost()
                                + " gave more than "
                                + MOST_BYTES / (1024 * 1024)
                                + " MB in "
                                + pages
                                + " pages, which is the most that one list takes. Ask for less, or"
                                + " stream the records to a helper flow.");
            }
            records.addAll(page.records());
            after = page.next();
        } while (after.isPresent() && pages < paging.most());
        return new Collected(records, pages, after.isPresent());
    }

    /** One page, for a stream: it ends where no more pages may be asked for. */
    Page streamed(Optional<JsonNode> after) {
        Page page = fetch(after);
        boolean isLast =
                page.next().map(next -> next.path("page").asInt()).orElse(0) >= paging.most();
        return isLast ? new Page(page.records(), Optional.empty()) : page;
    }

    private Page fetch(Optional<JsonNode> after) {
        int number = after.map(next -> next.path("page").asInt()).orElse(0);
        int before = after.map(next -> next.path("records").asInt()).orElse(0);
        URI address = after.map(next -> URI.create(next.path("url").asText())).orElse(start());
        AnswerBody answer = get.apply(address);
        JsonNode body = value(address, answer);
        List<JsonNode> records = records(address, body);
        Optional<URI> next =
                switch (paging.way()) {
                    case Paging.ADDRESS -> text(body).map(to -> resolved(address, to));
                    case Paging.VALUE -> text(body).map(to -> with(first, to));
                    case Paging.NUMBER ->
                            records.isEmpty() ? Optional.empty() : numbered(number + 2);
                    case Paging.OFFSET ->
                            records.isEmpty()
                                    ? Optional.empty()
                                    : numbered(before + records.size());
                    default -> link(answer.answer()).map(to -> resolved(address, to));
                };
        return new Page(
                records,
                next.map(to -> {
                    requireAllowed(address, to);
                    return JsonNodeFactory.instance
                            .objectNode()
                            .put("url", to.toString())
                            .put("page", number + 1)
                            .put("records", before + records.size());
                }));
    }

    private URI start() {
        return paging.way().equals(Paging.NUMBER) ? with(first, "1") : first;
    }

    private Optional<URI> numbered(int number) {
        return Optional.of(with(first, String.valueOf(number)));
    }

    private JsonNode value(URI address, AnswerBody answer) {
        JsonNode body = answer.value();
        if (body.isObject() || body.isArray()) {
            return body;
        }
        throw new CardFailure.Rejected(
                address.getHost()
                        + " answered GET "
                        + address.getPath()
                        + " with something else than a JSON object or list, so that no records can"
                        + " be read.");
    }

    private List<JsonNode> records(URI address, JsonNode body) {
        JsonNode list = at(body, paging.records());
        if (list instanceof ObjectNode || !list.isArray()) {
            throw new CardFailure.Rejected(
                    "The answer of "
                            + address.getHost()
                            + " to GET "
                            + address.getPath()
                            + " holds no list"
                            + (paging.records().isEmpty()
                                    ? ". Say in \"Records\" under which name it stands."
                                    : " at \"" + paging.records() + "\", as \"Records\" says."));
        }
        return list.valueStream().toList();
    }

    private static JsonNode at(JsonNode body, String path) {
        JsonNode found = body;
        for (String key : path.isEmpty() ? List.<String>of() : List.of(path.split("\\.", -1))) {
            found = found.path(key);
        }
        return found;
    }

    /** What a page says of the next; a last page says nothing, null, false or an empty text. */
    private Optional<String> text(JsonNode body) {
        JsonNode next = at(body, paging.next());
        return next.isValueNode() && !next.isNull() && !next.isBoolean()
                ? Optional.of(next.asText().strip()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static Optional<String> link(Answer answer) {
        for (var header : answer.headers()) {
            Matcher next = NEXT.matcher(header.value());
            if (header.name().equalsIgnoreCase("Link") && next.find()) {
                return Optional.of(next.group(1));
            }
        }
        return Optional.empty();
    }

    private static URI resolved(URI from, String to) {
        try {
            return from.resolve(to);
        } catch (IllegalArgumentException mistake) {
            throw new CardFailure.Rejected(
                    from.getHost() + " names a next page that is no address that can be called.");
        }
    }

    private URI with(URI address, String value) {
        String name = URLEncoder.encode(paging.parameter(), UTF_8);
        String text =
                address.toString().replaceAll("(?<=[?&])" + Pattern.quote(name) + "=[^&]*&?", "");
        String start = text.replaceAll("[?&]$", "");
        return URI.create(
                start
                        + (start.contains("?") ? "&" : "?")
                        + name
                        + "="
                        + URLEncoder.encode(value, UTF_8));
    }

    /** Another system must not lead us elsewhere, nor round in circles. */
    private void requireAllowed(URI from, URI to) {
        boolean isThere =
                Origin.of(to)
                        .filter(origin ->
                                Optional.of(origin).equals(Origin.of(first))
                                        || connection.reach().origins().stream()
                                                .anyMatch(allowed ->
                                                        Optional.of(origin)
                                                                .equals(Origin.of(allowed))))
                        .isPresent();
        if (!isThere) {
            throw new CardFailure.Rejected(
                    from.getHost()
                            + " names a next page at "
                            + Origin.of(to).map(Origin::toString).orElse("an invalid address")
                            + ", but the first one came from "
                            + Origin.of(first).map(Origin::toString).orElse("elsewhere")
                            + ". Nothing was sent there. Add it to allowedOrigins of the connection"
                            + " if it may be called.");
        }
        if (to.equals(from)) {
            throw new CardFailure.Rejected(
                    from.getHost()
                            + " names a page as its own next one, so that the list would never"
                            + " end.");
        }
    }
}
