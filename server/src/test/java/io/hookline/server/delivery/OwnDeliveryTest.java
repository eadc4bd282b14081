package io.hookline.server.delivery;

import static io.hookline.server.delivery.DeliveryWorld.eventually;
import static io.hookline.server.delivery.DeliveryWorld.hook;
import static io.hookline.server.delivery.lane.LaneTest.names;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.Lineage;
import io.hookline.server.json.Json;
import io.hookline.server.store.Sql;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Deliveries to our own flows: in process, one event per request, in one transaction. */
class OwnDeliveryTest {
    private static final String URI = "http://127.0.0.1:1/api/flo/flow/invoke?clientToken=secret";

    @TempDir Path folder;
    private DeliveryWorld world;

    @BeforeEach
    void open() {
        world = DeliveryWorld.open(folder);
        world.flows.add("flow");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void isActiveAndVerifiedAtOnceAndTakesOneEventPerRequest() throws Exception {
        JsonNode created = world.call("POST", "/api/v1/eventHooks", hook("h", URI)).json();
        assertThat(created.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(created.path("verificationStatus").asText()).isEqualTo("VERIFIED");

        world.happen(names(250));

        eventually(
                () -> assertThat(TestFlows.accepted(world.database())).containsExactly(names(250)));
        String body =
                world.database()
                        .read(t ->
                                t.prepare(Sql.once("SELECT body FROM test_execution LIMIT 1"))
                                        .one(row -> row.text("body")));
        JsonNode envelope = Json.parse(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(envelope.at("/data/events")).hasSize(1);
        assertThat(envelope.path("contentType").asText()).isEqualTo("application/json");
        List<JsonNode> records = world.deliveries(created.path("id").asText(), "?limit=200");
        assertThat(records)
                .allSatisfy(d -> {
                    assertThat(d.path("status").asText()).isEqualTo("DELIVERED");
                    assertThat(d.path("execution").asText()).isNotEmpty();
                    assertThat(d.path("httpStatus").asInt()).isEqualTo(200);
                });
    }

    @Test
    void setsAsideWhatComesWhileTheFlowIsOffAndRedeliversItLater() {
        world.flows.answer("flow", envelope -> TestFlows.refused(409, "FLOW_OFF"));
        String id = world.receiving(hook("h", URI));
        world.happen("one", "two");
        eventually(() -> {
            List<JsonNode> failed = world.deliveries(id, "?status=failed");
            assertThat(failed).hasSize(2);
            assertThat(failed.getFirst().path("reason").asText()).isEqualTo("FLOW_OFF");
            assertThat(failed.getFirst().path("nextAttemptAt").isNull()).isTrue();
        });

        world.flows.add("flow");
        for (JsonNode failed : world.deliveries(id, "?status=failed")) {
            String path =
                    "/api/hookline/v1/deliveries/" + failed.path("id").asText() + "/redeliver";
            assertThat(world.call("POST", path).json().path("status").asText())
                    .isEqualTo("DELIVERED");
            assertThat(world.call("POST", path).json().path("alreadyAccepted").asBoolean())
                    .isTrue();
        }
        assertThat(TestFlows.accepted(world.database())).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void keepsTheIdentityOfWhatTheFlowWasTooBusyFor() {
        List<String> ids = new ArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        world.flows.answer(
                "flow",
                envelope -> {
                    String name = envelope.at("/data/events/0/displayMessage").asText();
                    if (name.equals("2")) {
                        ids.add(envelope.path("eventId").asText());
                        if (calls.incrementAndGet() < 4) {
                            return TestFlows.refused(503, "TOO_MANY_CALLS");
                        }
                    }
                    return TestFlows.accepted(UUID.randomUUID().toString(), false);
                });
        world.receiving(hook("h", URI));

        world.happen(names(10));

        eventually(
                () -> assertThat(TestFlows.accepted(world.database())).containsExactly(names(10)));
        assertThat(ids).hasSize(4).containsOnly(ids.getFirst());
    }

    @Test
    void undoesADeliveryThatBreaksAndLetsTheOthersPass() {
        world.flows.answer(
                "flow",
                envelope -> {
                    if (envelope.at("/data/events/0/displayMessage").asText().equals("3")) {
                        throw new IllegalStateException("broken for this one");
                    }
                    return TestFlows.accepted(UUID.randomUUID().toString(), false);
                });
        ObjectNode hook = hook("h", URI);
        hook.putObject("delivery").put("policy", "compatible");
        String id = world.receiving(hook);

        world.happen(names(6));

        eventually(() ->
                assertThat(TestFlows.accepted(world.database()))
                        .containsExactly("0", "1", "2", "4", "5"));
        eventually(() -> assertThat(world.deliveries(id, "?status=failed")).hasSize(1));
        assertThat(world.deliveries(id, "?status=failed").getFirst().path("reason").asText())
                .isEqualTo("ERROR");
    }

    @Test
    void passesTheLengthOfTheChainToTheFlowAndSetsAsideWhatTheEndpointRefusesAsALoop() {
        String id = world.receiving(hook("h", URI));
        ObjectNode event = DeliveryWorld.event(DeliveryWorld.TYPE, "seventh");
        world.report(event, new Lineage(7, List.of("a", "b")));
        eventually(
                () -> assertThat(TestFlows.accepted(world.database())).containsExactly("seventh"));
        assertThat(world.flows.lastHeaders())
                .containsEntry("x-hookline-hops", "7")
                .containsEntry("x-hookline-cause", "a,b");

        world.flows.answer("flow", envelope -> TestFlows.refused(508, "LOOP"));
        world.happen("last");
        eventually(() ->
                assertThat(world.deliveries(id, "?status=failed"))
                        .singleElement()
                        .satisfies(d -> {
                            assertThat(d.path("reason").asText()).isEqualTo("LOOP");
                            assertThat(d.path("nextAttemptAt").isNull()).isTrue();
                        }));
        assertThat(world.flows.lastHeaders()).doesNotContainKey("x-hookline-hops");
    }

    @Test
    void saysWhyAnOwnHookCannotDeliver() {
        String id = world.receiving(hook("h", URI));
        assertThat(health(id).path("status").asText()).isEqualTo("ok");
        assertThat(health(id).path("reason").isNull()).isTrue();

        world.flows.obstacle("flow", "The flow is off.");

        assertThat(health(id).path("status").asText()).isEqualTo("cannot deliver");
        assertThat(health(id).path("reason").asText()).isEqualTo("The flow is off.");
        assertThat(world.call("GET", "/api/v1/eventHooks").json().at("/0/health/status").asText())
                .isEqualTo("cannot deliver");
    }

    private JsonNode health(String id) {
        return world.call("GET", "/api/v1/eventHooks/" + id).json().path("health");
    }
}
