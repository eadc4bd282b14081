package io.hookline.testing.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.testing.http.RecordingServer.Exchange;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A call of a service of the world.
 *
 * @param number counts from 1, calls of the world's own pages included
 * @param path below the service, without the query
 * @param query decoded; the last of parameters of the same name
 */
public record ServiceCall(
        long number,
        Instant at,
        String service,
        String method,
        String path,
        Map<String, String> query,
        Exchange exchange) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LONGEST_SHOWN = 64 * 1024;
    private static final String HIDDEN = "***";
    private static final Set<String> SECRET_HEADERS =
            Set.of("authorization", "cookie", "x-api-key", "proxy-authorization");
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|passwd|secret|token|api_?key|credential|assertion).*");

    public ServiceCall {
        query = Map.copyOf(query);
    }

    static ServiceCall of(Exchange exchange) {
        Place place = Place.of(exchange.request().rawPath());
        return new ServiceCall(
                exchange.number(),
                exchange.at(),
                place.service(),
                exchange.request().method(),
                place.rest(),
                CannedAnswers.parameters(exchange.request().rawQuery()),
                exchange);
    }

    /** The body as JSON, a form as its fields, anything else as text; null for none. */
    public JsonNode body() {
        return read(
                exchange.request().body(), exchange.request().header("content-type").orElse(""));
    }

    /** What was answered, in the same way. */
    public JsonNode answer() {
        return read(exchange.answer().body(), "");
    }

    public int status() {
        return exchange.answer().status();
    }

    private static JsonNode read(String text, String type) {
        if (text.isEmpty()) {
            return JsonNodeFactory.instance.nullNode();
        }
        if (type.startsWith("application/x-www-form-urlencoded")) {
            return MAPPER.valueToTree(CannedAnswers.parameters(text));
        }
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException plain) {
            return TextNode.valueOf(text);
        }
    }

    /** For people: what looks like a secret is hidden, and long bodies are cut. */
    ObjectNode shown() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("number", number).put("at", at.toString()).put("service", service);
        json.put("method", method).put("path", path);
        json.set("query", hidden(MAPPER.valueToTree(query)));
        ObjectNode headers = json.putObject("headers");
        exchange.request().headers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(header ->
                        headers.put(
                                header.getKey(),
                                SECRET_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))
                                        ? HIDDEN
                                        : header.getValue()));
        json.set("body", shortened(hidden(body())));
        json.put("status", status());
        json.set("answer", shortened(hidden(answer())));
        return json.put("millis", exchange.took().toMillis());
    }

    private static JsonNode shortened(JsonNode value) {
        String text = value.isTextual() ? value.textValue() : value.toString();
        return text.length() > LONGEST_SHOWN
                ? TextNode.valueOf(text.substring(0, LONGEST_SHOWN) + "… (" + text.length() + ")")
                : value;
    }

    private static JsonNode hidden(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(field ->
                            copy.set(
                                    field.getKey(),
                                    isSecret(field.getKey(), field.getValue())
                                            ? TextNode.valueOf(HIDDEN)
                                            : hidden(field.getValue())));
            return copy;
        }
        if (value.isArray()) {
            var copy = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> copy.add(hidden(item)));
            return copy;
        }
        return value;
    }

    private static boolean isSecret(String key, JsonNode value) {
        return value.isTextual() && SECRET.matcher(key).matches();
    }

    /** The service when it is one that is asked for. */
    boolean isOf(Optional<String> wanted) {
        return wanted.map(service::equals).orElse(true);
    }
}
