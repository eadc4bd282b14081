package io.hookline.server.event.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.Lineage;
import io.hookline.server.event.TestClock;
import io.hookline.server.event.log.EventLog.Appended;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What every event log must do, whichever database holds it. */
abstract class EventLogConformance {
    static final String A_UUID = "7d9f3f0e-5c11-4f7e-9a53-0a4d3a7c9b11";

    @TempDir Path folder;

    final TestClock clock = new TestClock("2026-03-01T12:00:00Z");
    Database database;
    DatabaseEventLog log;

    abstract Database open(Path folder);

    @BeforeEach
    void start() {
        database = open(folder);
        log = new DatabaseEventLog(database, clock);
    }

    @AfterEach
    void stop() {
        log.close();
        database.close();
    }

    void restart() {
        stop();
        start();
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(log.end()).isZero();
        assertThat(log.read(0, List.of(), 10)).isEmpty();
        assertThat(log.read(0, List.of("user.session.start"), 10)).isEmpty();
        assertThat(log.at(List.of(1L, 2L))).isEmpty();
    }

    @Test
    void givesGrowingPositionsAndReadsEventsBackAsTheyCame() {
        ObjectNode first = event("user.session.start");
        first.putObject("custom")
                .put("number", 1.50)
                .put("text", "\u00e4\u4e16\ud83d\ude00")
                .putNull("none");
        List<Appended> appended = append("okta", first, event("user.session.end"));
        assertThat(appended).extracting(Appended::duplicate).containsExactly(false, false);
        assertThat(appended.get(1).position()).isGreaterThan(appended.get(0).position());

        List<StoredEvent> read = log.read(0, List.of(), 10);
        assertThat(read).extracting(StoredEvent::position).isEqualTo(positions(appended));
        assertThat(read).extracting(StoredEvent::source).containsOnly("okta");
        assertThat(read.getFirst().json().toString()).isEqualTo(first.toString());
        assertThat(log.end()).isEqualTo(appended.get(1).position());
    }

    @Test
    void goesOnAfterARestart() {
        long before = append("okta", event("a")).getFirst().position();
        restart();
        assertThat(log.end()).isEqualTo(before);
        long after = append("okta", event("a"), event("b")).getLast().position();
        assertThat(after).isGreaterThan(before);
        assertThat(log.read(0, List.of(), 10)).hasSize(3);
        assertThat(log.read(before, List.of("b"), 10)).hasSize(1);
    }

    @Test
    void readsOnlyWhatFollowsAndOnlySoMuch() {
        List<Long> positions = positions(append("okta", events("a", 7)));
        assertThat(log.read(positions.get(2), List.of(), 3))
                .extracting(StoredEvent::position)
                .isEqualTo(positions.subList(3, 6));
        assertThat(log.read(positions.getLast(), List.of(), 3)).isEmpty();
        assertThat(log.read(0, List.of(), 0)).isEmpty();
    }

    @Test
    void readsSomeTypesInPositionOrder() {
        Random random = new Random(7);
        List<ObjectNode> events =
                IntStream.range(0, 500).mapToObj(i -> event("type." + random.nextInt(12))).toList();
        append("okta", events.toArray(ObjectNode[]::new));
        List<StoredEvent> all = log.read(0, List.of(), 1_000);
        List<String> types = List.of("type.3", "type.7", "unseen", "type.11", "type.3");
        List<Long> expected =
                all.stream()
                        .filter(event -> types.contains(event.eventType()))
                        .map(StoredEvent::position)
                        .toList();
        List<Long> paged = new ArrayList<>();
        List<StoredEvent> page = log.read(0, types, 9);
        while (!page.isEmpty()) {
            page.forEach(event -> paged.add(event.position()));
            page = log.read(page.getLast().position(), types, 9);
        }
        assertThat(paged).isEqualTo(expected);
    }

    @Test
    void endsAReadAfterAboutFourMegabytes() {
        ObjectNode[] big = events("big", 12);
        for (ObjectNode event : big) {
            event.put("filler", "x".repeat(900_000));
        }
        append("okta", big);
        assertThat(log.read(0, List.of(), 100)).hasSize(5);
        assertThat(log.read(0, List.of("big"), 100)).hasSize(5);
        assertThat(log.at(LongStream.rangeClosed(1, 12).boxed().toList())).hasSize(12);
    }

    @Test
    void readsCertainPositionsInTheOrderAskedFor() {
        List<Long> positions = positions(append("okta", events("a", 4)));
        List<Long> asked = List.of(positions.get(3), positions.get(0), 999_999L, positions.get(1));
        assertThat(log.at(asked))
                .extracting(StoredEvent::position)
                .containsExactly(positions.get(3), positions.get(0), positions.get(1));
    }

    @Test
    void readsBackwardsFromAPosition() {
        append("okta", event("a"), event("b"), event("a"), event("c"), event("a"));
        List<Long> ofA = placesOf(log.readBack(Long.MAX_VALUE, List.of("a"), 2));
        assertThat(ofA).hasSize(2).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(placesOf(log.readBack(ofA.getLast(), List.of("a"), 2))).hasSize(1);
        assertThat(placesOf(log.readBack(Long.MAX_VALUE, List.of("a", "c"), 10))).hasSize(4);
        assertThat(placesOf(log.readBack(Long.MAX_VALUE, List.of(), 3)))
                .containsExactly(log.end(), log.end() - 1, log.end() - 2);
        assertThat(log.readBack(Long.MAX_VALUE, List.of("never"), 3)).isEmpty();
    }

    private static List<Long> placesOf(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::position).toList();
    }

    @Test
    void countsWhatFollowsAPositionAndSinceWhen() {
        java.time.Instant start = clock.instant();
        long first = append("okta", event("a")).getFirst().position();
        clock.advance(Duration.ofMinutes(1));
        append("okta", event("b"), event("a"), event("a"));
        assertThat(log.waiting(0, List.of("a"), 10))
                .isEqualTo(new EventLog.Waiting(3, java.util.Optional.of(start)));
        assertThat(log.waiting(first, List.of("a", "b"), 10))
                .isEqualTo(new EventLog.Waiting(3, java.util.Optional.of(clock.instant())));
        assertThat(log.waiting(0, List.of("a", "b"), 2).count()).isEqualTo(2);
        assertThat(log.waiting(log.end(), List.of("a"), 10))
                .isEqualTo(new EventLog.Waiting(0, java.util.Optional.empty()));
        assertThat(log.before(start)).isLessThan(first);
        assertThat(log.before(start.plusMillis(1))).isEqualTo(first);
        assertThat(log.before(clock.instant().plusMillis(1))).isEqualTo(log.end());
    }

    @Test
    void keepsTheFirstOfTwoWithTheSameUuid() {
        ObjectNode first = event("a").put("uuid", A_UUID).put("n", 1);
        ObjectNode again =
                event("b").put("uuid", A_UUID.toUpperCase(java.util.Locale.ROOT)).put("n", 2);
        long position = append("okta", first).getFirst().position();
        Appended second = append("okta", again).getFirst();
        assertThat(second.duplicate()).isTrue();
        assertThat(second.position()).isEqualTo(position);
        assertThat(log.read(0, List.of(), 10)).hasSize(1);
        assertThat(log.read(0, List.of(), 10).getFirst().json().path("n").asInt()).isEqualTo(1);
    }

    @Test
    void seesDuplicatesInsideOneArray() {
        List<Appended> appended =
                append(
                        "okta",
                        event("a").put("uuid", "not a uuid"),
                        event("b"),
                        event("c").put("uuid", "not a uuid"));
        assertThat(appended).extracting(Appended::duplicate).containsExactly(false, false, true);
        assertThat(appended.get(2).position()).isEqualTo(appended.get(0).position());
        assertThat(log.read(0, List.of(), 10)).hasSize(2);
    }

    @Test
    void remembersUuidsPerSource() {
        append("okta", event("a").put("uuid", A_UUID));
        assertThat(append("keycloak", event("a").put("uuid", A_UUID)).getFirst().duplicate())
                .isFalse();
        assertThat(append("okta", event("a").put("uuid", A_UUID)).getFirst().duplicate()).isTrue();
    }

    @Test
    void remembersUuidsForSevenDaysAndNoLonger() {
        append("okta", event("a").put("uuid", A_UUID));
        clock.advance(Duration.ofDays(7).minusMillis(1));
        assertThat(append("okta", event("a").put("uuid", A_UUID)).getFirst().duplicate()).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(append("okta", event("a").put("uuid", A_UUID)).getFirst().duplicate()).isFalse();
        assertThat(append("okta", event("a").put("uuid", A_UUID)).getFirst().duplicate()).isTrue();
    }

    @Test
    void theMemoryOfUuidsNeitherLosesNorKeepsTooMuchWhileItsTablesTakeTurns() throws Exception {
        long seed = 20_260_301;
        Random random = new Random(seed);
        record Sent(String uuid, long at) {}
        List<Sent> sent = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            clock.advance(Duration.ofHours(random.nextInt(12)));
            long now = clock.millis();
            String uuid =
                    sent.isEmpty() || random.nextBoolean()
                            ? "id-" + step
                            : sent.get(random.nextInt(sent.size())).uuid();
            boolean recent =
                    sent.stream()
                            .anyMatch(one ->
                                    one.uuid().equals(uuid)
                                            && now - one.at() < Duration.ofDays(7).toMillis());
            Appended appended = append("okta", event("a").put("uuid", uuid)).getFirst();
            assertThat(appended.duplicate()).as("step %d of seed %d", step, seed).isEqualTo(recent);
            if (!recent) {
                sent.add(new Sent(uuid, now));
            }
            if (step % 60 == 59) {
                restart();
            }
        }
        assertThat(rows("event_uuids_a") + rows("event_uuids_b")).isLessThan(200);
    }

    @Test
    void takesAllOfAnArrayOrNothing() {
        BlockingQueue<List<StoredEvent>> appended = new LinkedBlockingQueue<>();
        log.onAppend(appended::add);
        assertThatThrownBy(() ->
                        database.write(transaction -> {
                            log.append(
                                    transaction,
                                    "okta",
                                    List.of(event("new.type").put("uuid", A_UUID), event("b")));
                            throw new IllegalStateException("undo");
                        }))
                .hasMessage("undo");
        assertThat(log.read(0, List.of(), 10)).isEmpty();
        assertThat(log.end()).isZero();
        Appended retried = append("okta", event("new.type").put("uuid", A_UUID)).getFirst();
        assertThat(retried.duplicate()).isFalse();
        assertThat(log.read(0, List.of("new.type"), 10)).hasSize(1);
        assertThat(take(appended, 1))
                .extracting(StoredEvent::position)
                .containsExactly(retried.position());
    }

    @Test
    void saysInsideAUnitWhereTheLogEndsBeforeIt() {
        long end = append("okta", event("a")).getFirst().position();
        assertThat(database.<Long>write(log::end)).isEqualTo(end);
        database.write(transaction -> {
            long position =
                    log.append(transaction, "okta", List.of(event("b"))).getFirst().position();
            assertThat(log.end(transaction)).isEqualTo(position);
            return null;
        });
    }

    @Test
    void passesEveryEventToTheTailOnceInPositionOrder() throws Exception {
        BlockingQueue<List<StoredEvent>> appended = new LinkedBlockingQueue<>();
        log.onAppend(appended::add);
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int sender = 0; sender < 20; sender++) {
                String source = "source-" + sender;
                senders.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        append(source, events("a", 1 + i % 3));
                    }
                });
            }
        }
        List<StoredEvent> stored = log.read(0, List.of(), 10_000);
        List<StoredEvent> received = take(appended, stored.size());
        assertThat(received)
                .extracting(StoredEvent::position)
                .isEqualTo(stored.stream().map(StoredEvent::position).toList());
        assertThat(received)
                .extracting(event -> event.json().toString())
                .isEqualTo(stored.stream().map(event -> event.json().toString()).toList());
    }

    @Test
    void aSlowReaderOfTheTailMissesNothingThoughMemoryIsBounded() throws Exception {
        BlockingQueue<List<StoredEvent>> appended = new LinkedBlockingQueue<>();
        CompletableFuture<Void> go = new CompletableFuture<>();
        log.onAppend(events -> {
            go.join();
            appended.add(events);
        });
        int count = 0;
        for (int i = 0; i < 10; i++) {
            ObjectNode[] events = events("a", 20);
            for (ObjectNode event : events) {
                event.put("filler", "x".repeat(400_000));
            }
            count += append("okta", events).size();
        }
        go.complete(null);
        assertThat(take(appended, count))
                .extracting(StoredEvent::position)
                .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
    }

    @Test
    void aFailingReaderOfTheTailDoesNotDisturbTheOthers() {
        BlockingQueue<List<StoredEvent>> appended = new LinkedBlockingQueue<>();
        log.onAppend(events -> {
            throw new IllegalStateException("a reader that fails, as this test wants");
        });
        log.onAppend(appended::add);
        append("okta", event("a"));
        append("okta", event("b"));
        assertThat(take(appended, 2)).extracting(StoredEvent::eventType).containsExactly("a", "b");
    }

    @Test
    void refusesAnIncompleteEvent() {
        assertThatThrownBy(() -> append("okta", Json.object().put("eventType", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("uuid");
    }

    final List<Appended> append(String source, ObjectNode... events) {
        List<NewEvent> ready = Stream.of(events).map(EventLogConformance::ready).toList();
        return database.write(
                transaction -> log.appendReady(transaction, source, ready, Lineage.NONE));
    }

    private static NewEvent ready(ObjectNode event) {
        try {
            return NewEvent.of(event);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    final ObjectNode event(String type) {
        return Json.object()
                .put("uuid", EventIds.next(clock.millis()))
                .put("published", Timestamps.write(clock.millis()))
                .put("eventType", type);
    }

    final ObjectNode[] events(String type, int count) {
        return Collections.nCopies(count, type).stream()
                .map(this::event)
                .toArray(ObjectNode[]::new);
    }

    static List<Long> positions(List<Appended> appended) {
        return appended.stream().map(Appended::position).toList();
    }

    static List<StoredEvent> take(BlockingQueue<List<StoredEvent>> appended, int count) {
        List<StoredEvent> taken = new ArrayList<>();
        try {
            while (taken.size() < count) {
                List<StoredEvent> next = appended.poll(10, TimeUnit.SECONDS);
                assertThat(next).as("events after the first %d", taken.size()).isNotNull();
                taken.addAll(next);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return taken;
    }

    private int rows(String table) {
        return database.read(transaction ->
                transaction
                        .prepare(Sql.once("SELECT count(*) AS many FROM " + table))
                        .one(row -> row.integer("many")));
    }
}
