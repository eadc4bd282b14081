package io.hookline.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.access.Caller;
import io.hookline.server.delivery.DeliveryWorld;
import io.hookline.server.delivery.lane.LostEvents;
import io.hookline.server.event.LogSettings;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.MortalDatabase;
import io.hookline.server.store.Database;
import io.hookline.server.store.DiskUse;
import io.hookline.server.store.Sql;
import io.hookline.server.studio.audit.StudioAudit;
import io.hookline.server.studio.table.RowSweep;
import io.hookline.server.studio.table.StoredRows;
import io.hookline.server.studio.table.Tables;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

class RetentionTest {
    private static final Sql ENDED =
            Sql.of(
                    """
                    INSERT INTO execution (ordinal, id, flow_id, flow_name, flow_version, started_by,
                        mode, status, started_at, ended_at, data_saved, hops, root, chunks)
                    VALUES (:ordinal, :id, :flow, 'F', 1, 'INVOKE', 'ON', 'SUCCESS', :at, :at, 0, 0, :id, 1)\
                    """);

    private static final Caller ADMIN =
            new Caller("00u1", "admin", Caller.Kind.USER, Set.of(), "192.0.2.1");

    @TempDir Path folder;

    private DeliveryWorld world;
    private Instant now = Instant.now();

    @BeforeEach
    void open() {
        world = DeliveryWorld.open(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Retention retention(LogSettings settings) {
        return retention(settings, world.database());
    }

    private Retention retention(LogSettings settings, Database database) {
        return new Retention(
                database,
                world.log(),
                settings,
                world.running(),
                new LostEvents(world.hookStore(), world.log(), () -> now),
                new RowSweep(new StoredRows(world.database(), tables(), () -> now).imports()),
                () -> now);
    }

    private Tables tables() {
        return new Tables(world.database(), new StudioAudit(world.log(), () -> now), () -> now);
    }

    /** Lets days pass as they do, one after the other. */
    private void pass(Retention retention, int days) {
        for (int i = 0; i < days; i++) {
            now = now.plus(Duration.ofDays(1));
            retention.sweep();
        }
    }

    private List<StoredEvent> events() {
        return world.log().read(0, List.of(), 10_000);
    }

    private List<String> types() {
        return events().stream().map(StoredEvent::eventType).toList();
    }

    @Test
    void eventsGoWhenTheirTimeIsOverAndTheLastStays() {
        Retention retention = retention(LogSettings.DEFAULT);
        world.happen("a", "b", "c");
        retention.sweep();
        pass(retention, 89);
        assertThat(events()).hasSize(3);
        pass(retention, 2);
        assertThat(events()).hasSize(1);
        assertThat(events().getFirst().position()).isEqualTo(world.log().end());
        assertThat(
                        world.database()
                                .<Integer>read(tx ->
                                        tx.prepare(
                                                        Sql.once(
                                                                "SELECT count(*) AS many FROM"
                                                                        + " event_segments"))
                                                .one(row -> row.integer("many"))))
                .isEqualTo(1);
    }

    @Test
    void nothingGoesThatAHookStillNeeds() {
        Retention retention = retention(LogSettings.DEFAULT);
        String hook = pausedHook();
        int before = events().size();
        world.happen("a", "b", "c");
        pass(retention, 100);
        assertThat(types()).hasSizeGreaterThanOrEqualTo(3).hasSizeLessThanOrEqualTo(before + 3);
        assertThat(types().stream().filter(DeliveryWorld.TYPE::equals)).hasSize(3);
        assertThat(delivery(hook).path("lost").isNull()).isTrue();
    }

    @Test
    void theDiskLimitTakesThemAndTheGapIsReported() {
        String hook = pausedHook();
        world.happen("a", "b", "c");
        retention(
                        new LogSettings(
                                LogSettings.DEFAULT.eligibility(),
                                LogSettings.DEFAULT.ownTypes(),
                                Duration.ofDays(90),
                                Duration.ofDays(30),
                                OptionalLong.of(1)))
                .sweep();
        // The last event stays, whatever the limit is.
        assertThat(types()).containsExactly(DeliveryWorld.TYPE, "hookline.event_hook.events_lost");
        JsonNode lost = delivery(hook).path("lost");
        assertThat(lost.path("count").asInt()).isEqualTo(2);
        assertThat(Instant.parse(lost.path("from").asText()))
                .isBeforeOrEqualTo(Instant.parse(lost.path("to").asText()));
    }

    @Test
    void whatBecameFreeGoesBackToTheDisk() throws Exception {
        world.happen("a", "b", "c");
        Database database = world.database();
        database.write(
                tx -> tx.prepare(Sql.once("CREATE TABLE probe (bytes BLOB NOT NULL)")).update());
        database.write(tx ->
                tx.prepare(
                                Sql.once(
                                        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1"
                                                + " FROM n WHERE i < 40) INSERT INTO probe SELECT"
                                                + " zeroblob(1000000) FROM n"))
                        .update());
        Storage full = new Storage(database, () -> now);
        assertThat(full.fresh().byKind().get(Storage.Kind.OTHER)).isGreaterThan(40_000_000L);
        database.write(tx -> tx.prepare(Sql.once("DELETE FROM probe")).update());
        long free = database.read(DiskUse::freeBytes);
        assertThat(free).isGreaterThan(40_000_000L);

        retention(LogSettings.DEFAULT).sweep();

        assertThat(database.read(DiskUse::freeBytes)).isEqualTo(1_024 * 16_384L);
        assertThat(events()).hasSize(3);
        Storage.Measured measured = new Storage(database, () -> now).fresh();
        assertThat(measured.free()).isEqualTo(1_024 * 16_384L);
        assertThat(measured.estimated()).isFalse();
        assertThat(measured.byKind().values().stream().mapToLong(Long::longValue).sum())
                .isBetween(measured.used() - 100 * 16_384L, measured.used());
        assertThat(measured.byKind().get(Storage.Kind.EVENTS)).isPositive();
        database.write(tx -> tx.prepare(Sql.once("DROP TABLE probe")).update());
    }

    /** However it dies: what went is counted, what stayed is not, and events tell of all of it. */
    @Test
    void whatIsLostIsExactWhereverItDies() {
        String hook = pausedHook();
        int all = 2_600;
        for (int from = 0; from < all; from += 650) {
            String[] names = new String[650];
            Arrays.fill(names, "x".repeat(200));
            world.happen(names);
        }
        long used = retention(LogSettings.DEFAULT).used();
        LogSettings tight =
                new LogSettings(
                        LogSettings.DEFAULT.eligibility(),
                        LogSettings.DEFAULT.ownTypes(),
                        Duration.ofDays(90),
                        Duration.ofDays(30),
                        OptionalLong.of(used * 3 / 4));
        int died = 0;
        for (int write = 1; sweepDies(tight, write); write++) {
            died++;
            assertThat(lost(hook)).as("after %d writes", write).isEqualTo(all - remaining());
        }
        assertThat(died).isGreaterThan(4);
        assertThat(lost(hook)).isBetween(1, all - 1).isEqualTo(all - remaining());
        assertThat(
                        events().stream()
                                .filter(e ->
                                        e.eventType().equals("hookline.event_hook.events_lost"))
                                .mapToInt(e -> e.json().at("/debugContext/debugData/count").asInt())
                                .sum())
                .isEqualTo(lost(hook));
    }

    /** Whether it died before that write. */
    private boolean sweepDies(LogSettings settings, int write) {
        MortalDatabase mortal = new MortalDatabase(world.database());
        mortal.killAt(write);
        Retention retention = retention(settings, mortal);
        Thread sweep = Thread.ofVirtual().start(retention::sweep);
        DeliveryWorld.eventually(() -> assertThat(mortal.isDead() || !sweep.isAlive()).isTrue());
        return mortal.isDead();
    }

    private int lost(String hook) {
        return delivery(hook).path("lost").path("count").asInt();
    }

    private int remaining() {
        return Math.toIntExact(types().stream().filter(DeliveryWorld.TYPE::equals).count());
    }

    private String pausedHook() {
        String hook = world.receiving(DeliveryWorld.hook("Hook", "http://127.0.0.1:1/"));
        assertThat(world.call("POST", "/api/hookline/v1/eventHooks/" + hook + "/pause").status())
                .isEqualTo(200);
        return hook;
    }

    private JsonNode delivery(String hook) {
        return world.call("GET", "/api/hookline/v1/eventHooks/" + hook + "/delivery").json();
    }

    @Test
    void nothingGoesAfterTheClockJumpedUntilItIsConfirmed() {
        Retention retention = retention(LogSettings.DEFAULT);
        world.happen("a", "b", "c");
        retention.sweep();
        now = now.plus(Duration.ofDays(400));
        retention.sweep();
        retention.sweep();
        assertThat(types()).hasSize(4).last().isEqualTo("hookline.retention.stopped");
        assertThat(retention.kept().clockDoubtedSince())
                .contains(Instant.ofEpochMilli(now.toEpochMilli()));

        now = now.minus(Duration.ofDays(400));
        retention.sweep();
        assertThat(retention.kept().clockDoubtedSince()).isPresent();

        now = now.plus(Duration.ofDays(400));
        retention.confirmClock(ADMIN);
        assertThat(retention.kept().clockDoubtedSince()).isEmpty();
        retention.sweep();
        assertThat(types()).containsExactly("hookline.retention.confirmed");
    }

    @Test
    void executionsGoAfterTheirFlowsTime() {
        Retention retention = retention(LogSettings.DEFAULT);
        long start = now.toEpochMilli();
        List<String> flows = List.of("usual", "short", "long");
        world.database()
                .write(tx -> {
                    for (String flow : flows) {
                        for (int i = 0; i < 300; i++) {
                            tx.prepare(ENDED)
                                    .number("ordinal", (start << 12) + i * 3L + flows.indexOf(flow))
                                    .bytes("id", new byte[16])
                                    .text("flow", flow)
                                    .number("at", start)
                                    .update();
                        }
                    }
                    tx.prepare(Sql.once("INSERT INTO execution_keeping VALUES ('short', 2)"))
                            .update();
                    return tx.prepare(Sql.once("INSERT INTO execution_keeping VALUES ('long', 60)"))
                            .update();
                });
        retention.sweep();
        assertThat(flowsWithHistory()).containsExactly("long", "short", "usual");
        pass(retention, 3);
        assertThat(flowsWithHistory()).containsExactly("long", "usual");
        pass(retention, 28);
        assertThat(flowsWithHistory()).containsExactly("long");
        pass(retention, 30);
        assertThat(flowsWithHistory()).isEmpty();
    }

    private List<String> flowsWithHistory() {
        return world.database()
                .read(tx ->
                        tx.prepare(
                                        Sql.once(
                                                "SELECT DISTINCT flow_id FROM execution ORDER BY"
                                                        + " flow_id"))
                                .list(row -> row.text("flow_id")));
    }
}
