package io.hookline.server.delivery;

import static io.hookline.server.delivery.DeliveryWorld.eventually;
import static io.hookline.server.delivery.DeliveryWorld.hook;
import static io.hookline.server.delivery.lane.LaneTest.all;
import static io.hookline.server.delivery.lane.LaneTest.names;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.TestReceiver.Received;
import io.hookline.server.delivery.TestReceiver.Reply;
import io.hookline.server.delivery.lane.LaneTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** What happens to deliveries that are refused: held, split, set aside, sent again. */
class RetryTest {
    @TempDir Path folder;
    private DeliveryWorld world;
    private TestReceiver receiver;

    @BeforeEach
    void open() {
        world = DeliveryWorld.open(folder);
        receiver = TestReceiver.answering(200);
    }

    @AfterEach
    void close() {
        world.close();
        receiver.close();
    }

    private String receiving(String policy, int maxEvents) {
        return receiving(policy, maxEvents, 0);
    }

    private String receiving(String policy, int maxEvents, int maxWaitMillis) {
        ObjectNode hook = hook("h", receiver.uri("/in").toString());
        hook.putObject("delivery")
                .put("policy", policy)
                .put("maxEvents", maxEvents)
                .put("maxWaitMillis", maxWaitMillis);
        return world.receiving(hook);
    }

    private static Function<Received, Reply> status(Function<Received, Integer> status) {
        return request -> new Reply(status.apply(request), "");
    }

    private static boolean holds(Received request, String name) {
        return request.names().contains(name);
    }

    @Test
    void sendsTheSameBytesUnderTheSameIdentityUntilTheReceiverTakesThem() {
        AtomicInteger attempts = new AtomicInteger();
        receiver.answer(status(request -> attempts.incrementAndGet() < 4 ? 503 : 204));
        // Full with both, and not sent before.
        String id = receiving("durable", 2, 5_000);

        world.happen("one", "two");

        List<Received> sent =
                List.of(receiver.next(), receiver.next(), receiver.next(), receiver.next());
        assertThat(sent).extracting(Received::text).containsOnly(sent.getFirst().text());
        eventually(() -> {
            JsonNode delivery = world.deliveries(id, "").getFirst();
            assertThat(delivery.path("id").asText()).isEqualTo(sent.getFirst().eventId());
            assertThat(delivery.path("status").asText()).isEqualTo("DELIVERED");
            assertThat(delivery.path("attemptCount").asInt()).isEqualTo(4);
            assertThat(delivery.path("httpStatus").asInt()).isEqualTo(204);
            assertThat(delivery.path("reason").isNull()).isTrue();
        });
        JsonNode whole =
                world.call("GET", "/api/hookline/v1/deliveries/" + sent.getFirst().eventId())
                        .json();
        assertThat(whole.path("failedAttempts")).hasSize(3);
        assertThat(whole.at("/failedAttempts/0/httpStatus").asInt()).isEqualTo(503);
        assertThat(whole.path("events")).hasSize(2);
        assertThat(world.logged("event_hook.delivery")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 408, 410, 429, 500})
    void holdsWhatFollowsWhileTheReceiverRefuses(int refusal) {
        AtomicInteger attempts = new AtomicInteger();
        receiver.answer(status(request -> attempts.incrementAndGet() < 4 ? refusal : 200));
        receiving("durable", 1);

        world.happen("one", "two");

        List<Received> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.add(receiver.next());
        }
        assertThat(all(sent)).containsExactly("one", "one", "one", "one", "two");
    }

    @Test
    void saysOnceThatTheReceiverIsDownAndDeliversEverythingAfterwards() {
        receiver.answer(status(request -> 502));
        String id = receiving("durable", 1);
        world.happen("one", "two", "three");

        eventually(() -> assertThat(world.logged("event_hook.delivery")).hasSize(1));
        ObjectNode report = world.logged("event_hook.delivery").getFirst().json();
        assertThat(report.at("/target/0/id").asText()).isEqualTo(id);
        assertThat(report.at("/outcome/result").asText()).isEqualTo("FAILURE");
        assertThat(report.at("/outcome/reason").asText()).isEqualTo("HTTP_502");
        assertThat(
                        world.call("GET", "/api/hookline/v1/eventHooks/" + id + "/delivery")
                                .json()
                                .path("receiverDownSince")
                                .isNull())
                .isFalse();
        assertThat(world.deliveries(id, "?status=retrying")).isNotEmpty();

        AtomicBoolean up = new AtomicBoolean();
        receiver.answer(
                status(request -> {
                    // recovers before the head is sent, not between it and the next one
                    up.compareAndSet(false, holds(request, "one"));
                    return up.get() ? 200 : 502;
                }));
        eventually(() -> assertThat(world.deliveries(id, "?status=delivered")).hasSize(3));
        List<Received> sent = receiver.rest();
        assertThat(all(sent.subList(sent.size() - 3, sent.size())))
                .containsExactly("one", "two", "three");
        assertThat(sent.stream().map(Received::eventId).distinct()).hasSize(3);
        assertThat(world.logged("event_hook.delivery")).hasSize(1);
        assertThat(
                        world.call("GET", "/api/hookline/v1/eventHooks/" + id + "/delivery")
                                .json()
                                .path("receiverDownSince")
                                .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 415, 422})
    void splitsABatchDownToTheEventThatIsRefused(int refusal) {
        receiver.answer(status(request -> holds(request, "37") ? refusal : 200));
        String id = receiving("durable", 100);

        world.happen(names(100));

        eventually(() -> {
            List<JsonNode> failed = world.deliveries(id, "?status=failed");
            assertThat(failed).hasSize(1);
            assertThat(failed.getFirst().path("eventCount").asInt()).isEqualTo(1);
            assertThat(failed.getFirst().path("reason").asText()).isEqualTo("HTTP_" + refusal);
            assertThat(failed.getFirst().path("nextAttemptAt").isNull()).isTrue();
        });
        world.happen("next");
        List<String> accepted = new ArrayList<>();
        while (!accepted.contains("next")) {
            Received request = receiver.next();
            if (!holds(request, "37")) {
                accepted.addAll(request.names());
            }
        }
        List<String> expected = new ArrayList<>(List.of(names(100)));
        expected.remove("37");
        expected.add("next");
        assertThat(accepted).isEqualTo(expected);
        assertThat(world.logged("event_hook.delivery")).hasSize(1);
        assertThat(world.deliveries(id, "?status=split")).isNotEmpty();
    }

    @Test
    void setsAsideAHeadThatFailsWhileTheNextOnePasses() {
        AtomicInteger poison = new AtomicInteger();
        receiver.answer(
                status(request ->
                        holds(request, "poison") && poison.incrementAndGet() < 9 ? 500 : 200));
        String id = receiving("durable", 1);

        world.happen("poison", "good", "better");

        eventually(() -> assertThat(world.deliveries(id, "?status=delivered")).hasSize(3));
        List<String> sent = all(receiver.rest());
        assertThat(sent.subList(0, 6))
                .containsExactly("poison", "poison", "poison", "poison", "poison", "good");
        assertThat(sent.stream().filter(name -> !name.equals("poison")))
                .containsExactly("good", "better");
        JsonNode record =
                world.deliveries(id, "").stream()
                        .filter(d -> d.path("attemptCount").asInt() > 1)
                        .findFirst()
                        .orElseThrow();
        assertThat(record.path("redelivered").asBoolean()).isTrue();
        assertThat(record.path("attemptCount").asInt()).isEqualTo(9);
        assertThat(world.logged("event_hook.delivery")).hasSize(1);
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() {
        AtomicInteger attempts = new AtomicInteger();
        List<Long> times = new ArrayList<>();
        receiver.answer(request -> {
            times.add(System.nanoTime());
            return attempts.incrementAndGet() == 1
                    ? new Reply(429, "", Map.of("Retry-After", "1"))
                    : new Reply(200, "");
        });
        receiving("durable", 1);

        world.happen("one");

        receiver.next();
        receiver.next();
        assertThat(times.get(1) - times.get(0)).isGreaterThan(900_000_000L);
    }

    @Test
    void retriesOnceAndSetsAsideAsTheOriginalDoes() {
        receiver.answer(status(request -> holds(request, "one") ? 500 : 200));
        String id = receiving("compatible", 1);

        world.happen("one", "two");

        List<Received> sent = List.of(receiver.next(), receiver.next(), receiver.next());
        assertThat(all(sent)).containsExactly("one", "one", "two");
        assertThat(sent.get(0).text()).isEqualTo(sent.get(1).text());
        eventually(() -> {
            JsonNode failed = world.deliveries(id, "?status=FAILED").getFirst();
            assertThat(failed.path("attemptCount").asInt()).isEqualTo(2);
            assertThat(failed.path("reason").asText()).isEqualTo("HTTP_500");
        });
        assertThat(world.logged("event_hook.delivery")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 404, 429})
    void setsAsideOtherAnswersWithoutRetryingAsTheOriginalDoes(int refusal) {
        receiver.answer(status(request -> holds(request, "one") ? refusal : 200));
        String id = receiving("compatible", 1);

        world.happen("one", "two");

        assertThat(all(List.of(receiver.next(), receiver.next()))).containsExactly("one", "two");
        eventually(() -> assertThat(world.deliveries(id, "?status=FAILED")).hasSize(1));
    }

    @Test
    void retriesAReceiverThatDoesNotAnswerInTime() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger attempts = new AtomicInteger();
        receiver.answer(request -> {
            if (attempts.incrementAndGet() == 1) {
                LaneTest.await(never);
            }
            return new Reply(200, "");
        });
        String id = receiving("compatible", 1);

        world.happen("one");

        assertThat(receiver.next().names()).containsExactly("one");
        eventually(() -> {
            JsonNode delivery = world.deliveries(id, "").getFirst();
            assertThat(delivery.path("status").asText()).isEqualTo("DELIVERED");
            assertThat(delivery.path("attemptCount").asInt()).isEqualTo(2);
        });
        never.countDown();
    }

    @Test
    void aDeadReceiverHoldsUpNobodyElse() {
        receiver.answer(status(request -> 500));
        receiving("durable", 1);
        try (TestReceiver healthy = TestReceiver.answering(200)) {
            world.receiving(hook("healthy", healthy.uri("/").toString()));
            world.happen(names(300));
            assertThat(all(healthy.untilEvents(300))).containsExactly(names(300));
        }
    }

    @Test
    void aDeactivatedHooksOpenBatchBecomesAFailedDelivery() {
        receiver.answer(status(request -> 500));
        String id = receiving("durable", 1);
        world.happen("one");
        eventually(() -> assertThat(world.deliveries(id, "?status=retrying")).hasSize(1));

        world.call("POST", "/api/v1/eventHooks/" + id + "/lifecycle/deactivate");

        List<JsonNode> failed = world.deliveries(id, "");
        assertThat(failed).hasSize(1);
        assertThat(failed.getFirst().path("status").asText()).isEqualTo("FAILED");
        assertThat(failed.getFirst().path("reason").asText()).isEqualTo("DEACTIVATED");
        receiver.answer(status(request -> 200));
        receiver.rest();
        world.call("POST", "/api/v1/eventHooks/" + id + "/lifecycle/activate?from=last");
        world.happen("two");
        assertThat(receiver.next().names()).containsExactly("two");
    }

    @Test
    void redeliversAFailedDeliveryUnderItsIdentity() {
        receiver.answer(status(request -> 400));
        String id = receiving("durable", 1);
        world.happen("one");
        Received first = receiver.next();
        eventually(() -> assertThat(world.deliveries(id, "?status=failed")).hasSize(1));
        String path = "/api/hookline/v1/deliveries/" + first.eventId() + "/redeliver";

        assertThat(world.call("POST", path).json().path("status").asText()).isEqualTo("FAILED");
        receiver.answer(status(request -> 200));
        JsonNode redelivered = world.call("POST", path).json();

        assertThat(redelivered.path("status").asText()).isEqualTo("DELIVERED");
        assertThat(redelivered.path("redelivered").asBoolean()).isTrue();
        assertThat(redelivered.path("attemptCount").asInt()).isEqualTo(3);
        assertThat(receiver.next().text()).isEqualTo(first.text());
        assertThat(receiver.next().text()).isEqualTo(first.text());
        world.call("POST", "/api/v1/eventHooks/" + id + "/lifecycle/deactivate");
        assertThat(world.call("POST", path).status()).isEqualTo(409);
        assertThat(world.call("GET", "/api/hookline/v1/deliveries/nonsense").status())
                .isEqualTo(404);
    }

    @Test
    void listsDeliveriesNewestFirstByPages() {
        String id = receiving("durable", 1);
        for (String name : names(5)) {
            world.happen(name);
            receiver.next();
        }
        eventually(() -> assertThat(world.deliveries(id, "?status=delivered")).hasSize(5));

        List<String> ids = new ArrayList<>();
        String path = "/api/hookline/v1/eventHooks/" + id + "/deliveries?limit=2";
        while (!path.isEmpty()) {
            DeliveryWorld.Response page = world.call("GET", path);
            page.json().forEach(delivery -> ids.add(delivery.path("id").asText()));
            path = page.link().isEmpty() ? "" : page.link().replaceAll("<(.*)>.*", "$1");
        }
        assertThat(ids).hasSize(5).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(world.call("GET", path(id) + "?limit=0").status()).isEqualTo(400);
        assertThat(world.call("GET", path(id) + "?status=odd").status()).isEqualTo(400);
        assertThat(world.call("GET", path(id) + "?after=odd").status()).isEqualTo(400);
        assertThat(world.call("GET", path("whoNobody")).status()).isEqualTo(404);
    }

    private static String path(String id) {
        return "/api/hookline/v1/eventHooks/" + id + "/deliveries";
    }

    @Test
    void masksSecretsThatAReceiverEchoes() {
        receiver.answer(
                request -> new Reply(400, "you sent " + request.headers().get("authorization")));
        ObjectNode hook = hook("h", receiver.uri("/in").toString());
        ((ObjectNode) hook.at("/channel/config"))
                .putObject("authScheme")
                .put("type", "HEADER")
                .put("key", "Authorization")
                .put("value", "correct horse battery");
        String id = world.receiving(hook);

        world.happen("one");

        eventually(() ->
                assertThat(
                                world.deliveries(id, "?status=failed")
                                        .getFirst()
                                        .path("answer")
                                        .asText())
                        .isEqualTo("you sent ***"));
    }
}
