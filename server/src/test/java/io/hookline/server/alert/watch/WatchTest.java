package io.hookline.server.alert.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.server.alert.TestingReceiver;
import io.hookline.server.alert.rule.AlertSettings;
import io.hookline.server.delivery.lane.Lanes.FilterErrors;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.Executions.Slow;
import io.hookline.server.hook.definition.Channel;
import io.hookline.server.hook.definition.DeliverySettings;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.Signing;
import io.hookline.server.hook.definition.Subscriptions;
import io.hookline.server.hook.health.HookCheckup.Examined;
import io.hookline.server.hook.health.HookHealth;
import io.hookline.server.store.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

class WatchTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir Path folder;
    private final TestingReceiver receiver = new TestingReceiver();
    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final List<Slow> running = new ArrayList<>();
    private final List<FilterErrors> filters = new ArrayList<>();
    private final List<Examined> hooks = new ArrayList<>();
    private double freeDisk = 0.5;
    private int looked;
    private TestDatabase database;
    private DatabaseEventLog log;

    @BeforeEach
    void start() {
        database = TestDatabase.open(folder);
        log = new DatabaseEventLog(database, () -> NOW);
    }

    @AfterEach
    void stop() {
        log.close();
        database.close();
        sender.close();
        receiver.close();
    }

    private Watch watch(Optional<URI> heartbeat) {
        return new Watch(
                new Watch.Watched(
                        database,
                        log,
                        () -> looked++,
                        before ->
                                running.stream()
                                        .filter(slow -> slow.startedAt().isBefore(before))
                                        .toList(),
                        () -> filters,
                        () -> hooks,
                        () -> freeDisk),
                new AlertSettings(heartbeat, Duration.ofMinutes(30)),
                sender,
                () -> NOW);
    }

    private List<StoredEvent> reported(String type) {
        return log.read(0, List.of(type), 100);
    }

    @Test
    void reportsADiskThatFillsOnceUntilThereIsRoomAgain() {
        Watch watch = watch(Optional.empty());
        for (double free : new double[] {0.11, 0.09, 0.05, 0.11, 0.09, 0.13, 0.09}) {
            freeDisk = free;
            watch.look();
        }

        assertThat(reported("hookline.disk.low"))
                .hasSize(2)
                .allSatisfy(event ->
                        assertThat(event.json().at("/debugContext/debugData/freePercent").asText())
                                .isEqualTo("9"));
        assertThat(looked).isEqualTo(7);
    }

    @Test
    void reportsEachExecutionThatDoesNotEndOnce() {
        Watch watch = watch(Optional.empty());
        UUID id = UUID.randomUUID();
        running.add(new Slow(id, "f", "Slow flow", NOW.minus(Duration.ofMinutes(31))));
        running.add(new Slow(UUID.randomUUID(), "g", "Quick", NOW.minus(Duration.ofMinutes(29))));
        watch.look();
        watch.look();

        assertThat(reported("hookline.execution.stuck")).hasSize(1);
        assertThat(reported("hookline.execution.stuck").getFirst().json().toString())
                .contains("Slow flow", id.toString());
    }

    @Test
    void reportsHowManyEventsAFilterCouldNotDecideSinceItLookedLast() {
        Watch watch = watch(Optional.empty());
        for (long count : new long[] {3, 3, 5, 1}) {
            filters.clear();
            filters.add(new FilterErrors("who1", "Detections", count, "a.b: no text"));
            watch.look();
        }

        assertThat(reported("hookline.event_hook.filter_error"))
                .extracting(e -> e.json().at("/debugContext/debugData/count").asText())
                .containsExactly("3", "2", "1");
    }

    @Test
    void reportsOnceAHookThatCannotDeliverAtTwoLooks() {
        Watch watch = watch(Optional.empty());
        HookHealth off = health(HookHealth.Status.CANNOT_DELIVER, "The flow is off.");
        HookHealth ok = health(HookHealth.Status.OK, "");
        HookHealth unverified = health(HookHealth.Status.UNVERIFIED, "Verify the hook.");
        HookHealth paused = health(HookHealth.Status.PAUSED, "Resume it.");
        for (HookHealth health :
                List.of(
                        off,
                        ok,
                        off,
                        off,
                        off,
                        ok,
                        off,
                        off,
                        unverified,
                        unverified,
                        paused,
                        paused)) {
            hooks.clear();
            hooks.add(new Examined(hook("who1", "Detections"), health));
            watch.look();
        }

        assertThat(reported("hookline.event_hook.cannot_deliver"))
                .extracting(e -> e.json().at("/outcome/reason").asText())
                .containsExactly("The flow is off.", "The flow is off.", "Verify the hook.");
    }

    private static HookHealth health(HookHealth.Status status, String reason) {
        return new HookHealth(
                status, Optional.of(reason).filter(r -> !r.isEmpty()), Optional.empty());
    }

    private static EventHook hook(String id, String name) {
        return new EventHook(
                id,
                1,
                name,
                Optional.empty(),
                EventHook.Status.ACTIVE,
                EventHook.Verification.VERIFIED,
                new Subscriptions(List.of(), List.of()),
                new Channel("https://receiver.example/in", List.of(), Optional.empty()),
                DeliverySettings.DEFAULT,
                Signing.NONE,
                NOW,
                "00u1",
                NOW,
                Optional.empty());
    }

    @Test
    void beatsWithEveryLookAndContinuesWhenNobodyAnswers() {
        Watch watch = watch(Optional.of(URI.create(receiver.url("/beat?key=secret"))));
        watch.look();
        assertThat(receiver.take().path()).isEqualTo("/beat?key=secret");

        receiver.answer(500, "");
        watch.look();
        receiver.take();
        receiver.answer(200, "");
        watch.look();
        receiver.take();
        assertThat(receiver.isEmpty()).isTrue();
    }
}
