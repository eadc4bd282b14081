package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.http.KnownPaths;
import io.hookline.server.json.Json;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code openapi.json} describes is what the whole server answers. */
class DescribedApiTest {
    private static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final String OURS = "/api/hookline/v1";

    private final HttpClient client = HttpClient.newHttpClient();
    @TempDir Path data;
    private Server server;
    private JsonNode description;

    @BeforeEach
    void start() throws Exception {
        server =
                Server.start(
                        TestSettings.in(data, Map.of("HOOKLINE_API_TOKEN", TOKEN)),
                        InstantSource.system());
        description = Json.MAPPER.readTree(send("GET", OURS + "/openapi.json", TOKEN, "").body());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    /** An operation that the description names. */
    private record Operation(String method, String path, JsonNode description) {
        boolean isOpen() {
            return description.path("security").isArray();
        }

        Set<String> statuses() {
            return description
                    .path("responses")
                    .propertyStream()
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }

        String examplePath() {
            return path.replaceAll("\\{\\w+}", "1");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private List<Operation> operations() {
        return description
                .path("paths")
                .propertyStream()
                .flatMap(path ->
                        path.getValue()
                                .propertyStream()
                                .filter(member -> member.getValue().has("operationId"))
                                .map(member ->
                                        new Operation(
                                                member.getKey().toUpperCase(Locale.ROOT),
                                                path.getKey(),
                                                member.getValue())))
                .toList();
    }

    private HttpResponse<String> send(String method, String path, String token, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.baseUrl().resolve(path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "SSWS " + token);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void routesAndDescriptionAgree() {
        assertThat(KnownPaths.read().differences(server.routes())).isEmpty();
    }

    @Test
    void everyOperationIsThereAndAsksForCredentials() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (Operation operation : operations()) {
            HttpResponse<String> answer = send(operation.method(), operation.examplePath(), "", "");
            softly.assertThat(answer.statusCode() == 401)
                    .as("%s: %s", operation, answer.statusCode())
                    .isEqualTo(!operation.isOpen());
            softly.assertThat(answer.body().startsWith("{\"errorCode\""))
                    .as("%s: %s", operation, answer.body())
                    .isEqualTo(operation.path().startsWith("/api/v1/"));
        }
        softly.assertAll();
    }

    @Test
    void everyAnswerToAnEmptyRequestIsADescribedOne() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (Operation operation : operations()) {
            HttpResponse<String> answer =
                    send(operation.method(), operation.examplePath(), TOKEN, "");
            softly.assertThat(operation.statuses())
                    .as("%s: %s", operation, answer.body())
                    .contains(String.valueOf(answer.statusCode()));
        }
        softly.assertAll();
    }

    @Test
    void everyAnswerHasTheDescribedShape() throws Exception {
        JsonNode folder = call("POST", "/folders", OURS + "/folders", "{\"name\": \"Alerts\"}");
        String inFolder = "\"folder\": {\"id\": \"" + id(folder) + "\"}";
        JsonNode flow =
                call("POST", "/flows", OURS + "/flows", "{\"name\": \"Alert\", " + inFolder + "}");
        String flowPath = OURS + "/flows/" + id(flow);
        call("GET", "/flows/{id}/document", flowPath + "/document", "");
        call("POST", "/flows/{id}/on", flowPath + "/on", "");
        call("POST", "/flows/{id}/validate", flowPath + "/validate", "");
        call("POST", "/flows/{id}/rotate", flowPath + "/rotate", "");
        call("GET", "/flows/{id}/openapi.json", flowPath + "/openapi.json", "");
        call("GET", "/flows/{id}/versions", flowPath + "/versions", "");
        String invokeUrl = call("GET", "/flows/{id}", flowPath, "").path("invokeUrl").asText();
        call("GET", "/flows", OURS + "/flows", "");
        JsonNode table =
                call(
                        "POST",
                        "/tables",
                        OURS + "/tables",
                        "{\"name\": \"Seen\", "
                                + inFolder
                                + ", \"columns\": [{\"name\": \"id\"}]}");
        String rows = OURS + "/tables/" + id(table) + "/rows";
        JsonNode row = call("POST", "/tables/{id}/rows", rows, "{\"values\": {\"id\": \"7\"}}");
        call("GET", "/tables/{id}/rows", rows, "");
        call("GET", "/tables/{id}/rows/{rowId}", rows + "/" + id(row), "");
        call(
                "PUT",
                "/tables/{id}/rows/{rowId}",
                rows + "/" + id(row),
                "{\"values\": {\"id\": \"8\"}}");
        call("GET", "/tables/{id}/usedBy", OURS + "/tables/" + id(table) + "/usedBy", "");
        call(
                "POST",
                "/connections",
                OURS + "/connections",
                "{\"name\": \"Chat\", \"connector\": \"slack\","
                        + " \"auth\": {\"type\": \"token\", \"token\": \"secret\"}}");
        JsonNode token =
                call(
                        "POST",
                        "/tokens",
                        OURS + "/tokens",
                        "{\"name\": \"Directory\", \"kind\": \"source\"}");
        String tokenPath = OURS + "/tokens/" + id(token);
        call("PUT", "/tokens/{tokenId}", tokenPath, "{\"name\": \"Directory EU\"}");
        call("GET", "/tokens/{tokenId}", tokenPath, "");
        call("GET", "/tokens", OURS + "/tokens", "");
        call(
                "POST",
                "/eventTypes",
                OURS + "/eventTypes",
                "{\"id\": \"shop.order.refund\", \"title\": \"Order refunded\"}");
        JsonNode source = call("POST", "/sources", OURS + "/sources", "{\"name\": \"Okta\"}");
        call("GET", "/sources", OURS + "/sources", "");
        call("GET", "/sources/{sourceId}", OURS + "/sources/" + id(source), "");
        call("PUT", "/sources/{sourceId}", OURS + "/sources/" + id(source), "{\"name\": \"Org\"}");
        JsonNode rule =
                call(
                        "POST",
                        "/alertRules",
                        OURS + "/alertRules",
                        "{\"name\": \"All\", \"destination\": {\"type\": \"webhook\", \"url\":"
                                + " \"https://alerts.invalid/\"}}");
        String rulePath = OURS + "/alertRules/" + id(rule);
        call("GET", "/alertRules", OURS + "/alertRules", "");
        call("GET", "/alertRules/{id}", rulePath, "");
        call("PUT", "/alertRules/{id}", rulePath, rule.toString());
        call("POST", "/alertRules/{id}/test", rulePath + "/test", "");
        call("GET", "/retention", OURS + "/retention", "");
        call("GET", "/storage", OURS + "/storage", "");
        call("GET", "/halt", OURS + "/halt", "");
        call("PUT", "/halt", OURS + "/halt", "{\"halted\": true}");
        call("PUT", "/halt", OURS + "/halt", "{\"halted\": false}");
        call("POST", "/retention/confirm-clock", OURS + "/retention/confirm-clock", "");
        call("PUT", "/flows/{id}/history", flowPath + "/history", "{\"keepDays\": 7}");
        call("GET", "/flows/{id}/history", flowPath + "/history", "");
        JsonNode simple =
                call(
                        "POST",
                        "/filters/simple",
                        OURS + "/filters/simple",
                        "{\"rows\": [{\"field\": \"target.id\", \"operator\": \"eq\", \"value\":"
                                + " \"x\"}]}");
        assertThat(simple.path("expression").asText())
                .isEqualTo("event.target.?[id eq 'x'].size()>0");
        assertThat(
                        call(
                                        "POST",
                                        "/filters/simple",
                                        OURS + "/filters/simple",
                                        "{\"expression\": \"event.actor.id != null\"}")
                                .path("simple")
                                .asBoolean())
                .isFalse();
        call("GET", "/eventTypes/{eventTypeId}", OURS + "/eventTypes/shop.order.refund", "");
        JsonNode hook = call("POST", "/api/v1/eventHooks", "/api/v1/eventHooks", hook(invokeUrl));
        assertThat(hook.path("verificationStatus").asText()).isEqualTo("VERIFIED");
        call("GET", "/api/v1/eventHooks", "/api/v1/eventHooks", "");
        String hookPath = OURS + "/eventHooks/" + id(hook);
        JsonNode state =
                call("GET", "/eventHooks/{eventHookId}/delivery", hookPath + "/delivery", "");
        JsonNode states = call("GET", "/deliveryStates", OURS + "/deliveryStates", "");
        assertThat(states).hasSize(1);
        assertThat(states.get(0).path("eventHookId")).isEqualTo(state.path("eventHookId"));
        call("GET", "/eventHooks/{eventHookId}/deliveries", hookPath + "/deliveries", "");
        call(
                "POST",
                "/eventHooks/{eventHookId}/deliveries/redeliver",
                hookPath + "/deliveries/redeliver",
                "");
        call(
                "POST",
                "/eventHooks/{eventHookId}/replay",
                hookPath + "/replay",
                "{\"since\": \"2026-01-01T00:00:00Z\"}");
        JsonNode replays =
                call("GET", "/eventHooks/{eventHookId}/replays", hookPath + "/replays", "");
        call("POST", "/replays/{id}/stop", OURS + "/replays/" + id(replays.get(0)) + "/stop", "");
        call(
                "POST",
                "/eventHooks/{eventHookId}/preview",
                hookPath + "/preview",
                "{\"eventType\": \"user.session.start\"}");
        String uuid =
                call(
                                "POST",
                                "/api/v1/logs",
                                "/api/v1/logs",
                                "[{\"eventType\": \"user.session.start\"}]")
                        .at("/events/0/uuid")
                        .asText();
        call("GET", "/events/{uuid}/consequences", OURS + "/events/" + uuid + "/consequences", "");
        call("GET", "/activity", OURS + "/activity", "");
        call("GET", "/eventTypeCounts", OURS + "/eventTypeCounts?hours=2", "");
        call("GET", "/eventHooks/{eventHookId}/activity", hookPath + "/activity?hours=3", "");
        call("GET", "/status", OURS + "/status", "");
        call("GET", "/settings", OURS + "/settings", "");
        call("GET", "/api/v1/logs", "/api/v1/logs", "");
        String filter = "{\"expression\": \"event.outcome.reason.contains('x')\"}";
        call("POST", "/filters/check", OURS + "/filters/check", filter);
        call("POST", "/filters/dry-run", OURS + "/filters/dry-run", filter);
        call("GET", "/eventTypes", OURS + "/eventTypes?q=session", "");
        JsonNode execution = call("POST", "/flows/{id}/run", flowPath + "/run", "{}");
        call("GET", "/executions/{executionId}", OURS + "/executions/" + id(execution), "");
        call("GET", "/executions", OURS + "/executions", "");
        call("GET", "/folders", OURS + "/folders", "");
        JsonNode export =
                call(
                        "GET",
                        "/folders/{id}/export",
                        OURS + "/folders/" + id(folder) + "/export",
                        "");
        call("POST", "/flows/import", OURS + "/flows/import?folder=Copy", export.toString());
        call("GET", "/health/ready", "/health/ready", "");
    }

    private static String id(JsonNode resource) {
        return resource.path("id").asText();
    }

    private static String hook(String uri) {
        return """
        {"name": "Sign-ins", "events": {"type": "EVENT_TYPE", "items": ["user.session.start"],
           "filter": {"eventFilterMap": [{"event": "user.session.start",
             "condition": {"expression": "event.client.ipAddress eq '203.0.113.7'"}}]}},
         "channel": {"type": "HTTP", "version": "1.0.0", "config": {"uri": "%s"}}}
        """
                .formatted(uri);
    }

    /** Calls an operation and compares what comes back with its description. */
    private JsonNode call(String method, String described, String path, String body)
            throws Exception {
        String template = path.startsWith(OURS) ? OURS + described : described;
        Operation operation =
                operations().stream()
                        .filter(known ->
                                known.method().equals(method) && known.path().equals(template))
                        .findFirst()
                        .orElseThrow();
        HttpResponse<String> answer = send(method, path, TOKEN, body);
        assertThat(answer.statusCode()).as("%s: %s", operation, answer.body()).isLessThan(300);
        JsonNode json = Json.MAPPER.readTree(answer.body());
        JsonNode schema =
                operation
                        .description()
                        .path("responses")
                        .path(String.valueOf(answer.statusCode()))
                        .path("content")
                        .path("application/json")
                        .path("schema");
        assertThat(schema.isObject()).as("%s", operation).isTrue();
        assertThat(new DescribedShape(description).differences(schema, json))
                .as("%s: %s", operation, json)
                .isEmpty();
        return json;
    }
}
