package io.hookline.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Outcome;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.World;
import io.hookline.server.store.Sql;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class SchedulerTest {
    private static final Sql TRIGGERS =
            Sql.of(
                    """
                    SELECT started_by FROM execution
                    UNION ALL SELECT started_by FROM execution_queue ORDER BY 1\
                    """);

    @TempDir Path folder;
    private final BlockingQueue<String> runs = new LinkedBlockingQueue<>();
    private final List<PublishedFlow> on = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T12:00:30Z");
    private World world;
    private Scheduler scheduler;

    @BeforeEach
    void start() {
        world =
                new World(
                        folder,
                        (id, flow, input, host) -> {
                            runs.add(
                                    flow.name()
                                            + " "
                                            + input.value("context", "scheduled_time").asText());
                            return new Outcome.Completed(Optional.empty());
                        });
        world.clock = () -> now;
        world.start();
        scheduler = scheduler();
    }

    private Scheduler scheduler() {
        return new Scheduler(
                world.database(), () -> List.copyOf(on), world.executions(), () -> now);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** Every fifteen minutes. */
    private PublishedFlow flow(String id, String minutes) {
        ObjectNode document = FlowDocument.helper(id).json(id);
        document.with("data").put("scheduled", true);
        document.with("data")
                .putObject("cron")
                .put("seconds", "00")
                .put("minutes", minutes)
                .put("hours", "*")
                .put("timeZone", "UTC");
        PublishedFlow flow = world.flows.add(id, document);
        on.add(flow);
        return flow;
    }

    private void after(Duration time) {
        now = now.plus(time);
        scheduler.look();
    }

    private String run() throws InterruptedException {
        return String.valueOf(runs.poll(20, TimeUnit.SECONDS));
    }

    private List<String> triggers() {
        return world.database()
                .read(transaction ->
                        transaction.prepare(TRIGGERS).list(row -> row.text("started_by")));
    }

    @Test
    void startsAFlowOnceForEachOfItsTimes() throws Exception {
        flow("f", "*/15");
        scheduler.look();
        after(Duration.ofMinutes(14));
        assertThat(runs).isEmpty();

        after(Duration.ofSeconds(30));
        scheduler.look();
        assertThat(run()).isEqualTo("f 2026-03-01T12:15:00Z");
        after(Duration.ofMinutes(15));
        assertThat(run()).isEqualTo("f 2026-03-01T12:30:00Z");
        assertThat(runs).isEmpty();
        assertThat(triggers()).containsOnly("schedule");
    }

    @Test
    void waitsWhileTheDiskIsNearlyFullAndMakesUpOnce() throws Exception {
        flow("f", "*/15");
        scheduler.look();
        world.room =
                () -> {
                    throw new StoreBusy("The disk is nearly full.");
                };
        assertThatThrownBy(() -> after(Duration.ofMinutes(15))).isInstanceOf(StoreBusy.class);
        assertThatThrownBy(() -> after(Duration.ofMinutes(15))).isInstanceOf(StoreBusy.class);
        assertThat(triggers()).isEmpty();

        world.room = () -> {};
        scheduler.look();
        assertThat(run()).isEqualTo("f 2026-03-01T12:15:00Z");
        scheduler.look();
        assertThat(triggers()).containsExactly("schedule_missed");
    }

    @Test
    void makesUpOnceForWhatWasMissedWhileItWasDown() throws Exception {
        flow("f", "*/15");
        scheduler.look();

        now = now.plus(Duration.ofHours(5));
        scheduler = scheduler();
        scheduler.look();
        scheduler.look();
        assertThat(run()).isEqualTo("f 2026-03-01T12:15:00Z");
        assertThat(triggers()).containsExactly("schedule_missed");

        after(Duration.ofMinutes(15));
        assertThat(run()).isEqualTo("f 2026-03-01T17:15:00Z");
        assertThat(runs).isEmpty();
    }

    @Test
    void aFlowThatIsSwitchedOffMissesNothing() {
        PublishedFlow flow = flow("f", "*/15");
        scheduler.look();
        on.clear();
        after(Duration.ofHours(1));
        on.add(flow);
        after(Duration.ofMinutes(1));

        assertThat(triggers()).isEmpty();
    }

    @Test
    void aSavedFlowRunsByItsNewSchedule() throws Exception {
        PublishedFlow old = flow("f", "*/15");
        scheduler.look();
        on.clear();
        PublishedFlow saved = flow("f", "59");
        on.clear();
        on.add(
                new PublishedFlow(
                        saved.id(),
                        saved.name(),
                        old.version() + 1,
                        saved.flow(),
                        saved.mode(),
                        saved.saveData(),
                        saved.security(),
                        saved.alias(),
                        saved.clientToken()));
        world.flows.put(on.getFirst());
        scheduler.look();
        after(Duration.ofMinutes(30));
        assertThat(triggers()).isEmpty();

        after(Duration.ofMinutes(29));
        assertThat(run()).isEqualTo("f 2026-03-01T12:59:00Z");
    }

    @Test
    void aScheduleThatNobodyUnderstandsCostsItsOwnFlowOnly() throws Exception {
        flow("broken", "every so often");
        flow("fine", "*/15");
        scheduler.look();
        after(Duration.ofMinutes(15));

        assertThat(run()).isEqualTo("fine 2026-03-01T12:15:00Z");
        assertThat(triggers()).containsExactly("schedule");
    }
}
