package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;
import io.hookline.server.store.StoredSample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The data of every earlier schema is brought to the newest one, and is all there afterwards.
 *
 * <p>Samples are kept in {@code schemas/N}: rows that a server of schema N wrote. Before a
 * migration is added, one of the schema before is made with {@code -Dhookline.update=true}. Schemas
 * before the oldest sample get its rows, as far as they have the tables and columns.
 */
class EarlierSchemasTest {
    private static final Path SAMPLES = Path.of("src", "test", "resources", "schemas");
    private static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final String PASSWORD = "correct horse battery staple";

    // The schemas that brought what is read.
    private static final int FLOWS = 2;
    private static final int EXECUTIONS = 3;
    private static final int HOOKS = 4;
    private static final int ACCOUNTS = 5;
    private static final int DELIVERIES = 7;
    private static final int SOURCES = 8;
    private static final int ALERTS = 9;
    private static final int HALT = 19;
    private static final int ROLES = 42;

    private static final int OLDEST_SAMPLE = 42;

    /**
     * Tables that have rows only while something runs, waits for a person, or was lost, or that
     * take another system.
     */
    private static final Set<String> WITHOUT_ROWS =
            Set.of(
                    "approval",
                    "connection_grant",
                    "connection_link",
                    "data_cleared",
                    "data_import",
                    "delivery_attempt",
                    "event_feed",
                    "event_uuids_b",
                    "execution_aside",
                    "execution_chain",
                    "execution_chunk",
                    "execution_envelope_b",
                    "execution_journal",
                    "flow_brake",
                    "flow_schedule",
                    "lane_lost",
                    "taken_signature");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir private Path folder;
    private Server server;

    static Stream<Integer> schemas() {
        return StoredSample.schemas().stream();
    }

    /** That of the schema itself, or the oldest. */
    private static Path sample(int schema) throws IOException {
        try (Stream<Path> kept = Files.list(SAMPLES)) {
            List<Integer> known =
                    kept.map(path -> Integer.parseInt(path.getFileName().toString()))
                            .sorted()
                            .toList();
            int nearest =
                    known.stream().filter(one -> one >= schema).findFirst().orElse(known.getLast());
            return SAMPLES.resolve("" + nearest);
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void whatASchemaHeldIsThereAfterTheUpgrade(int schema) throws Exception {
        Path data = folder.resolve("data");
        StoredSample.restore(sample(schema), data, schema);
        server = start(data);
        try {
            assertThat(names("/api/v1/logs?limit=1000", "eventType"))
                    .contains("user.session.start");
            if (schema >= FLOWS) {
                flowsTablesAndConnectionsAreThere();
            }
            if (schema >= EXECUTIONS) {
                historyIsReadableAndWhatWaitedRuns(schema);
            }
            if (schema >= HOOKS) {
                hooksDeliver(schema);
            }
            if (schema >= ACCOUNTS) {
                administratorSignsIn();
                assertThat(names("/tokens", "name")).contains("CI");
            }
            if (schema >= SOURCES) {
                assertThat(names("/sources", "name")).containsExactly("Org");
                assertThat(names("/eventTypes?q=refund", "id")).contains("shop.order.refund");
            }
            if (schema >= ALERTS) {
                assertThat(names("/alertRules", "name")).containsExactly("All");
            }
            if (schema >= ROLES) {
                assertThat(names("/users", "name")).contains("ada");
                assertThat(names("/roles", "name")).contains("Auditor");
            }
        } finally {
            server.close();
        }
    }

    private void flowsTablesAndConnectionsAreThere() {
        assertThat(names("/folders", "name")).contains("F");
        JsonNode flow = named("/flows", "Everything");
        assertThat(flow.path("version").asInt()).isEqualTo(1);
        JsonNode document = get("/flows/" + flow.path("id").asText() + "/document");
        assertThat(document.toString()).contains("suspendUser", "Read", "Destroy");
        JsonNode table = named("/tables", "T");
        assertThat(get("/tables/" + table.path("id").asText() + "/rows").toString())
                .contains("ada");
        assertThat(named("/tables", "Seen").path("rowCount").asInt()).isEqualTo(1);
        JsonNode connection = named("/connections", "acme");
        assertThat(connection.path("filled").asBoolean()).isTrue();
    }

    private void historyIsReadableAndWhatWaitedRuns(int schema) {
        JsonNode flow = named("/flows", "Everything");
        JsonNode ended = get("/executions?flow=" + flow.path("id").asText()).path(0);
        JsonNode execution = get("/executions/" + ended.path("id").asText());
        assertThat(execution.path("status").asText()).isEqualTo("SUCCESS");
        assertThat(execution.path("steps").findValuesAsText("title")).contains("Tell", "Change");
        assertThat(execution.path("steps").toString()).contains("Look");
        if (schema >= HALT) {
            call("PUT", "/halt", Json.object().put("halted", false));
        }
        String quiet = named("/flows", "Quiet").path("id").asText();
        await(
                "the execution that waited",
                () ->
                        get("/executions?flow=" + quiet)
                                .findValuesAsText("status")
                                .equals(List.of("SUCCESS")));
    }

    private void hooksDeliver(int schema) {
        JsonNode hook = named("/api/v1/eventHooks", "To Quiet");
        assertThat(hook.path("verificationStatus").asText()).isEqualTo("VERIFIED");
        String deliveries = "/eventHooks/" + hook.path("id").asText() + "/deliveries";
        if (schema >= DELIVERIES) {
            assertThat(get(deliveries).toString()).contains("DELIVERED");
        }
        int before = get(deliveries).size();
        call("POST", "/api/v1/logs", event("user.session.end"));
        await("a further delivery", () -> get(deliveries).size() > before);
    }

    private void administratorSignsIn() {
        assertThat(
                        send(
                                        "POST",
                                        "/session",
                                        Json.object()
                                                .put("name", "admin")
                                                .put("password", PASSWORD))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theSampleHasRowsInAllTablesButThoseOfMomentsAndOfOtherSystems() throws Exception {
        Path data = folder.resolve("data");
        Path sample = sample(OLDEST_SAMPLE);
        StoredSample.restore(sample, data, OLDEST_SAMPLE);
        assertThat(StoredSample.empty(sample, data)).isEqualTo(WITHOUT_ROWS);
    }

    @Test
    @EnabledIfSystemProperty(named = "hookline.update", matches = "true")
    void makesASampleOfTheNewestSchema() throws Exception {
        Path sample = SAMPLES.resolve("" + StoredSample.schemas().getLast());
        if (Files.exists(sample)) {
            // Written once: it is what a server of this schema left.
            return;
        }
        Path data = folder.resolve("made");
        try (FlowServer made = new FlowServer(data, Map.of("HOOKLINE_ADMIN_PASSWORD", PASSWORD))) {
            server = made.server();
            administratorSignsIn();
            String everything =
                    made.create(made.withEveryEffect(FlowDocument.endpoint("Everything")));
            made.run(everything, false);
            String quiet = made.create(FlowDocument.endpoint("Quiet"));
            JsonNode on = made.call("POST", "/flows/" + quiet + "/on", "");
            ObjectNode hook =
                    hook(made.call("GET", "/flows/" + quiet, "").path("invokeUrl").asText());
            String id =
                    made.call("POST", "/api/v1/eventHooks", hook.toString()).path("id").asText();
            assertThat(on.path("mode").asText()).isEqualTo("on");
            made.call("PUT", "/flows/" + quiet + "/history", "{\"keepDays\": 300}");
            made.call("PUT", "/flows/" + quiet + "/concurrency", "{\"mostAtOnce\": 3}");
            made.hook("event.actor.id eq \"1\"");
            others(made);
            made.call("POST", "/api/v1/logs", event("user.session.start").toString());
            await(
                    "its delivery",
                    () -> made.call("GET", "/eventHooks/" + id + "/deliveries", "").size() == 1);
            await(
                    "its execution",
                    () ->
                            made.call("GET", "/executions?flow=" + quiet, "")
                                    .toString()
                                    .contains("SUCCESS"));
            made.call(
                    "POST",
                    "/eventHooks/" + id + "/replay",
                    "{\"since\": \"2020-01-01T00:00:00Z\", \"until\": \"2021-01-01T00:00:00Z\"}");
            made.call("POST", "/executions/clear", "{\"flow\": \"" + quiet + "\"}");
            made.call("PUT", "/halt", "{\"halted\": true}");
            made.start(quiet, false);
        }
        StoredSample.write(data, sample);
    }

    private static void others(FlowServer made) {
        String table =
                made.call(
                                "POST",
                                "/tables",
                                "{\"name\": \"Seen\", \"folder\": {\"id\": \""
                                        + made.call("GET", "/folders", "").at("/0/id").asText()
                                        + "\"}, \"columns\": [{\"name\": \"who\", \"index\":"
                                        + " \"unique\"}]}")
                        .path("id")
                        .asText();
        made.call("POST", "/tables/" + table + "/rows", "{\"values\": {\"who\": \"ada\"}}");
        made.call("POST", "/sources", "{\"name\": \"Org\", \"header\": \"X-Key\"}");
        made.call(
                "POST",
                "/alertRules",
                "{\"name\": \"All\", \"enabled\": false, \"destination\": {\"type\": \"slack\","
                        + " \"webhookUrl\": \"https://hooks.slack.example/T1/B1\"}}");
        made.call("POST", "/eventTypes", "{\"id\": \"shop.order.refund\", \"title\": \"Refund\"}");
        made.call("POST", "/tokens", "{\"name\": \"CI\", \"permissions\": [\"read_log\"]}");
        made.call("POST", "/users", "{\"name\": \"ada\", \"roles\": [\"viewer\"]}");
        made.call("POST", "/roles", "{\"name\": \"Auditor\", \"permissions\": [\"read_log\"]}");
    }

    private static ObjectNode hook(String uri) {
        ObjectNode hook = Json.object().put("name", "To Quiet");
        ObjectNode events = hook.putObject("events").put("type", "EVENT_TYPE");
        events.putArray("items").add("user.session.start").add("user.session.end");
        hook.putObject("channel")
                .put("type", "HTTP")
                .put("version", "1.0.0")
                .putObject("config")
                .put("uri", uri);
        return hook;
    }

    private static ObjectNode event(String type) {
        ObjectNode event = Json.object().put("eventType", type);
        event.putObject("actor").put("id", "00u1").put("type", "User").put("alternateId", "ada");
        event.putArray("target")
                .addObject()
                .put("id", "00u2")
                .put("type", "User")
                .put("alternateId", "bob");
        return event;
    }

    private static Server start(Path data) {
        return Server.start(
                TestSettings.in(
                        data,
                        Map.of(
                                "HOOKLINE_API_TOKEN",
                                TOKEN,
                                "HOOKLINE_OUTBOUND_ALLOW",
                                "127.0.0.1")),
                InstantSource.system());
    }

    private JsonNode named(String path, String name) {
        return get(path)
                .valueStream()
                .filter(item -> item.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is missing in " + get(path)));
    }

    private List<String> names(String path, String field) {
        return get(path).valueStream().map(item -> item.path(field).asText()).toList();
    }

    private JsonNode get(String path) {
        return call("GET", path, Json.MAPPER.missingNode());
    }

    private JsonNode call(String method, String path, JsonNode body) {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isLessThan(300);
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    private HttpResponse<String> send(String method, String path, JsonNode body) {
        String whole = path.startsWith("/api/") ? path : "/api/hookline/v1" + path;
        HttpRequest request =
                HttpRequest.newBuilder(server.baseUrl().resolve(whole))
                        .method(
                                method,
                                BodyPublishers.ofString(
                                        body.isMissingNode() ? "" : body.toString()))
                        .header("Authorization", "SSWS " + TOKEN)
                        .header("Origin", server.baseUrl().toString())
                        .header("Content-Type", "application/json")
                        .build();
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) {
        long until = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("Expected within 20 s: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
