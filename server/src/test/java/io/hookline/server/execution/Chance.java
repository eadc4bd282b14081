package io.hookline.server.execution;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.Effect;
import io.hookline.flow.engine.Journal;
import io.hookline.server.execution.run.Engine;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * What clock, chance and callers say to executions, in one life of the process after the other. An
 * execution that died, waited and went on must end the same as one that got all of that in one go;
 * and what was written down it may not ask for again.
 */
final class Chance {
    private static final Sql JOURNALED =
            Sql.of(
                    """
                    SELECT 1 FROM execution_journal
                    WHERE execution = :execution AND path = :path\
                    """);

    /** The card of the row that holds what a caller said to one that paused. */
    private static final String CALLER = "resume";

    private final Set<String> cards;
    private final List<Map<Place, Journal.Entry>> lives = new CopyOnWriteArrayList<>();
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();

    private record Place(UUID execution, String path) {}

    Chance(CardCatalog catalog) {
        this.cards =
                catalog.cards().stream()
                        .filter(card -> card.effect() == Effect.READ)
                        .map(CardDefinition::id)
                        .collect(Collectors.toSet());
    }

    /** A life of which is kept what was said. */
    Engine remembered(Database database, Engine engine) {
        Map<Place, Journal.Entry> life = new ConcurrentHashMap<>();
        lives.add(life);
        return JournalHost.around(
                engine,
                (execution, real) -> new Remembering(database, execution, real, life),
                clock -> clock);
    }

    /**
     * A life in which the same is said as in those before, and nothing is suspended: whatever is
     * waited for has come.
     */
    Engine repeated(Database database, Engine engine) {
        AtomicLong hours = new AtomicLong();
        InstantSource leaping =
                () -> RandomFlow.AFTER_ALL_DATES.plus(hours.addAndGet(2), ChronoUnit.HOURS);
        return JournalHost.around(engine, Repeating::new, clock -> leaping);
    }

    /** What was asked for again although it was written down. */
    List<String> broken() {
        return List.copyOf(broken);
    }

    /** How often something was said. */
    int said() {
        return lives.stream().mapToInt(Map::size).sum();
    }

    /** The last word on it. */
    private Optional<Journal.Entry> said(Place place) {
        return lives.reversed().stream()
                .filter(life -> life.containsKey(place))
                .findFirst()
                .map(life -> life.get(place));
    }

    private boolean isChance(String path, Journal.Entry entry) {
        return cards.contains(entry.card()) || entry.card().equals(CALLER) || path.endsWith("/now");
    }

    private final class Remembering implements Journal {
        private final Database database;
        private final UUID execution;
        private final Journal real;
        private final Map<Place, Entry> life;

        Remembering(Database database, UUID execution, Journal real, Map<Place, Entry> life) {
            this.database = database;
            this.execution = execution;
            this.real = real;
            this.life = life;
        }

        @Override
        public Optional<Entry> recorded(String path) {
            Optional<Entry> found = real.recorded(path);
            found.filter(entry -> isChance(path, entry))
                    .ifPresent(entry -> {
                        Place place = new Place(execution, path);
                        Optional<Entry> before = entry.card().equals(CALLER) ? found : said(place);
                        if (before.filter(earlier -> isSame(earlier, entry)).isEmpty()) {
                            broken.add(place + " says " + entry + ", said before: " + before);
                        }
                        life.put(place, entry);
                    });
            return found;
        }

        @Override
        public void record(String path, Entry entry) {
            if (isChance(path, entry)) {
                Place place = new Place(execution, path);
                if (isOnDisk(place)) {
                    broken.add(place + " was asked for again");
                }
                life.put(place, entry);
            }
            real.record(path, entry);
        }

        private boolean isOnDisk(Place place) {
            return database.read(transaction -> {
                return transaction
                        .prepare(JOURNALED)
                        .uuid("execution", place.execution())
                        .text("path", place.path())
                        .exists();
            });
        }

        @Override
        public void intend(String path, String card, String inputs) {
            real.intend(path, card, inputs);
        }

        @Override
        public void flush() {
            real.flush();
        }
    }

    private static boolean isSame(Journal.Entry one, Journal.Entry other) {
        return one.kind() == other.kind()
                && one.value().equals(Chance::compareNumbers, other.value());
    }

    /** A number that went through the store may be of another kind. */
    private static int compareNumbers(JsonNode one, JsonNode other) {
        boolean same =
                one.isNumber() && other.isNumber()
                        ? one.decimalValue().compareTo(other.decimalValue()) == 0
                        : one.equals(other);
        return same ? 0 : 1;
    }

    private final class Repeating implements Journal {
        private final UUID execution;
        private final Journal real;

        Repeating(UUID execution, Journal real) {
            this.execution = execution;
            this.real = real;
        }

        @Override
        public Optional<Entry> recorded(String path) {
            return said(new Place(execution, path))
                    .map(entry -> new Entry(entry.kind(), entry.card(), TAKEN_OVER, entry.value()))
                    .or(() -> real.recorded(path));
        }

        @Override
        public void record(String path, Entry entry) {
            real.record(path, entry);
        }

        @Override
        public void intend(String path, String card, String inputs) {
            real.intend(path, card, inputs);
        }

        @Override
        public void flush() {
            real.flush();
        }
    }
}
