package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.e2e.HookReceiver.Delivery;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** SIGKILL at random moments while what failed is sent again and while the log is replayed. */
class RepeatedSendingCrashTest {
    private static final String OURS = "/api/hookline/v1";
    private static final Duration LONG = Duration.ofSeconds(60);

    private final long seed = Long.getLong("hookline.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeEach
    void printTheSeed() {
        System.out.println("RepeatedSendingCrashTest: repeat with -Dhookline.seed=" + seed);
    }

    @Test
    void redeliveriesAndReplaysGoOnWhereTheyWereKilled(@TempDir Path folder) {
        try (HookReceiver failing = new HookReceiver();
                HookReceiver replayed = new HookReceiver();
                Hookline hookline = Hookline.start(Hookline.Settings.in(folder).inDevelopment())) {
            Workspace workspace = new Workspace(hookline.api());
            JsonNode failed = hook(hookline, failing, "compatible");
            List<String> all = ingest(workspace, 600);
            failing.answerWith(400);
            all.addAll(ingest(workspace, 600));
            Await.until(
                    "what was refused to be set aside",
                    LONG,
                    () -> failedEvents(hookline, failed) + delivered(failing).size() == all.size());
            int setAside = failedEvents(hookline, failed);
            JsonNode again = hook(hookline, replayed, "durable");
            failing.answerWith(204);
            int before = delivered(failing).size();

            hookline.api().post(path(failed, "deliveries/redeliver")).expect(202);
            killAfter(hookline, failing, before + random.nextInt(Math.max(1, setAside)));
            hookline.api().post(path(again, "replay"), sinceTheBeginning()).expect(202);
            killAfter(hookline, replayed, random.nextInt(600));
            killAfter(hookline, replayed, delivered(replayed).size() + random.nextInt(400));

            Await.until(
                    "each event at both receivers",
                    LONG,
                    () ->
                            delivered(failing).containsAll(all)
                                    && delivered(replayed).containsAll(all));
            Await.until("no failed delivery", LONG, () -> failedEvents(hookline, failed) == 0);
            Await.until("no open replay", LONG, () -> openReplays(hookline, again).isEmpty());
            assertSameBytes(failing);
            assertSameBytes(replayed);
            assertThat(identities(failing)).doesNotContainAnyElementsOf(identities(replayed));
        }
    }

    /** Waits until so many events are there or nothing more comes, kills and starts again. */
    private static void killAfter(Hookline hookline, HookReceiver receiver, int events) {
        Await.until(events + " events", LONG, () -> delivered(receiver).size() >= events);
        hookline.kill();
        hookline.startAgain();
    }

    private static JsonNode hook(Hookline hookline, HookReceiver receiver, String policy) {
        Workspace workspace = new Workspace(hookline.api());
        JsonNode made =
                workspace.createHook(
                        policy,
                        receiver.url().toString(),
                        List.of("user.session.start"),
                        Optional.empty());
        ObjectNode body = made.deepCopy();
        body.putObject("delivery").put("policy", policy).put("maxEvents", 10);
        hookline.api().put("/api/v1/eventHooks/" + Workspace.id(made), body).expect(200);
        workspace.verify(made);
        return made;
    }

    private static String path(JsonNode hook, String what) {
        return OURS + "/eventHooks/" + Workspace.id(hook) + "/" + what;
    }

    private static JsonNode sinceTheBeginning() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("since", Instant.EPOCH.toString())
                .put("until", Instant.now().toString());
    }

    private List<String> ingest(Workspace workspace, int count) {
        List<String> uuids = new ArrayList<>();
        while (uuids.size() < count) {
            ArrayNode events = JsonNodeFactory.instance.arrayNode();
            for (int i = random.nextInt(100); i >= 0 && uuids.size() + events.size() < count; i--) {
                ObjectNode event = Events.signedIn("ada@example.org", "203.0.113.7");
                events.add(event.put("eventType", "user.session.start"));
            }
            uuids.addAll(workspace.ingest(events));
        }
        return uuids;
    }

    private static int failedEvents(Hookline hookline, JsonNode hook) {
        int events = 0;
        Optional<String> next = Optional.of(path(hook, "deliveries?status=failed&limit=200"));
        while (next.isPresent()) {
            Api.Reply page = hookline.api().get(next.get()).expect(200);
            for (JsonNode delivery : page.json()) {
                events += delivery.path("eventCount").asInt();
            }
            next = page.next();
        }
        return events;
    }

    private static List<String> openReplays(Hookline hookline, JsonNode hook) {
        return hookline.api()
                .get(path(hook, "replays"))
                .expect(200)
                .json()
                .valueStream()
                .map(replay -> replay.path("status").asText())
                .filter(status -> !Set.of("ENDED", "STOPPED").contains(status))
                .toList();
    }

    private static Set<String> delivered(HookReceiver receiver) {
        return receiver.deliveries().stream()
                .filter(delivery -> delivery.status() / 100 == 2)
                .flatMap(delivery -> delivery.uuids().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> identities(HookReceiver receiver) {
        return receiver.deliveries().stream()
                .map(Delivery::eventId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertSameBytes(HookReceiver receiver) {
        Map<String, Set<String>> bodies =
                receiver.deliveries().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Delivery::eventId,
                                        Collectors.mapping(Delivery::body, Collectors.toSet())));
        assertThat(bodies).allSatisfy((eventId, sent) -> assertThat(sent).hasSize(1));
    }
}
