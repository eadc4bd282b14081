package io.hookline.testing.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.testing.http.RecordingServer.Answer;
import io.hookline.testing.http.RecordingServer.Received;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers written down beforehand, for any service. Of those that fit a request the first one
 * answers; one with {@code times} does so only so often. {@code {{path.2}}}, {@code {{query.q}}}
 * and {@code {{body.profile.email}}} in the body stand for parts of the request, {@code {{count}}}
 * for how often this answer was given.
 */
final class CannedAnswers {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> KEYS =
            Set.of("method", "path", "query", "status", "headers", "body", "times");
    private static final Pattern PART = Pattern.compile("\\{\\{([^{}]+)}}");
    private static final int MOST = 5_000;

    private final Map<String, List<Entry>> services = new LinkedHashMap<>();

    /** One answer, and how often it was given. */
    private static final class Entry {
        final String method;
        final Pattern path;
        final Map<String, String> query;
        final int status;
        final Map<String, String> headers;
        final JsonNode body;
        final int times;
        int given;

        Entry(JsonNode json, String at) {
            if (!json.isObject()) {
                throw new InvalidWorld(at + " is no object with path and body.");
            }
            json.fieldNames()
                    .forEachRemaining(name -> {
                        if (!KEYS.contains(name)) {
                            throw InvalidWorld.unknown("key of " + at, name, KEYS);
                        }
                    });
            method = json.path("method").asText("*");
            path = pattern(json.path("path").asText("/**"), at);
            query = texts(json.path("query"));
            status = json.path("status").asInt(200);
            if (status < 200 || status > 599) {
                throw new InvalidWorld(at + ".status is " + status + "; expected 200 to 599.");
            }
            headers = texts(json.path("headers"));
            body = json.path("body");
            times = json.path("times").asInt(Integer.MAX_VALUE);
        }

        boolean fits(Received request, String asked, Map<String, String> parameters) {
            return given < times
                    && (method.equals("*") || method.equalsIgnoreCase(request.method()))
                    && path.matcher(asked).matches()
                    && query.entrySet().stream()
                            .allMatch(wanted ->
                                    wanted.getValue().equals("*")
                                            ? parameters.containsKey(wanted.getKey())
                                            : wanted.getValue()
                                                    .equals(parameters.get(wanted.getKey())));
        }
    }

    /** {@code *} is a segment, {@code **} at the end everything below. */
    private static Pattern pattern(String path, String at) {
        if (!path.startsWith("/")) {
            throw new InvalidWorld(at + ".path is \"" + path + "\"; it must begin with a slash.");
        }
        StringBuilder expression = new StringBuilder();
        for (String segment : path.substring(1).split("/", -1)) {
            expression.append(
                    switch (segment) {
                        case "**" -> "(/.*)?";
                        case "*" -> "/[^/]+";
                        default -> "/" + Pattern.quote(segment);
                    });
        }
        return Pattern.compile(expression.toString());
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    void forget() {
        services.clear();
    }

    /**
     * Replaces the answers of the services that are named.
     *
     * @throws InvalidWorld when they cannot be read; then nothing changed
     */
    void set(JsonNode answers) {
        Map<String, List<Entry>> read = new LinkedHashMap<>();
        int count = 0;
        for (Map.Entry<String, JsonNode> service : answers.properties()) {
            if (!service.getValue().isArray()) {
                throw new InvalidWorld("answers." + service.getKey() + " is no list of answers.");
            }
            List<Entry> entries = new ArrayList<>();
            for (JsonNode entry : service.getValue()) {
                entries.add(
                        new Entry(
                                entry, "answers." + service.getKey() + "[" + entries.size() + "]"));
            }
            count += entries.size();
            read.put(service.getKey(), entries);
        }
        if (count > MOST) {
            throw new InvalidWorld(count + " answers are too many; at most " + MOST + ".");
        }
        services.putAll(read);
    }

    /** The answer for a path of a service; empty when none is written down. */
    Optional<Answer> answer(String service, String path, Received request) {
        Map<String, String> query = parameters(request.rawQuery());
        return services.getOrDefault(service, List.of()).stream()
                .filter(entry -> entry.fits(request, path, query))
                .findFirst()
                .map(entry -> given(entry, path, query, request));
    }

    private static Answer given(
            Entry entry, String path, Map<String, String> query, Received request) {
        entry.given++;
        ObjectNode parts = JsonNodeFactory.instance.objectNode();
        ArrayNode segments = parts.putArray("path");
        for (String segment : path.substring(1).split("/", -1)) {
            segments.add(decoded(segment));
        }
        parts.set("query", MAPPER.valueToTree(query));
        parts.set("body", body(request));
        parts.put("count", entry.given);
        JsonNode body = filled(entry.body, parts);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put(
                "Content-Type",
                List.of(body.isTextual() ? "text/plain; charset=utf-8" : "application/json"));
        entry.headers.forEach(
                (name, value) -> headers.put(canonical(name), List.of(text(value, parts))));
        String text = body.isTextual() ? body.textValue() : body.toString();
        return new Answer(entry.status, headers, body.isMissingNode() ? "" : text);
    }

    private static String canonical(String name) {
        return name.equalsIgnoreCase("content-type") ? "Content-Type" : name;
    }

    private static JsonNode body(Received request) {
        try {
            return MAPPER.readTree(request.body());
        } catch (JsonProcessingException noJson) {
            return MAPPER.valueToTree(parameters(request.body()));
        }
    }

    private static JsonNode filled(JsonNode template, ObjectNode parts) {
        if (template.isTextual()) {
            Matcher whole = PART.matcher(template.textValue());
            if (whole.matches()) {
                JsonNode value = part(whole.group(1), parts);
                return value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value;
            }
            return TextNode.valueOf(text(template.textValue(), parts));
        }
        if (template instanceof ObjectNode object) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(field -> filled.set(field.getKey(), filled(field.getValue(), parts)));
            return filled;
        }
        if (template instanceof ArrayNode list) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> filled.add(filled(item, parts)));
            return filled;
        }
        return template;
    }

    private static String text(String template, ObjectNode parts) {
        return PART.matcher(template)
                .replaceAll(found -> {
                    JsonNode value = part(found.group(1), parts);
                    return Matcher.quoteReplacement(
                            value.isContainerNode() ? value.toString() : value.asText());
                });
    }

    private static JsonNode part(String name, JsonNode parts) {
        JsonNode value = parts;
        for (String key : name.strip().split("\\.", -1)) {
            value =
                    value.isArray() && key.matches("\\d{1,6}")
                            ? value.path(Integer.parseInt(key))
                            : value.path(key);
        }
        return value.isMissingNode() ? MissingNode.getInstance() : value;
    }

    static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
