package io.hookline.server.delivery;

import static io.hookline.server.delivery.DeliveryWorld.TYPE;
import static io.hookline.server.delivery.DeliveryWorld.eventually;
import static io.hookline.server.delivery.DeliveryWorld.hook;
import static io.hookline.server.delivery.lane.LaneTest.names;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.TestReceiver.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;

/** What is shown about the state of a hook's deliveries. */
class HookStateTest {
    @TempDir Path folder;
    private DeliveryWorld world;

    @BeforeEach
    void open() {
        world = DeliveryWorld.open(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private JsonNode state(String id) {
        return world.call("GET", "/api/hookline/v1/eventHooks/" + id + "/delivery").json();
    }

    /** The same in the state of its deliveries, on the hook, in the list and in the numbers. */
    private String health(String id) {
        JsonNode health = state(id).path("health");
        assertThat(world.call("GET", "/api/v1/eventHooks/" + id).json().path("health"))
                .isEqualTo(health);
        assertThat(
                        world.call("GET", "/api/v1/eventHooks")
                                .json()
                                .valueStream()
                                .filter(hook -> hook.path("id").asText().equals(id))
                                .map(hook -> hook.path("health")))
                .containsExactly(health);
        return health.path("status").asText();
    }

    @Test
    void countsWhatTheReceiverTakes() {
        try (TestReceiver receiver = TestReceiver.answering(200)) {
            String id = world.receiving(hook("h", receiver.uri("/in").toString()));
            world.happen(names(30));

            eventually(() -> {
                JsonNode state = state(id);
                assertThat(state.at("/sinceStart/events").asInt()).isEqualTo(30);
                assertThat(state.at("/lag/events").asInt()).isZero();
                assertThat(state.at("/lag/seconds").asInt()).isZero();
                assertThat(state.path("successRatio").asDouble()).isEqualTo(1.0);
                assertThat(state.path("eventsPerSecond").asDouble()).isPositive();
                assertThat(state.at("/health/status").asText()).isEqualTo("ok");
                assertThat(state.path("lastError").isNull()).isTrue();
            });
            assertThat(world.running().measures())
                    .singleElement()
                    .satisfies(measures -> assertThat(measures.events()).isEqualTo(30));
        }
    }

    @Test
    void showsHowFarAHookIsBehindAndWhy() {
        try (TestReceiver receiver = new TestReceiver(request -> new Reply(503, "busy"))) {
            String id = world.receiving(hook("h", receiver.uri("/in").toString()));
            world.happen(names(30));

            eventually(() -> {
                JsonNode state = state(id);
                assertThat(state.at("/lag/events").asInt()).isEqualTo(30);
                assertThat(state.at("/lag/atLeast").asBoolean()).isFalse();
                assertThat(state.at("/health/status").asText()).isEqualTo("receiver down");
                assertThat(state.path("receiverDownSince").isTextual()).isTrue();
                assertThat(state.path("nextAttemptAt").isTextual()).isTrue();
                assertThat(state.path("successRatio").asDouble()).isZero();
                assertThat(state.at("/lastError/reason").asText()).isEqualTo("HTTP_503");
                assertThat(state.at("/lastError/answer").asText()).isEqualTo("busy");
            });
            world.happen("one more of another type is not counted");
            eventually(() -> assertThat(state(id).at("/lag/events").asInt()).isEqualTo(31));
        }
    }

    /** Counts begin again, as monitoring expects; what is wrong is still known. */
    @Test
    void showsAfterARestartWhatIsWrong() {
        try (TestReceiver receiver = new TestReceiver(request -> new Reply(503, "busy"))) {
            String id = world.receiving(hook("h", receiver.uri("/in").toString()));
            world.happen(names(30));
            eventually(() -> assertThat(health(id)).isEqualTo("receiver down"));
            JsonNode before = state(id);

            world.call("POST", "/api/hookline/v1/eventHooks/" + id + "/pause");
            world.restart();

            JsonNode after = state(id);
            assertThat(after.at("/sinceStart/failedAttempts").asInt()).isZero();
            assertThat(after.path("receiverDownSince")).isEqualTo(before.path("receiverDownSince"));
            assertThat(after.at("/lag/events").asInt()).isEqualTo(30);
            assertThat(after.path("nextAttemptAt").isTextual()).isTrue();
            assertThat(after.at("/lastError/reason").asText()).isEqualTo("HTTP_503");
            assertThat(after.at("/lastError/answer").asText()).isEqualTo("busy");
        }
    }

    @Test
    void namesTheFirstThingThatKeepsItFromDelivering() {
        world.flows.add("flow");
        ObjectNode own = hook("own", "http://127.0.0.1:1/api/flo/flow/invoke?clientToken=x");
        String id = world.receiving(own);
        assertThat(health(id)).isEqualTo("ok");

        world.call("POST", "/api/hookline/v1/eventHooks/" + id + "/pause");
        world.happen(names(3));
        eventually(() -> assertThat(state(id).at("/lag/events").asInt()).isEqualTo(3));
        assertThat(health(id)).isEqualTo("paused");

        world.flows.obstacle("flow", "The flow is off.");
        assertThat(health(id)).isEqualTo("cannot deliver");
        assertThat(state(id).at("/health/reason").asText()).isEqualTo("The flow is off.");

        world.call("POST", "/api/v1/eventHooks/" + id + "/lifecycle/deactivate");
        assertThat(health(id)).isEqualTo("inactive");
        String other =
                world.call("POST", "/api/v1/eventHooks", hook("h", "http://127.0.0.1:9/in"))
                        .json()
                        .path("id")
                        .asText();
        assertThat(health(other)).isEqualTo("unverified");
    }

    @Test
    void tellsSinceWhenADeliveryIsRetriedUntilItIsAccepted() {
        try (TestReceiver receiver = new TestReceiver(request -> new Reply(503, ""))) {
            String id = world.receiving(hook("h", receiver.uri("/in").toString()));
            assertThat(state(id).at("/health/since").isNull()).isTrue();
            Instant before = Instant.now().minusMillis(1);
            world.happen("one");

            eventually(() -> assertThat(health(id)).isIn("retrying", "receiver down"));
            String since = state(id).at("/health/since").asText();
            assertThat(Instant.parse(since)).isBetween(before, Instant.now());

            receiver.answer(request -> new Reply(200, ""));
            eventually(() -> assertThat(health(id)).isEqualTo("ok"));
        }
    }

    @Test
    void showsThatAFilterHasNoAnswer() {
        try (TestReceiver receiver = TestReceiver.answering(200)) {
            ObjectNode hook = hook("h", receiver.uri("/in").toString());
            ((ObjectNode) hook.get("events"))
                    .putObject("filter")
                    .put("type", "EXPRESSION_LANGUAGE")
                    .putArray("eventFilterMap")
                    .addObject()
                    .put("event", TYPE)
                    .putObject("condition")
                    .put("expression", "event.outcome.reason.contains('x')");
            String id = world.receiving(hook);
            world.happen(names(4));

            eventually(() -> assertThat(state(id).path("filterErrors").asInt()).isEqualTo(4));
            assertThat(state(id).path("lastFilterError").asText()).startsWith(TYPE + ": ");
        }
    }
}
