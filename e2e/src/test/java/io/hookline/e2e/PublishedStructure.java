package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.InvalidSchemaRefException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;

import io.hookline.testing.http.RecordingServer.Exchange;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The structure of the answers that Okta publishes for event hooks and the system log. */
final class PublishedStructure {
    private static final String NAME = "https://structure.invalid/api.yaml";

    /** These are never null in an event. */
    private static final Set<String> CERTAIN =
            Set.of("uuid", "published", "eventType", "version", "severity");

    private final SchemaRegistry schemas;

    PublishedStructure(String openApi) {
        schemas =
                SchemaRegistry.withDialect(
                        Dialects.getOpenApi30(),
                        registry -> registry.schemas(Map.of(NAME, openApi)));
    }

    static Optional<PublishedStructure> ifPresent() {
        return Checkout.publishedStructureIfPresent().map(PublishedStructure::new);
    }

    /** What an answer has that the publication does not allow, or lacks. */
    List<String> faults(Exchange exchange) {
        String method = exchange.request().method();
        String path = exchange.request().path().replaceFirst("\\?.*", "");
        int status = exchange.answer().status();
        String body = exchange.answer().body();
        if (status == 204) {
            return method.equals("DELETE") && body.isEmpty() ? List.of() : List.of("204 here");
        }
        try {
            return path.equals("/api/v1/logs") && status == 200
                    ? faults(answer(method, path, status), withoutNulls(exchange.answer().json()))
                    : faults(answer(method, path, status), body);
        } catch (InvalidSchemaRefException undescribed) {
            return List.of("a status " + status + " that is not described");
        }
    }

    /** Where the structure of an answer is described. */
    private static String answer(String method, String path, int status) {
        if (status >= 400) {
            return "/components/schemas/Error";
        }
        String template = path.replaceFirst("/eventHooks/[^/]+", "/eventHooks/{eventHookId}");
        return "/paths/%s/%s/responses/%d/content/application~1json/schema"
                .formatted(template.replace("/", "~1"), method.toLowerCase(Locale.ROOT), status);
    }

    private List<String> faults(String pointer, String body) {
        return schemas
                .getSchema(SchemaLocation.of(NAME + "#" + pointer))
                .validate(
                        body,
                        InputFormat.JSON,
                        context ->
                                context.executionConfig(execution ->
                                        execution.writeOnly(true).formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }

    /**
     * The publication does not say that members of an event may be null, but its examples and real
     * answers are full of it.
     */
    private static String withoutNulls(JsonNode events) {
        events.forEach(event -> removeNulls(event, CERTAIN));
        return events.toString();
    }

    private static void removeNulls(JsonNode node, Set<String> except) {
        if (node instanceof ObjectNode object) {
            object.remove(
                    object.propertyStream()
                            .filter(member -> member.getValue().isNull())
                            .map(Map.Entry::getKey)
                            .filter(name -> !except.contains(name))
                            .toList());
        }
        node.forEach(member -> removeNulls(member, Set.of()));
    }
}
