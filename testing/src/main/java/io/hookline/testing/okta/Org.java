package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * What all parts of an org share: its clock, its ids, its log, and how lists are cut into pages.
 */
final class Org {
    static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Always three digits, so that times sort as texts. */
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    final InstantSource clock;
    final OrgLog log;
    private int ids;

    /** At most so many records in one page, whatever is asked for. */
    int largestPage = Integer.MAX_VALUE;

    Org(InstantSource clock) {
        this.clock = clock;
        this.log = new OrgLog(this);
    }

    String now() {
        return MILLIS.format(clock.instant());
    }

    /** A new id that begins like that. */
    String id(String kind) {
        return kind + String.format("%08d", ++ids);
    }

    /**
     * Some of the records, with a link to the rest.
     *
     * @param usual how many when nobody says
     */
    OrgAnswer page(OrgRequest request, List<? extends JsonNode> records, int usual) {
        Optional<Integer> after = request.parameter("after").flatMap(Org::number);
        Optional<Integer> limit = request.parameter("limit").flatMap(Org::number);
        if (request.parameter("limit").isPresent() && limit.isEmpty()) {
            return OrgAnswer.invalid("limit", "It must be a number");
        }
        int from = Math.max(0, after.orElse(0));
        int size = Math.min(Math.max(limit.orElse(usual), 1), largestPage);
        int to = (int) Math.min(records.size(), (long) from + size);
        ArrayNode page = JSON.arrayNode();
        records.subList(Math.min(from, to), to).forEach(page::add);
        OrgAnswer answer = OrgAnswer.ok(page);
        return to < records.size() ? answer.with("Link", next(request, to)) : answer;
    }

    /** Two links in one header, as some proxies join them. */
    private static String next(OrgRequest request, int after) {
        String base = "http://" + request.headers().getOrDefault("host", "localhost");
        StringBuilder query = new StringBuilder("?after=").append(after);
        request.query()
                .forEach((name, value) -> {
                    if (!name.equals("after")) {
                        query.append('&').append(name).append('=').append(encoded(value));
                    }
                });
        String self = base + request.rawPath();
        return "<" + self + ">; rel=\"self\", <" + self + query + ">; rel=\"next\"";
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** What can be read of a missing or wrong expression. */
    Optional<OrgAnswer> misread(OrgRequest request, String parameter) {
        try {
            request.parameter(parameter).ifPresent(OrgExpression::of);
            return Optional.empty();
        } catch (IllegalArgumentException mistake) {
            return Optional.of(
                    OrgAnswer.error(
                            400, "E0000031", "Invalid search criteria.", mistake.getMessage()));
        }
    }

    /** Whether a record fulfils the expression of a parameter, or there is none. */
    static boolean fits(OrgRequest request, String parameter, JsonNode record) {
        return request.parameter(parameter)
                .map(text -> OrgExpression.of(text).holds(record))
                .orElse(true);
    }

    /** A copy of an object without some fields; an empty one of anything else. */
    static ObjectNode without(JsonNode given, String... names) {
        ObjectNode copy =
                given instanceof ObjectNode object ? object.deepCopy() : JSON.objectNode();
        return copy.remove(List.of(names));
    }

    static ObjectNode object(String name, JsonNode value) {
        ObjectNode object = JSON.objectNode();
        object.set(name, value);
        return object;
    }
}
