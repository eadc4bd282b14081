package io.hookline.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The description of the API is whole: a client can be generated from it. */
class ApiDescriptionTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    private final JsonNode description = read();

    private static JsonNode read() {
        try {
            return Json.parse(KnownPaths.read().description());
        } catch (IOException e) {
            throw new IllegalStateException("openapi.json is no JSON", e);
        }
    }

    private void forEachOperation(BiConsumer<String, JsonNode> action) {
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
                if (METHODS.contains(member.getKey())) {
                    action.accept(member.getKey() + " " + path.getKey(), member.getValue());
                }
            }
        }
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    @Test
    void saysWhichOpenApiItIs() {
        assertThat(description.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(description.at("/info/title").asText()).isEqualTo("Hookline");
    }

    @Test
    void describesEveryOperation() {
        Set<String> tags = texts(description.findPath("tags").findValues("name"));
        Set<String> ids = new HashSet<>();
        forEachOperation((name, operation) -> {
            assertThat(operation.path("operationId").asText()).as(name).matches("[a-z]\\w+");
            assertThat(ids.add(operation.path("operationId").asText())).as(name).isTrue();
            assertThat(operation.path("summary").asText())
                    .as(name)
                    .isNotBlank()
                    .doesNotEndWith(".");
            assertThat(tags).as(name).containsAll(texts(operation.path("tags")));
            assertThat(operation.path("tags")).as(name).hasSize(1);
        });
        assertThat(ids).hasSizeGreaterThan(50);
    }

    private static Set<String> texts(List<JsonNode> list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    @Test
    void describesEveryAnswer() {
        forEachOperation((name, operation) -> {
            JsonNode responses = operation.path("responses");
            assertThat(responses.propertyStream().map(Map.Entry::getKey))
                    .as(name)
                    .allMatch(status -> status.matches("[2-5]\\d\\d"))
                    .anyMatch(status -> status.startsWith("2"));
            responses.forEach(response ->
                    assertThat(resolved(response).path("description").asText())
                            .as(name)
                            .isNotBlank());
        });
    }

    @Test
    void asksForCredentialsExceptWhereNoneAreNeeded() {
        Set<String> open = new TreeSet<>();
        forEachOperation((name, operation) -> {
            if (operation.path("security").isArray()) {
                open.add(name);
            } else {
                assertThat(operation.path("responses").has("401")).as(name).isTrue();
                assertThat(operation.path("description").asText())
                        .as(name)
                        .containsPattern("Needs (the permission|only credentials)");
            }
        });
        assertThat(open)
                .containsExactly(
                        "get /api/flo/{alias}/invoke",
                        "get /api/flo/{alias}/resume/{executionId}",
                        "get /api/hookline/v1/session",
                        "get /api/hookline/v1/sign-in",
                        "get /api/receive/{sourceId}",
                        "get /health/live",
                        "get /health/ready",
                        "post /api/flo/{alias}/invoke",
                        "post /api/flo/{alias}/resume/{executionId}",
                        "post /api/hookline/v1/session",
                        "post /api/hookline/v1/setup",
                        "post /api/receive/{sourceId}");
    }

    @Test
    void answersErrorsInTheShapeOfItsPath() {
        forEachOperation((name, operation) -> {
            String shape = name.contains(" /api/v1/") ? "Okta" : "";
            for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
                String reference = response.getValue().path("$ref").asText();
                if (!reference.isEmpty()) {
                    assertThat(reference.contains("/Okta")).as(name).isEqualTo(!shape.isEmpty());
                }
            }
        });
    }

    @Test
    void declaresEveryParameterOfAPath() {
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            Set<String> declared = new TreeSet<>();
            path.getValue()
                    .path("parameters")
                    .forEach(given -> {
                        JsonNode parameter = resolved(given);
                        assertThat(parameter.path("in").asText()).isEqualTo("path");
                        assertThat(parameter.path("required").asBoolean()).isTrue();
                        declared.add(parameter.path("name").asText());
                    });
            Set<String> used = new TreeSet<>();
            Pattern.compile("\\{(\\w+)}")
                    .matcher(path.getKey())
                    .results()
                    .forEach(name -> used.add(name.group(1)));
            assertThat(declared).as(path.getKey()).isEqualTo(used);
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryComponentIsUsed() {
        Set<String> references = new TreeSet<>();
        collect(description, references);
        references.forEach(reference -> assertThat(isThere(reference)).as(reference).isTrue());
        for (String kind : List.of("schemas", "responses", "parameters", "headers")) {
            description
                    .path("components")
                    .path(kind)
                    .fieldNames()
                    .forEachRemaining(name ->
                            assertThat(references).contains("#/components/" + kind + "/" + name));
        }
    }

    @Test
    void requiresOnlyWhatItDescribes() {
        checkRequired(description);
    }

    private static void checkRequired(JsonNode node) {
        if (node.path("properties").isObject() && node.path("required").isArray()) {
            node.path("required")
                    .forEach(name ->
                            assertThat(node.path("properties").has(name.asText()))
                                    .as("%s in %s", name, node)
                                    .isTrue());
        }
        node.forEach(ApiDescriptionTest::checkRequired);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? description.at(node.path("$ref").asText().substring(1)) : node;
    }

    private boolean isThere(String reference) {
        return reference.startsWith("#/")
                && !description.at(reference.substring(1)).isMissingNode();
    }

    private static void collect(JsonNode node, Set<String> references) {
        if (node.path("$ref").isTextual()) {
            references.add(node.path("$ref").textValue());
        }
        StreamSupport.stream(node.spliterator(), false).forEach(part -> collect(part, references));
    }
}
