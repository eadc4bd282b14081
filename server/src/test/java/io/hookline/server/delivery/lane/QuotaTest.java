package io.hookline.server.delivery.lane;

import static io.hookline.server.delivery.DeliveryWorld.eventually;
import static io.hookline.server.delivery.DeliveryWorld.hook;
import static io.hookline.server.delivery.lane.LaneTest.names;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.delivery.DeliveryWorld;
import io.hookline.server.delivery.DeliveryWorld.Response;
import io.hookline.server.delivery.TestFlows;
import io.hookline.server.delivery.TestReceiver;
import io.hookline.server.delivery.TestReceiver.Received;
import io.hookline.server.hook.definition.DeliverySettings.Policy;
import io.hookline.server.hook.lifecycle.HookRules;
import io.hookline.server.store.Sql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Limits that the operator sets: how many events a day, how many active hooks. */
class QuotaTest {
    private static final String WARNING = "system.operation.rate_limit.warning";
    private static final String VIOLATION = "system.operation.rate_limit.violation";

    @TempDir Path folder;

    private static HookRules quota(int events) {
        return new HookRules(Policy.DURABLE, OptionalInt.empty(), OptionalInt.of(events));
    }

    private static String[] delivered(List<Received> requests) {
        return requests.stream().flatMap(r -> r.names().stream()).toArray(String[]::new);
    }

    @Test
    void holdsEventsPastTheQuotaAndDeliversThemAfterwards() {
        try (TestReceiver receiver = TestReceiver.answering(200);
                DeliveryWorld world = DeliveryWorld.open(folder, quota(10))) {
            String id = world.receiving(hook("h", receiver.uri("/in").toString()));
            world.happen(names(25));

            assertThat(delivered(receiver.untilEvents(10))).containsExactly(names(10));
            eventually(() -> assertThat(world.logged(VIOLATION)).hasSize(1));
            JsonNode debug =
                    world.logged(VIOLATION).getFirst().json().at("/debugContext/debugData");
            assertThat(debug.path("operationRateLimitType").asText())
                    .isEqualTo("event_hook_delivery");
            assertThat(debug.path("operationRateLimitThreshold").asText()).isEqualTo("10");
            assertThat(world.logged(VIOLATION).getFirst().json().at("/outcome/result").asText())
                    .isEqualTo("DENY");
            assertThat(world.logged(WARNING)).hasSize(1);

            world.restart();
            assertThat(receiver.rest()).isEmpty();

            // The window ends.
            world.database()
                    .write(t ->
                            t.prepare(Sql.once("UPDATE delivery_quota SET window_start = 0"))
                                    .update());
            world.restart();
            assertThat(delivered(receiver.untilEvents(10)))
                    .containsExactly(java.util.Arrays.copyOfRange(names(25), 10, 20));
            String state = "/api/hookline/v1/eventHooks/" + id + "/delivery";
            eventually(() ->
                    assertThat(world.call("GET", state).json().at("/lag/events").asInt())
                            .isEqualTo(5));
        }
    }

    @Test
    void countsRequestsToOwnFlowsToo() {
        try (DeliveryWorld world = DeliveryWorld.open(folder, quota(7))) {
            world.flows.add("flow");
            world.receiving(hook("h", "http://127.0.0.1:1/api/flo/flow/invoke?clientToken=x"));
            world.happen(names(20));
            eventually(() -> {
                assertThat(TestFlows.accepted(world.database())).containsExactly(names(7));
                assertThat(world.logged(VIOLATION)).hasSize(1);
            });
        }
    }

    @Test
    void refusesMoreActiveHooksThanAllowed() {
        HookRules two = new HookRules(Policy.DURABLE, OptionalInt.of(2), OptionalInt.empty());
        try (DeliveryWorld world = DeliveryWorld.open(folder, two)) {
            Response first =
                    world.call("POST", "/api/v1/eventHooks", hook("a", "http://127.0.0.1:9/"));
            world.call("POST", "/api/v1/eventHooks", hook("b", "http://127.0.0.1:9/"));
            Response third =
                    world.call("POST", "/api/v1/eventHooks", hook("c", "http://127.0.0.1:9/"));
            assertThat(third.status()).isEqualTo(400);
            assertThat(third.causes()).singleElement().asString().contains("At most 2");

            String path = "/api/v1/eventHooks/" + first.json().path("id").asText();
            world.call("POST", path + "/lifecycle/deactivate");
            assertThat(
                            world.call(
                                            "POST",
                                            "/api/v1/eventHooks",
                                            hook("c", "http://127.0.0.1:9/"))
                                    .status())
                    .isEqualTo(200);
            assertThat(world.call("POST", path + "/lifecycle/activate").status()).isEqualTo(400);
        }
    }
}
