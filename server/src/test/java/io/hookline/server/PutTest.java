package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What every PUT of our API has in common: members that are left out stay, unknown ones are
 * refused; what consists of one value needs that value ({@code docs/reference/http-api.md}).
 */
class PutTest {
    private static final String OURS = "/api/hookline/v1";

    /** What a change moves by itself. */
    private static final Set<String> MOVED =
            Set.of("updated", "updatedAt", "lastUpdated", "version", "revision");

    @TempDir Path data;
    private FlowServer server;
    private String flow;
    private String hook;
    private String row;

    /** Objects by the address that the description has for them. */
    private final Map<String, String> objects = new LinkedHashMap<>();

    /** The one member of each address that has no more. */
    private final Map<String, String> values = new LinkedHashMap<>();

    @BeforeEach
    void start() {
        server = new FlowServer(data);
        String folder = made("/folders", "{\"name\": \"Outer\", \"description\": \"All\"}");
        String in = "\"folder\": {\"id\": \"" + folder + "\"}";
        String parent = "\"parent\": {\"id\": \"" + folder + "\"}";
        String inner =
                made("/folders", "{\"name\": \"In\", \"description\": \"x\", " + parent + "}");
        flow =
                made(
                        "/flows",
                        "{\"name\": \"Alert\", \"description\": \"Sends\", \"saveData\": true,"
                                + " \"oneExecutionPerEvent\": true, "
                                + in
                                + "}");
        hook =
                made(
                        "/api/v1/eventHooks",
                        "{\"name\": \"H\", \"events\": {\"type\": \"EVENT_TYPE\", \"items\":"
                                + " [\"user.session.start\"]}, \"channel\": {\"type\": \"HTTP\","
                                + " \"version\": \"1.0.0\", \"config\": {\"uri\":"
                                + " \"https://receiver.example/in\"}}}");
        objects.put("/folders/{id}", inner);
        objects.put("/flows/{id}", flow);
        String table =
                made(
                        "/tables",
                        "{\"name\": \"T\", \"description\": \"Seen\", "
                                + in
                                + ", \"uniqueKeys\": [[\"who\", \"day\"]], \"columns\":"
                                + " [{\"name\": \"who\"}, {\"name\": \"day\"}]}");
        objects.put("/tables/{id}", table);
        row =
                "/tables/"
                        + table
                        + "/rows/"
                        + made("/tables/" + table + "/rows", "{\"values\": {\"who\": \"ada\"}}");
        values.put("/tables/{id}/rows/{rowId}", "values");
        objects.put("/connections/{id}", server.acme);
        objects.put(
                "/sources/{sourceId}",
                made(
                        "/sources",
                        "{\"name\": \"Org\", \"header\": \"X-Key\", \"enabled\": false,"
                                + " \"silentAfterMinutes\": 5}"));
        objects.put(
                "/alertRules/{id}",
                made(
                        "/alertRules",
                        "{\"name\": \"All\", \"enabled\": false, \"digestMinutes\": 7, "
                                + in
                                + ", \"types\": [\"hookline.disk.low\"], \"destination\":"
                                + " {\"type\": \"slack\", \"webhookUrl\":"
                                + " \"https://hooks.slack.example/T1/B1\"}}"));
        objects.put(
                "/eventTypes/{eventTypeId}",
                made(
                        "/eventTypes",
                        "{\"id\": \"shop.order.refund\", \"title\": \"Refund\", \"description\":"
                                + " \"Money back\", \"sample\": {\"displayMessage\": \"Mine\","
                                + " \"published\": \"2026-01-01T00:00:00.000Z\", \"uuid\":"
                                + " \"mine\"}}"));
        objects.put(
                "/tokens/{tokenId}",
                made(
                        "/tokens",
                        "{\"name\": \"CI\", \"permissions\": [\"read_log\"], \"expires\":"
                                + " \"2999-01-01T00:00:00Z\"}"));
        objects.put("/users/{id}", made("/users", "{\"name\": \"ada\", \"roles\": [\"viewer\"]}"));
        objects.put(
                "/roles/{id}",
                made(
                        "/roles",
                        "{\"name\": \"Auditor\", \"description\": \"Reads\", \"permissions\":"
                                + " [\"read_log\"]}"));
        values.put("/flows/{id}/history", "keepDays");
        values.put("/flows/{id}/concurrency", "mostAtOnce");
        values.put("/eventHooks/{eventHookId}/signing", "secret");
        values.put("/halt", "halted");
        values.put("/connections/{id}/link", "connection");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String made(String path, String body) {
        return server.call("POST", path, body).path("id").asText();
    }

    private static String address(String template, String id) {
        return template.replaceFirst("\\{[A-Za-z]+}", id);
    }

    private String valueAddress(String template) {
        if (template.startsWith("/tables")) {
            return row;
        }
        return address(
                template,
                template.startsWith("/eventHooks")
                        ? hook
                        : template.startsWith("/connections") ? server.acme : flow);
    }

    private JsonNode read(String template) {
        return server.call("GET", address(template, objects.get(template)), "");
    }

    private HttpResponse<String> put(String template, JsonNode body) {
        return server.send("PUT", address(template, objects.get(template)), body.toString());
    }

    private static JsonNode lasting(JsonNode object) {
        return ((ObjectNode) object.deepCopy()).remove(MOVED);
    }

    private JsonNode description() {
        return server.call("GET", "/openapi.json", "");
    }

    /** A PUT that is added must decide which of the two it is. */
    @Test
    void everyDescribedPutIsLookedAtHere() {
        Set<String> expected = new TreeSet<>(objects.keySet());
        expected.addAll(values.keySet());
        // A document is replaced as a whole.
        expected.add("/flows/{id}/document");
        expected.add("/drafts/{id}");
        Set<String> described = new TreeSet<>();
        description()
                .path("paths")
                .properties()
                .forEach(path -> {
                    if (path.getKey().startsWith(OURS) && path.getValue().has("put")) {
                        described.add(path.getKey().substring(OURS.length()));
                    }
                });
        assertThat(described).isEqualTo(expected);
    }

    @Test
    void theDescriptionRequiresNoMemberOfAnObjectAndTheOneOfAValue() {
        JsonNode description = description();
        objects.keySet()
                .forEach(path ->
                        assertThat(schema(description, path).has("required")).as(path).isFalse());
        values.forEach((path, member) ->
                assertThat(schema(description, path).path("required"))
                        .as(path)
                        .extracting(JsonNode::asText)
                        .containsExactly(member));
    }

    private static JsonNode schema(JsonNode description, String path) {
        JsonNode schema =
                description
                        .path("paths")
                        .path(OURS + path)
                        .at("/put/requestBody/content/application~1json/schema");
        assertThat(schema.isObject()).as(path).isTrue();
        return schema.has("$ref")
                ? description.at(schema.path("$ref").asText().substring(1))
                : schema;
    }

    @Test
    void whatIsLeftOutStays() {
        for (String path : objects.keySet()) {
            JsonNode before = read(path);
            assertThat(put(path, Json.object()).statusCode()).as(path).isEqualTo(200);
            assertThat(lasting(read(path))).as(path).isEqualTo(lasting(before));

            ObjectNode renamed = Json.object();
            String name = before.has("name") ? "name" : "title";
            renamed.put(name, "Renamed");
            HttpResponse<String> answer = put(path, renamed);
            assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
            ObjectNode expected = ((ObjectNode) lasting(before)).put(name, "Renamed");
            assertThat(lasting(read(path))).as(path).isEqualTo(expected);
        }
    }

    @Test
    void eachMemberCanBeSentAlone() {
        for (String path : objects.keySet()) {
            JsonNode before = read(path);
            Set<String> settable = new LinkedHashSet<>();
            schema(description(), path)
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(settable::add);
            for (String member : settable) {
                if (before.has(member)) {
                    ObjectNode alone = Json.object();
                    alone.set(member, before.get(member));
                    HttpResponse<String> answer = put(path, alone);
                    assertThat(answer.statusCode())
                            .as("%s %s: %s", path, alone, answer.body())
                            .isEqualTo(200);
                    assertThat(lasting(read(path))).as(path).isEqualTo(lasting(before));
                }
            }
        }
    }

    @Test
    void namesMembersThatItDoesNotKnow() {
        for (String path : objects.keySet()) {
            HttpResponse<String> answer = put(path, Json.object().put("nmae", "x"));
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.body()).as(path).contains("nmae", "not known here");
        }
    }

    @Test
    void aPutOfOneValueNeedsIt() {
        values.forEach((path, member) -> {
            HttpResponse<String> answer = server.send("PUT", valueAddress(path), "{}");
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.body()).as(path).contains(member);
        });
        assertThat(List.of("keepDays", "mostAtOnce"))
                .allSatisfy(member -> {
                    String path =
                            "/flows/"
                                    + flow
                                    + (member.equals("keepDays") ? "/history" : "/concurrency");
                    assertThat(
                                    server.call("PUT", path, "{\"" + member + "\": null}")
                                            .get(member)
                                            .isNull())
                            .isTrue();
                });
    }
}
