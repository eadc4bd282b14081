package io.hookline.server.event.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.Lineage;
import io.hookline.server.event.TestClock;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.Entities;
import io.hookline.server.event.log.EntityIndex;
import io.hookline.server.event.log.EventRows;
import io.hookline.server.event.log.EventRows.Span;
import io.hookline.server.event.log.NewEvent;
import io.hookline.server.event.log.Timestamps;
import io.hookline.server.event.search.EntityRows.Wanted;
import io.hookline.server.json.Json;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.Sql;
import io.hookline.server.store.TestDatabase;
import io.hookline.server.store.Transaction;
import io.hookline.server.url.QueryString;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/** Queries by actor and target over a log of several segments, held against a plain search. */
class EntitySearchTest {
    private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");
    private static final Sql COVER =
            Sql.of("UPDATE event_segments SET covered = :covered WHERE segment = 1");
    private static final long SEED = 20260301;
    private static final int EVENTS = 2 * EntityIndex.SEGMENT + 500;

    @TempDir static Path folder;

    private static final TestClock clock = new TestClock("2026-03-01T12:00:00Z");
    private static final List<ObjectNode> events = new ArrayList<>();
    private static TestDatabase database;
    private static DatabaseEventLog log;
    private static LogSearch search;

    @BeforeAll
    static void fill() throws Exception {
        database = TestDatabase.open(folder);
        log = new DatabaseEventLog(database, clock);
        search = new LogSearch(database, log, System::nanoTime);
        Random random = new Random(SEED);
        for (int i = 0; i < EVENTS; i++) {
            events.add(event(random, i));
        }
        for (int i = 0; i < EVENTS; i += 1_000) {
            List<NewEvent> batch = new ArrayList<>();
            for (ObjectNode event : events.subList(i, Math.min(EVENTS, i + 1_000))) {
                batch.add(NewEvent.of(event));
            }
            database.write(
                    transaction -> log.appendReady(transaction, "test", batch, Lineage.NONE));
        }
    }

    @AfterAll
    static void close() {
        log.close();
        database.close();
    }

    private static ObjectNode event(Random random, int number) {
        // Most are published about when they arrive, some long before.
        long late = random.nextInt(20) == 0 ? random.nextInt(500_000_000) : random.nextInt(2_000);
        long published = clock.millis() - 40_000_000 + number * 2_000L - late;
        ObjectNode event = Json.object();
        event.put("uuid", "e" + number);
        event.put("eventType", "type." + random.nextInt(3));
        event.put("published", Timestamps.write(published));
        int actor = (int) Math.abs(random.nextGaussian() * 40);
        event.putObject("actor")
                .put("id", "actor" + actor)
                .put("type", "User")
                .put("alternateId", "a" + actor + "@example.org");
        if (random.nextInt(4) > 0) {
            ArrayNode targets = event.putArray("target");
            for (int i = random.nextInt(3); i >= 0; i--) {
                targets.addObject().put("id", "target" + random.nextInt(300)).put("type", "App");
            }
        }
        return event;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "actor.id eq \"actor3\"",
                "actor.id eq \"actor140\"",
                "actor.id eq \"nobody\"",
                "actor.alternateId eq \"a90@example.org\" or actor.alternateId eq"
                        + " \"a91@example.org\"",
                "target.id eq \"target7\"",
                "target.id eq \"target7\" and target.id eq \"target9\"",
                "target.id eq \"target7\" and actor.id eq \"actor2\"",
                "actor.id eq \"actor1\" and eventType eq \"type.1\"",
                "target.id eq \"target1\" and not (eventType eq \"type.0\")",
                "actor.id eq \"actor5\" or eventType eq \"type.0\" and target.id eq \"target5\""
            })
    void findsWhatAPlainSearchFinds(String filter) {
        assertThat(all(filter, "limit=70"))
                .as("polling, seed %s", SEED)
                .isEqualTo(expected(filter, Comparator.comparing(EntitySearchTest::number)));
        Comparator<ObjectNode> byTime =
                Comparator.comparing((ObjectNode event) -> event.path("published").asText())
                        .thenComparing(EntitySearchTest::number);
        String span = "limit=70&since=2026-02-01T00:00:00Z&until=2026-03-01T20:00:00Z";
        assertThat(all(filter, span))
                .as("bounded, seed %s", SEED)
                .isEqualTo(expected(filter, byTime));
        assertThat(all(filter, span + "&sortOrder=DESCENDING"))
                .as("descending, seed %s", SEED)
                .isEqualTo(expected(filter, byTime.reversed()));
    }

    @Test
    void looksAtEveryEventOfASegmentThatTheIndexDoesNotCover() {
        String filter = "actor.id eq \"actor60\"";
        cover(0);
        try {
            assertThat(all(filter, "limit=9"))
                    .isEqualTo(expected(filter, Comparator.comparing(EntitySearchTest::number)));
            assertThat(all(filter, "limit=9&sortOrder=DESCENDING&since=2026-02-01T00:00:00Z"))
                    .hasSameSizeAs(all(filter, "limit=9"));
        } finally {
            cover(1);
        }
    }

    private static void cover(int covered) {
        database.write(
                transaction -> transaction.prepare(COVER).number("covered", covered).update());
    }

    @Test
    void readsEverythingByAnIndex() {
        List<int[]> groups = List.of(new int[] {Entities.number(Entities.Role.ACTOR_ID, "actor3")});
        database.read(transaction -> {
            Watched watched = new Watched(transaction, new LinkedHashSet<>());
            List<Integer> types = log.numbers(transaction, List.of("type.1", "type.2"));
            Wanted wanted = new Wanted(groups, Optional.of(types));
            EntityRows.following(watched, 0, wanted, 100);
            EventRows.following(watched, 0, types, 100);
            EventRows.areRare(watched, types);
            EventRows.before(watched, clock.millis());
            for (boolean descending : List.of(false, true)) {
                Span span = new Span(0, clock.millis(), Optional.empty(), descending);
                EventRows.published(watched, span, types, 100);
                EventRows.published(watched, span, 100);
                EntityRows.Search entities = new EntityRows.Search(watched, span, wanted, 100);
                while (!entities.advance(watched)) {}
                entities.rows(watched);
            }
            assertThat(watched.seen()).hasSizeGreaterThan(8);
            for (String sql : watched.seen()) {
                for (String step : plan(transaction, sql)) {
                    // Segments are few: one for thousands of events.
                    assertThat(step)
                            .as(sql)
                            .doesNotMatch("SCAN (?!event_segments|some|\\(subquery|CONSTANT).*");
                    if (!sql.contains("event_segments")) {
                        assertThat(step).as(sql).doesNotContain("TEMP B-TREE");
                    }
                }
            }
            return null;
        });
    }

    private static List<String> plan(Transaction transaction, String sql) {
        PreparedSql explain = transaction.prepare(Sql.once("EXPLAIN QUERY PLAN " + sql));
        PARAMETER
                .matcher(sql)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .forEach(name -> explain.number(name, 0));
        return explain.list(row -> row.text("detail"));
    }

    private static int number(ObjectNode event) {
        return Integer.parseInt(event.path("uuid").asText().substring(1));
    }

    private static List<String> expected(String filter, Comparator<ObjectNode> order) {
        LogQuery query = query("filter=" + encoded(filter));
        return events.stream()
                .filter(query::matches)
                .sorted(order)
                .map(event -> event.path("uuid").asText())
                .toList();
    }

    private static List<String> all(String filter, String parameters) {
        String base = parameters + "&filter=" + encoded(filter);
        List<String> found = new ArrayList<>();
        LogSearch.Page page = search.page(query(base));
        while (true) {
            page.events().forEach(event -> found.add(uuid(event)));
            boolean over =
                    page.next().isEmpty()
                            || page.events().isEmpty()
                                    && page.next().get() instanceof LogCursor.Polling;
            if (over) {
                return found;
            }
            page = search.page(query(base + "&after=" + page.next().get().token()));
        }
    }

    private static String uuid(byte[] event) {
        try {
            return Json.parse(event).path("uuid").asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static LogQuery query(String parameters) {
        return LogQuery.of(QueryString.parse(parameters)::first, clock.millis());
    }

    /** Notes the statements that pass. */
    private record Watched(Transaction inner, Set<String> seen) implements Transaction {
        @Override
        public PreparedSql prepare(Sql sql) {
            seen.add(sql.toString());
            return inner.prepare(sql);
        }

        @Override
        public void afterCommit(Runnable action) {
            inner.afterCommit(action);
        }
    }
}
