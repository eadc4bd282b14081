package io.hookline.server.delivery.replay;

import static io.hookline.server.delivery.DeliveryWorld.TYPE;
import static io.hookline.server.delivery.DeliveryWorld.eventually;
import static io.hookline.server.delivery.DeliveryWorld.hook;
import static io.hookline.server.delivery.lane.LaneTest.names;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.delivery.DeliveryWorld;
import io.hookline.server.delivery.DeliveryWorld.Response;
import io.hookline.server.delivery.TestReceiver;
import io.hookline.server.delivery.TestReceiver.Received;
import io.hookline.server.delivery.TestReceiver.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is sent again: failed deliveries under their identity, ranges of the log under new ones. */
class ReplayTest {
    private static final String BEGINNING = "{\"since\": \"2020-01-01T00:00:00Z\"}";

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

    private static String path(String hookId, String what) {
        return "/api/hookline/v1/eventHooks/" + hookId + "/" + what;
    }

    private static ObjectNode sizedHook(TestReceiver receiver, int maxEvents) {
        ObjectNode hook = hook("h", receiver.uri("/in").toString());
        hook.putObject("delivery").put("maxEvents", maxEvents).put("maxWaitMillis", 0);
        return hook;
    }

    private static List<String> namesOf(List<Received> requests) {
        return requests.stream().flatMap(request -> request.names().stream()).toList();
    }

    private static Set<String> ids(List<Received> requests) {
        return requests.stream().map(Received::eventId).collect(Collectors.toSet());
    }

    private void awaitReplay(String hookId, String status) {
        eventually(() ->
                assertThat(
                                world.call("GET", path(hookId, "replays"))
                                        .json()
                                        .at("/0/status")
                                        .asText())
                        .isEqualTo(status));
    }

    @Test
    void replaysARangeInOrderUnderNewIdentitiesWhatTheHookWantsNow() {
        try (TestReceiver receiver = TestReceiver.answering(200)) {
            String id = world.receiving(sizedHook(receiver, 40));
            world.happen(names(700));
            List<Received> first = receiver.untilEvents(700);

            Response started = world.call("POST", path(id, "replay"), BEGINNING);

            assertThat(started.status()).isEqualTo(202);
            List<Received> again = receiver.untilEvents(700);
            assertThat(namesOf(again)).containsExactly(names(700));
            assertThat(ids(again)).doesNotContainAnyElementsOf(ids(first));
            awaitReplay(id, "ENDED");
            JsonNode replay = world.call("GET", path(id, "replays")).json().get(0);
            assertThat(replay.path("eventCount").asInt()).isEqualTo(700);
            assertThat(replay.path("pendingDeliveries").asInt()).isZero();
            Map<Boolean, List<JsonNode>> marked =
                    world.deliveries(id, "?limit=200").stream()
                            .collect(Collectors.partitioningBy(d -> d.path("replay").isTextual()));
            assertThat(marked.get(true))
                    .allSatisfy(d -> {
                        assertThat(d.path("replay")).isEqualTo(replay.path("id"));
                        assertThat(d.path("status").asText()).isEqualTo("DELIVERED");
                        assertThat(d.path("redelivered").asBoolean()).isFalse();
                    });
            assertThat(events(marked.get(true))).isEqualTo(events(marked.get(false)));
        }
    }

    private static int events(List<JsonNode> deliveries) {
        return deliveries.stream().mapToInt(d -> d.path("eventCount").asInt()).sum();
    }

    @Test
    void replaysOnlyWhatWasTakenInTheSpan() {
        try (TestReceiver receiver = TestReceiver.answering(200)) {
            String id = world.receiving(sizedHook(receiver, 10));
            world.happen("before");
            receiver.untilEvents(1);
            Instant from = later();
            world.happen("inside");
            receiver.untilEvents(1);
            Instant to = Instant.now();
            later();
            world.happen("behind");
            receiver.untilEvents(1);

            world.call(
                    "POST",
                    path(id, "replay"),
                    "{\"since\": \"" + from + "\", \"until\": \"" + to + "\"}");

            awaitReplay(id, "ENDED");
            assertThat(namesOf(receiver.rest())).containsExactly("inside");
        }
    }

    /** A time behind everything that happened so far. */
    private static Instant later() {
        Instant now = Instant.now();
        while (Instant.now().toEpochMilli() <= now.toEpochMilli()) {
            Thread.onSpinWait();
        }
        return Instant.now();
    }

    @Test
    void findsThePoisonAmongReplayedEventsWhileTheLiveLaneGoesOn() {
        try (TestReceiver receiver = TestReceiver.answering(200)) {
            String id = world.receiving(sizedHook(receiver, 100));
            world.happen(names(30));
            receiver.untilEvents(30);
            receiver.answer(request -> {
                boolean poison = request.names().contains("13");
                return new Reply(poison ? 422 : 200, "");
            });

            world.call("POST", path(id, "replay"), BEGINNING);
            world.happen("live");

            awaitReplay(id, "ENDED");
            eventually(() ->
                    assertThat(world.deliveries(id, "?status=failed"))
                            .singleElement()
                            .satisfies(d -> {
                                assertThat(d.path("eventCount").asInt()).isEqualTo(1);
                                assertThat(d.path("httpStatus").asInt()).isEqualTo(422);
                                assertThat(d.path("replay").isTextual()).isTrue();
                            }));
            assertThat(world.deliveries(id, "?status=split")).isNotEmpty();
            assertThat(world.logged("event_hook.delivery")).hasSize(1);
            eventually(() -> assertThat(accepted(id)).isEqualTo(30 + 29 + 1));
        }
    }

    private int accepted(String hookId) {
        return events(world.deliveries(hookId, "?limit=200&status=delivered"));
    }

    @Test
    void goesOnWithAReplayAfterACrash() {
        try (TestReceiver receiver = TestReceiver.answering(200)) {
            String id = world.receiving(sizedHook(receiver, 5));
            world.happen(names(1_200));
            receiver.untilEvents(1_200);
            world.call("POST", path(id, "replay"), BEGINNING);
            List<Received> again = new ArrayList<>(receiver.untilEvents(100));

            world.crash();

            awaitReplay(id, "ENDED");
            again.addAll(receiver.rest());
            assertThat(new TreeSet<>(namesOf(again)))
                    .containsExactlyInAnyOrderElementsOf(new TreeSet<>(List.of(names(1_200))));
        }
    }

    @Test
    void stopsAReplayThatNobodyTakes() {
        try (TestReceiver receiver = TestReceiver.answering(200)) {
            String id = world.receiving(sizedHook(receiver, 1));
            world.happen(names(40));
            receiver.untilEvents(40);
            receiver.answer(request -> new Reply(503, ""));
            String replay =
                    world.call("POST", path(id, "replay"), BEGINNING).json().path("id").asText();
            eventually(() -> assertThat(world.deliveries(id, "?status=retrying")).isNotEmpty());
            assertThat(world.call("POST", path(id, "replay"), BEGINNING).status()).isEqualTo(409);

            Response stopped = world.call("POST", "/api/hookline/v1/replays/" + replay + "/stop");

            assertThat(stopped.json().path("status").asText()).isEqualTo("STOPPED");
            assertThat(stopped.json().path("pendingDeliveries").asInt()).isZero();
            assertThat(world.deliveries(id, "?status=failed&limit=200"))
                    .isNotEmpty()
                    .allSatisfy(d -> assertThat(d.path("nextAttemptAt").isNull()).isTrue());
            assertThat(world.call("POST", path(id, "replay"), BEGINNING).status()).isEqualTo(202);
        }
    }

    @Test
    void redeliversAllThatFailedUnderTheirIdentities() {
        try (TestReceiver receiver = TestReceiver.answering(400)) {
            String id = world.receiving(sizedHook(receiver, 1));
            world.happen(names(25));
            eventually(
                    () -> assertThat(world.deliveries(id, "?status=failed&limit=200")).hasSize(25));
            Set<String> failed =
                    world.deliveries(id, "?status=failed&limit=200").stream()
                            .map(d -> d.path("id").asText())
                            .collect(Collectors.toSet());
            receiver.rest();
            receiver.answer(request -> new Reply(200, ""));

            Response answer = world.call("POST", path(id, "deliveries/redeliver"));

            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.json().path("count").asInt()).isEqualTo(25);
            List<Received> again = receiver.untilEvents(25);
            assertThat(namesOf(again)).containsExactly(names(25));
            assertThat(ids(again)).isEqualTo(failed);
            eventually(() ->
                    assertThat(world.deliveries(id, "?status=delivered&limit=200"))
                            .hasSize(25)
                            .allSatisfy(
                                    d -> assertThat(d.path("redelivered").asBoolean()).isTrue()));
            assertThat(
                            world.call("POST", path(id, "deliveries/redeliver"))
                                    .json()
                                    .path("count")
                                    .asInt())
                    .isZero();
        }
    }

    @Test
    void listsByStatusAndTimePageByPage() {
        try (TestReceiver receiver = TestReceiver.answering(200)) {
            String id = world.receiving(sizedHook(receiver, 1));
            Instant start = later();
            world.happen(names(7));
            eventually(() -> assertThat(world.deliveries(id, "?status=delivered")).hasSize(7));
            Instant end = later();

            List<String> seen = new ArrayList<>();
            String next = path(id, "deliveries") + "?status=delivered&limit=3&since=" + start;
            while (!next.isEmpty()) {
                Response page = world.call("GET", next);
                page.json().forEach(d -> seen.add(d.path("id").asText()));
                next = page.link().isEmpty() ? "" : page.link().replaceAll("^<|>.*$", "");
            }

            assertThat(seen).hasSize(7).doesNotHaveDuplicates();
            assertThat(world.deliveries(id, "?since=" + end)).isEmpty();
            assertThat(world.deliveries(id, "?until=" + start.minusMillis(1))).isEmpty();
            assertThat(world.deliveries(id, "?since=" + start + "&until=" + end)).hasSize(7);
        }
    }

    @Test
    void refusesWhatCannotBeSentAgain() {
        try (TestReceiver receiver = TestReceiver.answering(200)) {
            String id = world.receiving(sizedHook(receiver, 1));
            Map.of(
                            "{}",
                            "since: expected",
                            "{\"since\": 5}",
                            "since: expected a date and time",
                            "{\"since\": \"yesterday\"}",
                            "since: expected a date and time",
                            "{\"since\": \"9999-01-01T00:00:00Z\"}",
                            "since: must not",
                            "{\"since\": \"2026-01-02T00:00:00Z\","
                                    + " \"until\": \"2026-01-01T00:00:00Z\"}",
                            "until: must not be before")
                    .forEach((body, why) -> {
                        Response response = world.call("POST", path(id, "replay"), body);
                        assertThat(response.status()).as(body).isEqualTo(400);
                        assertThat(response.json().path("detail").asText()).as(body).contains(why);
                    });
            assertThat(world.call("GET", path(id, "deliveries?since=x")).status()).isEqualTo(400);
            assertThat(world.call("POST", path("who0", "replay"), BEGINNING).status())
                    .isEqualTo(404);
            assertThat(world.call("POST", "/api/hookline/v1/replays/x/stop").status())
                    .isEqualTo(404);
            world.call("POST", "/api/v1/eventHooks/" + id + "/lifecycle/deactivate");
            assertThat(world.call("POST", path(id, "replay"), BEGINNING).status()).isEqualTo(409);
            assertThat(world.call("POST", path(id, "deliveries/redeliver")).status())
                    .isEqualTo(409);
            world.allow(Permission.READ_HOOKS);
            assertThat(world.call("POST", path(id, "replay"), BEGINNING).status()).isEqualTo(403);
            assertThat(world.logged(TYPE)).isEmpty();
        }
    }
}
