package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.e2e.HookReceiver.Delivery;
import io.hookline.e2e.SlackServer.Message;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was answered with 2xx is never lost: SIGKILL at random moments, several times over, while
 * events and direct invocations are being accepted, delivered and run.
 */
class CrashTest {
    private static final int EACH = 2_000;
    private static final Duration LONG = Duration.ofSeconds(90);

    private final long seed = Long.getLong("hookline.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeEach
    void printTheSeed() {
        System.out.println("CrashTest: repeat with -Dhookline.seed=" + seed);
    }

    @Test
    void nothingAcceptedIsLostWhenKilledWhileAcceptingAndRunning(@TempDir Path folder) {
        try (SlackServer slack = new SlackServer();
                HookReceiver receiver = new HookReceiver();
                Hookline hookline = Hookline.start(Hookline.Settings.in(folder).inDevelopment())) {
            JsonNode flow = prepare(hookline, slack, receiver);
            Senders senders = new Senders(hookline, flow, EACH, random);
            for (int part = 1; part <= 4; part++) {
                int upTo = 2 * EACH * part / 4 - random.nextInt(EACH / 4);
                senders.sendUntilAccepted(upTo, hookline::kill);
                hookline.startAgain();
            }
            senders.sendUntilAccepted(2 * EACH, hookline::kill);
            killWhileCatchingUp(hookline, senders, slack);
            hookline.startAgain();

            assertEverythingArrived(hookline, flow, senders, slack, receiver);
        }
    }

    @Test
    void nothingAcceptedIsLostWhileReceiversAreDown(@TempDir Path folder) {
        try (SlackServer slack = new SlackServer();
                HookReceiver receiver = new HookReceiver();
                Hookline hookline = Hookline.start(Hookline.Settings.in(folder).inDevelopment())) {
            JsonNode flow = prepare(hookline, slack, receiver);
            Senders senders = new Senders(hookline, flow, EACH / 4, random);
            senders.sendUntilAccepted(EACH / 8, () -> {});
            receiver.answerWith(503);
            slack.limitRate(Duration.ofSeconds(1));
            senders.sendUntilAccepted(EACH / 4, hookline::kill);
            hookline.startAgain();
            slack.accept();
            receiver.down();
            senders.sendUntilAccepted(EACH / 4 + EACH / 8, hookline::kill);
            hookline.startAgain();
            senders.sendUntilAccepted(EACH / 2, () -> {});
            receiver.answerWith(204);
            receiver.up();
            hookline.kill();
            hookline.startAgain();

            assertEverythingArrived(hookline, flow, senders, slack, receiver);
        }
    }

    /** The alerting flow, a hook that leads to it and a hook of somebody else. */
    private static JsonNode prepare(Hookline hookline, SlackServer slack, HookReceiver receiver) {
        Workspace workspace = new Workspace(hookline.api());
        JsonNode flow = workspace.alertingFlow(Checkout.ownPhishingFlow(), slack);
        workspace.createHook(
                "To the flow",
                flow.get("invokeUrl").asText(),
                List.of(Events.MFA),
                Optional.of(Events.PHISHING_FILTER));
        JsonNode foreign =
                workspace.createHook(
                        "To others",
                        receiver.url().toString(),
                        List.of(Events.MFA),
                        Optional.empty());
        assertThat(workspace.verify(foreign).get("verificationStatus").asText())
                .isEqualTo("VERIFIED");
        return flow;
    }

    /** Restarts, and kills once more when some further messages have gone out. */
    private void killWhileCatchingUp(Hookline hookline, Senders senders, SlackServer slack) {
        int moment = slack.count() + random.nextInt(200);
        hookline.startAgain();
        Await.until(
                "more messages, or all of them",
                LONG,
                () ->
                        slack.count() >= moment
                                || alerted(slack).keySet().containsAll(senders.acceptedUsers()));
        hookline.kill();
    }

    private static void assertEverythingArrived(
            Hookline hookline,
            JsonNode flow,
            Senders senders,
            SlackServer slack,
            HookReceiver receiver) {
        Workspace workspace = new Workspace(hookline.api());
        Await.until(
                "a Slack message for each accepted event and invocation",
                LONG,
                () -> alerted(slack).keySet().containsAll(senders.acceptedUsers()));
        Await.until(
                "each accepted event at the other receiver",
                LONG,
                () -> delivered(receiver).containsAll(senders.acceptedUuids()));
        awaitNothingOpen(workspace, flow);

        assertThat(alerted(slack))
                .as("a message sent again bears the same idempotency key")
                .allSatisfy((user, keys) -> assertThat(keys).hasSize(1).doesNotContain(""));
        assertThat(alerted(slack).values().stream().flatMap(Set::stream))
                .as("nobody shares a key")
                .doesNotHaveDuplicates();

        List<JsonNode> executions = workspace.executions("&flow=" + Workspace.id(flow));
        assertThat(executions)
                .allSatisfy(execution ->
                        assertThat(execution.get("status").asText())
                                .as("%s", execution)
                                .isEqualTo("SUCCESS"));
        assertThat(executions.stream().map(Workspace::id)).containsAll(senders.executionIds());
        assertThat(executions)
                .as("one execution for each event and each invocation, never two")
                .hasSameSizeAs(alerted(slack).keySet());

        assertSameBatchSameBytes(receiver);
        assertInOrder(workspace, receiver);
        System.out.printf(
                "CrashTest: %d users reported by %d messages, %d events delivered in %d requests%n",
                alerted(slack).size(),
                slack.count(),
                delivered(receiver).size(),
                receiver.deliveries().size());
    }

    private static void assertSameBatchSameBytes(HookReceiver receiver) {
        Map<String, List<String>> bodies =
                receiver.deliveries().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Delivery::eventId,
                                        Collectors.mapping(Delivery::body, Collectors.toList())));
        assertThat(bodies).allSatisfy((eventId, sent) -> assertThat(Set.copyOf(sent)).hasSize(1));
        Map<String, Set<String>> batchesOfAnEvent =
                receiver.deliveries().stream()
                        .flatMap(delivery ->
                                delivery.uuids().stream()
                                        .map(uuid -> Map.entry(uuid, delivery.eventId())))
                        .collect(
                                Collectors.groupingBy(
                                        Map.Entry::getKey,
                                        Collectors.mapping(
                                                Map.Entry::getValue, Collectors.toSet())));
        assertThat(batchesOfAnEvent)
                .as("an event stays in its batch, whatever happens in between")
                .allSatisfy((uuid, batches) -> assertThat(batches).hasSize(1));
    }

    private static void assertInOrder(Workspace workspace, HookReceiver receiver) {
        List<String> logged =
                workspace.log("eventType eq \"" + Events.MFA + "\"").stream()
                        .map(event -> event.get("uuid").asText())
                        .toList();
        assertThat(delivered(receiver)).containsExactlyElementsOf(logged);
    }

    private static void awaitNothingOpen(Workspace workspace, JsonNode flow) {
        for (String status : List.of("QUEUED", "RUNNING", "WAITING")) {
            Await.value(
                    "no execution " + status,
                    LONG,
                    () -> {
                        List<JsonNode> open =
                                workspace.executions(
                                        "&flow=" + Workspace.id(flow) + "&status=" + status);
                        return open.isEmpty() ? Optional.of(true) : Optional.empty();
                    });
        }
    }

    /** The idempotency keys under which each user was reported. */
    private static Map<String, Set<String>> alerted(SlackServer slack) {
        return slack.messages().stream()
                .filter(message -> message.status() == 200)
                .collect(
                        Collectors.groupingBy(
                                message -> message.text().split(" ", -1)[4],
                                Collectors.mapping(Message::idempotencyKey, Collectors.toSet())));
    }

    private static Set<String> delivered(HookReceiver receiver) {
        return receiver.deliveries().stream()
                .filter(delivery -> delivery.status() / 100 == 2)
                .flatMap(delivery -> delivery.uuids().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
