package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.alert.TestingReceiver.Message;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/** The switch that halts everything, against the whole server. */
class HaltTest {
    private static final String HALT = "{\"halted\": true}";
    private static final String LIFT = "{\"halted\": false}";

    @TempDir Path data;
    private FlowServer flows;

    @BeforeEach
    void start() {
        flows = new FlowServer(data);
    }

    @AfterEach
    void stop() {
        flows.close();
    }

    private String flow(FlowDocument document) {
        String id = flows.create(document);
        flows.call("POST", "/flows/" + id + "/on?helpers=true", "");
        return id;
    }

    private JsonNode halt(String body) {
        return flows.call("PUT", "/halt", body);
    }

    private String statusOf(String execution) {
        return flows.call("GET", "/executions/" + execution, "").path("status").asText();
    }

    @Test
    void whatIsAcceptedWhileHaltedRunsAfterwards() {
        String flow = flow(flows.withEveryEffect(FlowDocument.helper("all")));
        halt(HALT);

        String execution = flows.start(flow, false);

        assertThat(statusOf(execution)).isEqualTo("QUEUED");
        assertThat(flows.sent()).isEmpty();
        halt(LIFT);
        assertThat(flows.awaitEnded(execution).path("status").asText()).isEqualTo("SUCCESS");
        assertThat(flows.sent())
                .containsExactly("/acme/acme.readUser", "Look", "/acme/acme.suspendUser");
        assertThat(flows.rows()).isEqualTo(1);
    }

    /** The other system halts us while it is asked, and refuses. */
    @Test
    void aCardThatIsRetriedWaitsForTheEndOfTheHaltAndKeepsItsKey() {
        String flow = flow(retrying(FlowDocument.helper("again")));
        flows.receiver.answer(503, "down");
        flows.receiver.before(() -> halt(HALT));
        String execution = flows.start(flow, false);
        Message first = flows.receiver.take();
        flows.awaitSuspended(execution);
        flows.receiver.before(() -> {});
        flows.heal();
        assertThat(flows.receiver.isEmpty()).isTrue();

        halt(LIFT);

        assertThat(flows.awaitEnded(execution).path("status").asText()).isEqualTo("SUCCESS");
        Message second = flows.receiver.take();
        assertThat(second.header("Idempotency-key"))
                .isNotEmpty()
                .isEqualTo(first.header("Idempotency-key"));
        assertThat(flows.receiver.isEmpty()).isTrue();
    }

    private FlowDocument retrying(FlowDocument flow) {
        return flows.destroying(flow)
                .errorPolicy(
                        Json.object()
                                .put("type", "finish")
                                .put("retry", 5)
                                .put("delay", 0)
                                .put("retryCondition", "all"));
    }

    /** The other system halts us while it is read: what changes it comes next, and does not. */
    @Test
    void anExecutionThatRunsStopsBeforeItChangesAnythingAndGoesOnOverARestart() {
        String helper = flow(flows.destroying(flows.reading(FlowDocument.helper("inner"))));
        String flow =
                flow(
                        FlowDocument.helper("outer")
                                .card("call", "control:spawn", "C")
                                .flow("flo", helper));
        flows.receiver.before(() -> halt(HALT));

        String execution = flows.start(flow, false);
        assertThat(flows.receiver.take().path()).isEqualTo("/acme/acme.readUser");
        flows.receiver.before(() -> {});
        flows.restart(Map.of());

        assertThat(flows.call("GET", "/halt", "").path("switch").asBoolean()).isTrue();
        assertThat(flows.server().lift().orElse("")).contains("PUT to /api/hookline/v1/halt");
        assertThat(flows.sent()).isEmpty();
        assertThat(statusOf(execution)).isNotIn("SUCCESS", "FAILURE");
        halt(LIFT);
        assertThat(flows.awaitEnded(execution).path("status").asText()).isEqualTo("SUCCESS");
        assertThat(flows.sent()).containsExactly("/acme/acme.suspendUser");
    }

    @Test
    void saysWhatHoldsAndHowToGoOn() {
        JsonNode free = flows.call("GET", "/halt", "");
        assertThat(free.path("halted").asBoolean()).isFalse();
        assertThat(free.path("lift").isNull()).isTrue();

        JsonNode switched = halt(HALT);
        assertThat(switched.path("halted").asBoolean()).isTrue();
        assertThat(switched.path("switch").asBoolean()).isTrue();
        assertThat(switched.path("setting").asBoolean()).isFalse();
        assertThat(switched.at("/by/name").asText()).isEqualTo("HOOKLINE_API_TOKEN");
        assertThat(halt(HALT)).as("nothing changes").isEqualTo(switched);

        flows.restart(Map.of("HOOKLINE_HALT", "true"));
        JsonNode both = flows.call("GET", "/halt", "");
        assertThat(both.path("since")).isEqualTo(switched.path("since"));
        assertThat(both.path("lift").asText()).contains("PUT").contains("HOOKLINE_HALT");

        JsonNode setting = halt(LIFT);
        assertThat(setting.path("halted").asBoolean()).isTrue();
        assertThat(setting.path("switch").asBoolean()).isFalse();
        assertThat(setting.path("lift").asText()).contains("HOOKLINE_HALT").doesNotContain("PUT");
        String flow = flow(flows.reading(FlowDocument.helper("kept")));
        String execution = flows.start(flow, false);
        assertThat(statusOf(execution)).isEqualTo("QUEUED");

        flows.restart(Map.of());
        assertThat(flows.call("GET", "/halt", "").path("halted").asBoolean()).isFalse();
        assertThat(flows.awaitEnded(execution).path("status").asText()).isEqualTo("SUCCESS");
    }

    @Test
    void reportsToTheLogWhoTurnedIt() {
        halt(HALT);
        halt(HALT);
        halt(LIFT);

        JsonNode events =
                flows.call("GET", "/api/v1/logs?filter=eventType%20sw%20%22hookline.halt%22", "");

        assertThat(events.findValuesAsText("eventType"))
                .containsExactlyInAnyOrder("hookline.halt.began", "hookline.halt.ended");
        assertThat(events.get(0).at("/actor/displayName").asText()).isEqualTo("HOOKLINE_API_TOKEN");
        assertThat(events.get(0).at("/client/ipAddress").asText()).isEqualTo("127.0.0.1");
    }

    @Test
    void refusesWhatIsNeitherTrueNorFalse() {
        for (String body : new String[] {"{}", "{\"halted\": \"yes\"}", "[]", ""}) {
            assertThat(flows.send("PUT", "/halt", body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(flows.call("GET", "/halt", "").path("halted").asBoolean()).isFalse();
    }

    @Test
    void refusesWhoMayNot() {
        String token =
                flows.call(
                                "POST",
                                "/tokens",
                                "{\"name\": \"x\", \"permissions\": [\"read_flows\","
                                        + " \"manage_flows\"]}")
                        .path("token")
                        .asText();

        assertThat(flows.send("PUT", "/halt", HALT, token).statusCode()).isEqualTo(403);
        assertThat(flows.send("GET", "/halt", "", token).body()).contains("\"halted\":false");
    }
}
