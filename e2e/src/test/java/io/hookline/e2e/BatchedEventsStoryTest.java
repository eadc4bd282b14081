package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The published flow that hands every event of a batch to a helper, which writes table rows. */
class BatchedEventsStoryTest {
    private static final String FILE = "process_batched_okta_events_from_an_event_hook.flopack";

    @Test
    void everySuccessfulEventOfABatchBecomesATableRow(@TempDir Path folder) {
        byte[] flopack = Checkout.publishedFlow(FILE);
        try (Hookline hookline = Hookline.start(Hookline.Settings.in(folder))) {
            Api api = hookline.api();
            Workspace workspace = new Workspace(api);
            JsonNode imported = workspace.importFlows(flopack, "Batches");
            JsonNode helper = named(imported.get("flows"), "Process Batched Events - Helper");
            JsonNode endpoint = named(imported.get("flows"), "Process Batched Events");
            assertThat(imported.at("/tables/0/name").asText()).isEqualTo("BatchedEvents");

            String on = "/api/hookline/v1/flows/" + Workspace.id(endpoint) + "/on";
            assertThat(api.post(on).expect(409).body())
                    .as("names the helper that is off")
                    .contains("Process Batched Events - Helper");
            api.post(on + "?helpers=true").expect(200);
            assertThat(workspace.flow(helper).get("mode").asText()).isEqualTo("on");
            JsonNode flow = workspace.flow(endpoint);

            JsonNode batch = delivery("ada", "bob", "cleo");
            ((ObjectNode) batch.at("/data/events/1/outcome")).put("result", "FAILURE");
            JsonNode accepted = api.post(flow.get("invokeUrl").asText(), batch).expect(200).json();
            List<JsonNode> executions = workspace.awaitEnded(flow, 1);
            assertThat(Workspace.id(executions.getFirst()))
                    .isEqualTo(accepted.get("execution_id").asText());
            assertForEachRanTheHelper(executions.getFirst());
            assertRows(api, imported.at("/tables/0"), batch, "ada", "cleo");

            assertThat(api.post(flow.get("invokeUrl").asText(), batch).expect(200).json())
                    .as("the same delivery again is the same execution")
                    .isEqualTo(accepted);

            workspace.createHook(
                    "Batches",
                    flow.get("invokeUrl").asText(),
                    List.of(Events.MFA),
                    Optional.empty());
            workspace.ingest(delivery("dina", "eve", "fay").at("/data/events"));
            assertThat(workspace.awaitEnded(flow, 4))
                    .as("one event per request to a flow of our own")
                    .hasSize(4)
                    .allSatisfy(execution ->
                            assertThat(execution.get("status").asText()).isEqualTo("SUCCESS"));
            assertThat(rows(api, imported.at("/tables/0"))).hasSize(5);
        }
    }

    @Test
    void anEmptyBatchStopsWithTheMessageOfTheFlow(@TempDir Path folder) {
        byte[] flopack = Checkout.publishedFlow(FILE);
        try (Hookline hookline = Hookline.start(Hookline.Settings.in(folder))) {
            Workspace workspace = new Workspace(hookline.api());
            JsonNode imported = workspace.importFlows(flopack, "Batches");
            JsonNode endpoint = named(imported.get("flows"), "Process Batched Events");
            hookline.api()
                    .post("/api/hookline/v1/flows/" + Workspace.id(endpoint) + "/on?helpers=true")
                    .expect(200);
            JsonNode flow = workspace.flow(endpoint);
            hookline.anonymous().post(flow.get("invokeUrl").asText(), delivery()).expect(200);
            JsonNode execution = workspace.awaitEnded(flow, 1).getFirst();
            assertThat(execution.get("status").asText()).isEqualTo("SUCCESS");
            assertThat(execution.get("stoppedBy").toString()).contains("Continue If");
            assertThat(execution.get("steps").toString()).contains("No Events Found");
        }
    }

    private static void assertForEachRanTheHelper(JsonNode execution) {
        assertThat(execution.get("status").asText()).as("%s", execution).isEqualTo("SUCCESS");
        JsonNode each = execution.get("steps").get(execution.get("steps").size() - 1);
        assertThat(each.get("title").asText()).isEqualTo("For Each");
        assertThat(each.at("/helpers/count").asInt()).isEqualTo(3);
        assertThat(each.at("/helpers/href").asText()).isNotEmpty();
    }

    private static void assertRows(Api api, JsonNode table, JsonNode batch, String... users) {
        assertThat(rows(api, table)).hasSize(users.length);
        assertThat(rows(api, table).toString())
                .contains(batch.get("eventId").asText())
                .contains(batch.at("/data/events/0/uuid").asText())
                .doesNotContain(batch.at("/data/events/1/uuid").asText())
                .contains(batch.at("/data/events/2/uuid").asText());
    }

    private static List<JsonNode> rows(Api api, JsonNode table) {
        JsonNode rows =
                api.get("/api/hookline/v1/tables/" + Workspace.id(table) + "/rows")
                        .expect(200)
                        .json();
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    /** An event hook envelope as any sender makes it. */
    private static ObjectNode delivery(String... users) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("eventType", "com.okta.event_hook")
                .put("eventTypeVersion", "1.0")
                .put("cloudEventsVersion", "0.1")
                .put("source", "https://idp.example.org/api/v1/eventHooks/who1")
                .put("eventId", UUID.randomUUID().toString());
        var events = envelope.putObject("data").putArray("events");
        for (String user : users) {
            events.add(
                    Events.signedIn(user + "@example.org", "203.0.113.7")
                            .put("uuid", UUID.randomUUID().toString()));
        }
        return envelope.put("eventTime", "2026-01-01T00:00:00.000Z")
                .put("contentType", "application/json");
    }

    private static JsonNode named(JsonNode list, String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(item -> item.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + list));
    }
}
