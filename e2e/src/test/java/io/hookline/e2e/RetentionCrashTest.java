package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** SIGKILL at random moments while what is old is being deleted. */
class RetentionCrashTest {
    private static final String OURS = "/api/hookline/v1";
    private static final String TYPE = "user.session.start";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int OLD_EVENTS = 6_000;
    private static final int KEPT_EVENTS = 120;
    private static final int OLD_RECORDS = 1_500;
    private static final int ENDED = 5;
    private static final int QUEUED = 10;
    private static final int KILLS = 5;

    private final long seed = Long.getLong("hookline.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeEach
    void printTheSeed() {
        System.out.println("RetentionCrashTest: repeat with -Dhookline.seed=" + seed);
    }

    @Test
    void deletesWhatIsOldAndNothingElseWhereverItIsKilled(@TempDir Path folder) {
        try (SlackServer slack = new SlackServer();
                HookReceiver receiver = new HookReceiver();
                Hookline hookline = Hookline.start(Hookline.Settings.in(folder).inDevelopment())) {
            Workspace workspace = new Workspace(hookline.api());
            JsonNode flow = workspace.alertingFlow(Checkout.ownPhishingFlow(), slack);
            invoke(hookline, flow, ENDED);
            workspace.awaitEnded(flow, ENDED);
            ingest(workspace, OLD_EVENTS);
            StoredFile file = new StoredFile(hookline.settings().data());
            long lastOld = file.lastPosition();
            JsonNode refused = hook(hookline, receiver, "Refused");
            JsonNode paused = hook(hookline, receiver, "Paused");
            hookline.api().post(hookPath(paused, "pause")).expect(200);
            receiver.answerWith(400);
            List<String> kept = ingest(workspace, KEPT_EVENTS);
            Await.until(
                    "what was refused to be set aside",
                    LONG,
                    () -> failedEvents(hookline, refused) == KEPT_EVENTS);
            hookline.api().put(OURS + "/halt", halted(true)).expect(200);
            invoke(hookline, flow, QUEUED);
            assertThat(hookline.stop()).isTrue();
            file.age(lastOld, OLD_RECORDS);

            int kills = 0;
            for (long old = file.old(); old > 0 && kills < KILLS; old = file.old()) {
                long target = random.nextLong(old);
                hookline.launchAgain();
                Await.until("at most " + target + " old rows", LONG, () -> file.old() <= target);
                hookline.kill();
                kills++;
                file.assertNothingIsHalfDeleted();
                assertThat(file.queued()).isEqualTo(QUEUED);
            }
            hookline.startAgain();
            Await.until("nothing old", LONG, () -> file.old() == 0);
            System.out.println("RetentionCrashTest: killed " + kills + " times");

            assertEverythingElseIsThere(hookline, flow, refused, kept);
            assertItGoesOn(hookline, slack, receiver, paused, kept);
            assertThat(hookline.stop()).isTrue();
            file.assertNothingIsHalfDeleted();
        }
    }

    private static void assertEverythingElseIsThere(
            Hookline hookline, JsonNode flow, JsonNode refused, List<String> kept) {
        Workspace workspace = new Workspace(hookline.api());
        assertThat(workspace.log("eventType eq \"" + TYPE + "\""))
                .extracting(event -> event.get("uuid").asText())
                .containsExactlyElementsOf(kept);
        assertThat(workspace.log("actor.alternateId eq \"ada@example.org\""))
                .as("found through the index of people, too")
                .hasSize(KEPT_EVENTS);
        assertThat(failedEvents(hookline, refused)).isEqualTo(KEPT_EVENTS);
        assertThat(workspace.executions("&status=SUCCESS&flow=" + Workspace.id(flow)))
                .hasSize(ENDED)
                .allSatisfy(execution ->
                        assertThat(workspace.execution(Workspace.id(execution)).get("steps"))
                                .isNotEmpty());
    }

    private static void assertItGoesOn(
            Hookline hookline,
            SlackServer slack,
            HookReceiver receiver,
            JsonNode paused,
            List<String> kept) {
        receiver.answerWith(204);
        hookline.api().post(hookPath(paused, "resume")).expect(200);
        Await.until(
                "what the paused hook waited for",
                LONG,
                () -> delivered(receiver).containsAll(kept));
        hookline.api().put(OURS + "/halt", halted(false)).expect(200);
        slack.awaitMessages(ENDED + QUEUED, LONG);
    }

    private static void invoke(Hookline hookline, JsonNode flow, int times) {
        for (int i = 0; i < times; i++) {
            JsonNode body = Events.asBody(Events.phishing("u" + i + "@example.org", "203.0.113.7"));
            hookline.api().post(flow.get("invokeUrl").asText(), body).expect(200);
        }
    }

    private static List<String> ingest(Workspace workspace, int count) {
        List<String> uuids = new ArrayList<>();
        while (uuids.size() < count) {
            ArrayNode events = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < 500 && uuids.size() + i < count; i++) {
                ObjectNode event = Events.signedIn("ada@example.org", "203.0.113.7");
                events.add(event.put("eventType", TYPE));
            }
            uuids.addAll(workspace.ingest(events));
        }
        return uuids;
    }

    private static JsonNode hook(Hookline hookline, HookReceiver receiver, String name) {
        Workspace workspace = new Workspace(hookline.api());
        JsonNode made =
                workspace.createHook(
                        name, receiver.url().toString(), List.of(TYPE), Optional.empty());
        ObjectNode body = made.deepCopy();
        body.putObject("delivery").put("policy", "compatible").put("maxEvents", 10);
        hookline.api().put("/api/v1/eventHooks/" + Workspace.id(made), body).expect(200);
        workspace.verify(made);
        return made;
    }

    private static ObjectNode halted(boolean halted) {
        return JsonNodeFactory.instance.objectNode().put("halted", halted);
    }

    private static String hookPath(JsonNode hook, String what) {
        return OURS + "/eventHooks/" + Workspace.id(hook) + "/" + what;
    }

    private static int failedEvents(Hookline hookline, JsonNode hook) {
        return hookline.api()
                .get(hookPath(hook, "deliveries?status=failed&limit=200"))
                .expect(200)
                .json()
                .valueStream()
                .mapToInt(delivery -> delivery.path("eventCount").asInt())
                .sum();
    }

    private static Set<String> delivered(HookReceiver receiver) {
        return receiver.deliveries().stream()
                .filter(delivery -> delivery.status() / 100 == 2)
                .flatMap(delivery -> delivery.uuids().stream())
                .collect(Collectors.toSet());
    }
}
