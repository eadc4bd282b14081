package io.hookline.server.hook.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.DeliveryWorld;
import io.hookline.server.delivery.DeliveryWorld.Response;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Random;

/**
 * Whatever is sent in place of a hook, a filter or a request of ours: a clear answer, no change.
 */
class HookFuzzTest {
    private static final int ROUNDS = 300;
    private static final String TYPE = "user.session.start";

    @TempDir Path folder;
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Mutations odd = new Mutations(random);

    @Test
    void mutatedBodiesAreNeitherAnsweredByAnErrorOfOursNorHalfTaken() {
        System.out.println("HookFuzzTest: seed " + seed);
        try (DeliveryWorld world = DeliveryWorld.open(folder)) {
            world.flows.add("flow");
            String id =
                    world.call("POST", "/api/v1/eventHooks", Mutations.valid("kept"))
                            .json()
                            .path("id")
                            .asText();
            String one = "/api/v1/eventHooks/" + id;
            String ours = "/api/hookline/v1/eventHooks/" + id;
            JsonNode before = world.call("GET", one).json();
            for (int round = 0; round < ROUNDS; round++) {
                String body = odd.mutated(Mutations.valid("kept")).toString();
                if (random.nextInt(4) == 0) {
                    body = odd.damaged(body);
                }
                Response answer =
                        switch (round % 5) {
                            case 0 -> world.call("POST", "/api/v1/eventHooks", body);
                            case 1 -> world.call("POST", ours + "/preview", preview());
                            case 2 ->
                                    world.call(
                                            "POST", "/api/hookline/v1/filters/dry-run", dryRun());
                            case 3 -> world.call("PUT", ours + "/signing", body);
                            default -> world.call("PUT", one, body);
                        };
                assertThat(answer.status())
                        .as("seed %d, round %d: %s -> %s", seed, round, body, answer)
                        .isLessThan(500);
                JsonNode now = world.call("GET", one).json();
                if (answer.status() >= 400 || round % 5 != 4) {
                    assertThat(now)
                            .as("seed %d, round %d: %s -> %s", seed, round, body, answer)
                            .isEqualTo(before);
                }
                before = now;
            }
        }
    }

    private String preview() {
        ObjectNode body = Json.object().put("eventType", TYPE);
        body.set("event", DeliveryWorld.event(TYPE, "edited"));
        return odd.mutated(body).toString();
    }

    private String dryRun() {
        ObjectNode body = Json.object().put("expression", odd.expression()).put("last", 10);
        body.putArray("eventTypes").add(TYPE);
        return odd.mutated(body).toString();
    }
}
