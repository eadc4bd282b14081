package io.hookline.server.delivery;

import static io.hookline.server.delivery.DeliveryWorld.eventually;
import static io.hookline.server.delivery.DeliveryWorld.hook;
import static io.hookline.server.delivery.lane.LaneTest.names;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.TestReceiver.Received;
import io.hookline.server.delivery.TestReceiver.Reply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Two hundred hooks on one type, a quarter of them dead: what that costs the others is nothing. */
class ManyHooksTest {
    private static final int HEALTHY = 150;
    private static final int DEAD = 50;
    private static final int EVENTS = 60;

    @TempDir Path folder;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    @Test
    void healthyHooksGetEverythingInOrderBesideDeadOnesAndThoseGetItOnceTheyLive()
            throws Exception {
        Map<String, List<String>> taken = new ConcurrentHashMap<>();
        CountDownLatch end = new CountDownLatch(1);
        try (TestReceiver healthy =
                        new TestReceiver(request -> {
                            note(taken, request);
                            return new Reply(200, "");
                        });
                TestReceiver failing = TestReceiver.answering(503);
                TestReceiver gone = TestReceiver.answering(200);
                RawServer silent = new RawServer(connection -> end.await());
                RawServer resetting = new RawServer(connection -> connection.setSoLinger(true, 0));
                DeliveryWorld world = DeliveryWorld.open(folder)) {
            List<String> kinds =
                    List.of(
                            silent.uri(),
                            resetting.uri(),
                            gone.uri("/in").toString(),
                            "https://10.20.30.40/in",
                            failing.uri("/dead").toString());
            gone.close();
            make(world, HEALTHY, i -> hook("healthy " + i, healthy.uri("/" + i).toString()));
            int threads = platformThreads();
            List<String> dead =
                    make(world, DEAD, i -> hook("dead " + i, kinds.get(i % kinds.size())));

            String[] names = names(EVENTS);
            for (int from = 0; from < EVENTS; from += 20) {
                world.happen(List.of(names).subList(from, from + 20).toArray(String[]::new));
            }

            eventually(() ->
                    assertThat(taken.values().stream().filter(List.of(names)::equals))
                            .hasSize(HEALTHY));
            eventually(() -> assertThat(dead).allSatisfy(id -> assertHeld(world, id)));
            assertThat(platformThreads())
                    .as("no receiver holds a thread of the system")
                    .isLessThan(threads + DEAD / 2);

            revive(failing, taken);
            eventually(() ->
                    assertThat(dead.stream().filter(id -> world.running().lag(id).events() == 0))
                            .hasSize(DEAD / kinds.size()));
            assertThat(taken.get("/dead")).hasSize(EVENTS * DEAD / kinds.size());
        } finally {
            end.countDown();
        }
    }

    /** Each batch once, however often it came: a slow answer is asked for again. */
    private void note(Map<String, List<String>> taken, Received request) {
        if (seen.add(request.uri() + request.eventId())) {
            taken.computeIfAbsent(
                            request.uri(), path -> Collections.synchronizedList(new ArrayList<>()))
                    .addAll(request.names());
        }
    }

    private void revive(TestReceiver failing, Map<String, List<String>> taken) {
        failing.answer(request -> {
            note(taken, request);
            return new Reply(200, "");
        });
    }

    /** All of it waits in the log; in memory are the head and the batch that probes. */
    private static void assertHeld(DeliveryWorld world, String hookId) {
        assertThat(world.running().lag(hookId).events()).isEqualTo(EVENTS);
        assertThat(world.running().status(hookId).orElseThrow().openBatches()).isBetween(1, 2);
        JsonNode first = world.deliveries(hookId, "?status=retrying").getFirst();
        assertThat(first.path("reason").asText())
                .isIn("TIMEOUT", "BROKEN", "CONNECT", "GUARDED", "HTTP_503");
    }

    private static List<String> make(DeliveryWorld world, int count, IntFunction<ObjectNode> hook)
            throws Exception {
        List<String> ids = new ArrayList<>();
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> made = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ObjectNode body = hook.apply(i);
                made.add(all.submit(() -> world.receiving(body)));
            }
            for (Future<String> one : made) {
                ids.add(one.get());
            }
        }
        return ids;
    }

    private static int platformThreads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }
}
