package io.hookline.server.delivery;

import static io.hookline.server.delivery.DeliveryWorld.eventually;
import static io.hookline.server.delivery.DeliveryWorld.hook;
import static io.hookline.server.delivery.lane.LaneTest.names;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.delivery.TestReceiver.Received;
import io.hookline.server.delivery.TestReceiver.Reply;
import io.hookline.server.delivery.lane.LaneStore;
import io.hookline.server.delivery.lane.LaneTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** What a sudden end leaves behind, and what the next start makes of it. */
class CrashTest {
    @TempDir Path folder;

    @Test
    void sendsAnOpenBatchAgainWithTheSameIdentityAndBytes() {
        CountDownLatch never = new CountDownLatch(1);
        try (TestReceiver receiver = TestReceiver.answering(200);
                DeliveryWorld world = DeliveryWorld.open(folder)) {
            List<Received> seen = java.util.Collections.synchronizedList(new ArrayList<>());
            receiver.answer(request -> {
                seen.add(request);
                LaneTest.await(never);
                return new Reply(200, "");
            });
            String id = world.receiving(hook("h", receiver.uri("/in").toString()));
            world.happen("one", "two");
            eventually(() -> assertThat(seen).hasSize(1));

            receiver.answer(request -> new Reply(200, ""));
            world.crash();

            Received again = receiver.next();
            assertThat(again.text()).isEqualTo(seen.getFirst().text());
            world.happen("three");
            assertThat(receiver.next().names()).containsExactly("three");
            eventually(() -> assertThat(world.deliveries(id, "?status=delivered")).hasSize(2));
            never.countDown();
        }
    }

    @Test
    void deliversWhatHappenedWhileItWasHeldAfterARestart() {
        try (TestReceiver receiver = TestReceiver.answering(500);
                DeliveryWorld world = DeliveryWorld.open(folder)) {
            String id = world.receiving(hook("h", receiver.uri("/in").toString()));
            world.happen(names(150));
            String first = receiver.next().text();
            eventually(() -> assertThat(world.logged("event_hook.delivery")).hasSize(1));

            world.restart();
            world.happen("last");
            receiver.answer(request -> new Reply(200, ""));

            eventually(() -> assertThat(world.deliveries(id, "?status=retrying")).isEmpty());
            eventually(() ->
                    assertThat(
                                    world.deliveries(id, "?status=delivered").stream()
                                            .mapToInt(d -> d.path("eventCount").asInt())
                                            .sum())
                            .isEqualTo(151));
            assertThat(receiver.rest()).extracting(Received::text).contains(first);
        }
    }

    /**
     * Random commits, random failures, random kills: everything arrives, in order, under one id. No
     * batch fails so often that the one behind it is tried.
     */
    @Test
    void losesNothingAcrossManyKills() {
        long seed = System.nanoTime();
        System.out.println("losesNothingAcrossManyKills seed " + seed);
        Random random = new Random(seed);
        Map<String, String> bodies = new HashMap<>();
        Map<String, Integer> refusals = new HashMap<>();
        Set<String> accepted = new LinkedHashSet<>();
        try (TestReceiver receiver = TestReceiver.answering(200);
                DeliveryWorld world = DeliveryWorld.open(folder)) {
            receiver.answer(request -> {
                synchronized (bodies) {
                    String id = request.eventId();
                    String former = bodies.put(id, request.text());
                    if (former != null && !former.equals(request.text())) {
                        accepted.add("the bytes of " + id + " changed");
                    }
                    if (random.nextInt(3) == 0 && refusals.merge(id, 1, Integer::sum) < 4) {
                        return new Reply(500, "");
                    }
                    accepted.addAll(request.names());
                    return new Reply(200, "");
                }
            });
            world.receiving(hook("h", receiver.uri("/in").toString()));
            int count = 0;
            for (int round = 0; round < 8; round++) {
                for (int commit = 0; commit < 5; commit++) {
                    String[] some = new String[1 + random.nextInt(60)];
                    for (int i = 0; i < some.length; i++) {
                        some[i] = Integer.toString(count++);
                    }
                    world.happen(some);
                }
                world.crash();
            }
            int total = count;
            eventually(() -> {
                synchronized (bodies) {
                    assertThat(accepted).containsExactly(names(total));
                }
            });
        }
    }

    @Test
    void movesPastEventsThatNobodyWantsWithinASecondOrSo() {
        try (TestReceiver receiver = TestReceiver.answering(200);
                DeliveryWorld world = DeliveryWorld.open(folder)) {
            String id = world.receiving(hook("h", receiver.uri("/in").toString()));
            world.append(
                    List.of(
                            DeliveryWorld.event("user.session.end", "unwanted"),
                            DeliveryWorld.event("user.session.end", "unwanted too")));
            long end = world.logged("user.session.end").getLast().position();

            eventually(() ->
                    assertThat(
                                    world.database()
                                            .read(t -> new LaneStore().lane(t, id))
                                            .orElseThrow()
                                            .position())
                            .isEqualTo(end));
            assertThat(receiver.rest()).isEmpty();
        }
    }

    @Test
    void ownFlowsTakeEachEventExactlyOnceAcrossKills() {
        try (DeliveryWorld world = DeliveryWorld.open(folder)) {
            world.flows.add("flow");
            String id = world.receiving(hook("h", "http://127.0.0.1:1/api/flo/flow/invoke"));
            int count = 0;
            for (int round = 0; round < 5; round++) {
                String[] some = new String[40];
                for (int i = 0; i < some.length; i++) {
                    some[i] = Integer.toString(count++);
                }
                world.happen(some);
                world.crash();
            }
            int total = count;
            eventually(() ->
                    assertThat(TestFlows.accepted(world.database())).containsExactly(names(total)));
            eventually(() ->
                    assertThat(world.deliveries(id, "?status=delivered&limit=200")).hasSize(200));
            for (JsonNode delivery : world.deliveries(id, "?limit=200")) {
                assertThat(delivery.path("eventCount").asInt()).isEqualTo(1);
                assertThat(delivery.path("execution").asText()).isNotEmpty();
            }
        }
    }
}
