package io.hookline.connectors.http;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Reach.Rate;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Keeps connections to their rates: within any period of the length that a connection says, no more
 * calls begin than it says. Who comes first is first. What waits is noted in the history of its
 * card; whoever would have to wait for too long is refused instead.
 */
final class CallTurns {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Shorter waits are not worth a note. */
    private static final Duration NOTED = Duration.ofMillis(100);

    private final LongSupplier nanos;
    private final Sleeper sleeper;
    private final Map<String, Turns> byConnection = new ConcurrentHashMap<>();

    CallTurns(LongSupplier nanos, Sleeper sleeper) {
        this.nanos = nanos;
        this.sleeper = sleeper;
    }

    /** When the last calls began, or will begin; as many as the rate allows in one period. */
    private record Turns(Rate rate, Deque<Long> begun) {
        /** How long to wait for a place, which is taken; empty when that is too long. */
        synchronized Taken take(long now) {
            if (begun.size() < rate.calls()) {
                begun.add(now);
                return new Taken(Duration.ZERO, true);
            }
            long begins = Math.max(now, begun.getFirst() + rate.period().toNanos());
            Duration wait = Duration.ofNanos(begins - now);
            if (wait.compareTo(PATIENCE) > 0) {
                return new Taken(wait, false);
            }
            begun.removeFirst();
            begun.add(begins);
            return new Taken(wait, true);
        }
    }

    private record Taken(Duration pause, boolean isPlace) {}

    /**
     * Returns when the connection may call.
     *
     * @throws CardFailure.RateLimited when that is too far ahead
     */
    void await(Connection connection) {
        Optional<Rate> rate = connection.reach().rate();
        if (rate.isEmpty()) {
            return;
        }
        Turns turns =
                byConnection.compute(
                        connection.id(),
                        (id, known) ->
                                known != null && known.rate().equals(rate.get())
                                        ? known
                                        : new Turns(rate.get(), new ArrayDeque<>()));
        Taken taken = turns.take(nanos.getAsLong());
        String limit =
                rate.get().calls() + " calls in " + rate.get().period().toSeconds() + " seconds";
        if (!taken.isPlace()) {
            throw new CardFailure.RateLimited(
                    "The connection \""
                            + connection.name()
                            + "\" may make "
                            + limit
                            + ", and so many wait that this call would begin in "
                            + seconds(taken.pause())
                            + ". Nothing was sent. Let fewer flows use it at a time, retry later,"
                            + " or raise its rateLimit.",
                    Optional.of(taken.pause()));
        }
        if (taken.pause().isPositive()) {
            sleep(connection, taken.pause(), limit);
        }
    }

    private void sleep(Connection connection, Duration wait, String limit) {
        if (wait.compareTo(NOTED) >= 0) {
            connection
                    .notes()
                    .accept(
                            "It waited "
                                    + seconds(wait)
                                    + ", because the connection \""
                                    + connection.name()
                                    + "\" makes at most "
                                    + limit
                                    + ".");
        }
        try {
            sleeper.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CardFailure.RateLimited(
                    "The wait of "
                            + seconds(wait)
                            + " for the connection \""
                            + connection.name()
                            + "\", which makes at most "
                            + limit
                            + ", was interrupted or longer than the card may take. Nothing was"
                            + " sent.",
                    Optional.of(wait));
        }
    }

    private static String seconds(Duration wait) {
        long tenths = Math.max(1, (wait.toMillis() + 99) / 100);
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " s";
    }
}
