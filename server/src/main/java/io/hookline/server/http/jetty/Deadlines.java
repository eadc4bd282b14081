package io.hookline.server.http.jetty;

import io.hookline.server.http.ConnectionRules;
import io.hookline.server.http.OpenConnections;
import io.hookline.server.task.PeriodicTask;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Looks at all connections again and again, and ends those that are too slow. */
final class Deadlines implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Deadlines.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final OpenConnections counts;
    private final ConnectionRules rules;
    private final Runnable alsoEachTime;
    private final Set<TimedConnection> connections = ConcurrentHashMap.newKeySet();
    private final PeriodicTask task;

    /**
     * @param alsoEachTime what else is looked at
     */
    Deadlines(OpenConnections counts, Runnable alsoEachTime) {
        this.counts = counts;
        this.rules = counts.rules();
        this.alsoEachTime = alsoEachTime;
        Duration often = rules.header().dividedBy(8);
        this.task =
                PeriodicTask.every(
                        often.compareTo(LONGEST_PAUSE) < 0 ? often : LONGEST_PAUSE,
                        "http-deadlines",
                        this::look);
    }

    void start() {
        task.startLater();
    }

    void add(TimedConnection connection) {
        connections.add(connection);
    }

    void remove(TimedConnection connection) {
        connections.remove(connection);
    }

    private void look() {
        long now = System.nanoTime();
        for (TimedConnection connection : connections) {
            if (connection.endIfTooSlow(now, rules.header().toNanos())) {
                counts.countSlow();
                log.debug("A client was too slow; its connection was closed");
            }
        }
        alsoEachTime.run();
    }

    @Override
    public void close() {
        task.close();
    }
}
