package io.hookline.server.retention;

import io.hookline.server.store.Database;
import io.hookline.server.store.DiskUse;
import io.hookline.server.store.DiskUse.Tree;
import io.hookline.server.store.StoreFailed;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the database file holds, by kind. Measuring reads the whole file, so it happens at most once
 * a minute, and takes at most a hundredth of the time.
 */
public final class Storage {
    private static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);
    private static final long SHARE = 100;

    private final Database database;
    private final InstantSource clock;
    private final ReentrantLock measuring = new ReentrantLock();
    private volatile Optional<Measured> latest = Optional.empty();
    private long notBefore;

    Storage(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What takes room. */
    public enum Kind {
        EVENTS("events", "event_uuids_a", "event_uuids_b", "event_entities", "event_segments"),
        /** Executions that have ended. */
        HISTORY("execution", "execution_chunk"),
        /** Executions that have not, and what they did so far. */
        JOURNAL(
                "execution_journal",
                "execution_queue",
                "execution_aside",
                "execution_envelope_a",
                "execution_envelope_b"),
        DELIVERIES("delivery", "delivery_attempt"),
        /** Rows of the tables of flows. */
        TABLES("data_table", "data_row", "data_effect"),
        /** The indexes of all of them. */
        INDEXES(),
        /** Flows, hooks, people and the like. */
        OTHER();

        private final Set<String> tables;

        Kind(String... tables) {
            this.tables = Set.of(tables);
        }

        /** Its name in JSON and labels. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Kind of(Tree tree) {
            if (tree.isIndex()) {
                return INDEXES;
            }
            for (Kind kind : values()) {
                if (kind.tables.contains(tree.table())) {
                    return kind;
                }
            }
            return OTHER;
        }
    }

    /**
     * What was found.
     *
     * @param used bytes of all kinds together
     * @param free bytes of the file that hold nothing
     * @param estimated whether a part was too large to be counted, so that the rest was divided
     */
    public record Measured(
            Instant at, Map<Kind, Long> byKind, long used, long free, boolean estimated) {
        public Measured {
            byKind = Map.copyOf(byKind);
        }
    }

    /** The last measurement; empty before the first. */
    public Optional<Measured> latest() {
        return latest;
    }

    /**
     * The last measurement, or a new one when that is old enough and no other thread measures now.
     */
    public Measured fresh() {
        Optional<Measured> before = latest;
        if (before.isPresent() && !measuring.tryLock()) {
            return before.get();
        }
        if (before.isEmpty()) {
            measuring.lock();
        }
        try {
            if (latest.isEmpty() || System.nanoTime() - notBefore >= 0) {
                long began = System.nanoTime();
                latest = Optional.of(measure());
                long took = System.nanoTime() - began;
                notBefore = System.nanoTime() + Math.max(AT_MOST_EVERY.toNanos(), took * SHARE);
            }
            return latest.get();
        } finally {
            measuring.unlock();
        }
    }

    /**
     * Measures tree by tree, so that no read takes long; trees that took too long share the rest.
     */
    private Measured measure() {
        Map<Kind, Long> byKind = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            byKind.put(kind, 0L);
        }
        List<Tree> large = new ArrayList<>();
        long counted = 0;
        for (Tree tree : database.read(DiskUse::trees)) {
            try {
                long bytes = database.read(transaction -> DiskUse.bytes(transaction, tree));
                counted += bytes;
                byKind.merge(Kind.of(tree), bytes, Long::sum);
            } catch (StoreFailed tooLong) {
                large.add(tree);
            }
        }
        long used = database.read(DiskUse::bytes);
        for (Tree tree : large) {
            byKind.merge(Kind.of(tree), Math.max(0, used - counted) / large.size(), Long::sum);
        }
        long free = database.read(DiskUse::freeBytes);
        return new Measured(clock.instant(), byKind, used, free, !large.isEmpty());
    }
}
