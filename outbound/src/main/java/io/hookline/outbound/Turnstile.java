package io.hookline.outbound;

import io.hookline.outbound.OutboundFailure.Kind;

import org.apache.hc.core5.http.HttpHost;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets requests pass, so many at a time for each receiver and for all. It stands before the
 * connection pool, whose own queue is one for all receivers: there, those who wait for a slow one
 * would be looked at on every return of any connection.
 */
final class Turnstile {
    private final Limits limits;
    private final Semaphore all;
    private final ConcurrentHashMap<HttpHost, Line> lines = new ConcurrentHashMap<>();

    Turnstile(Limits limits) {
        this.limits = limits;
        this.all = new Semaphore(limits.total(), true);
    }

    /**
     * Waits for a turn; whoever gets it calls {@link #leave}.
     *
     * @throws OutboundFailure when it is not its turn in time
     */
    void enter(HttpHost receiver, Exchange exchange) {
        Line line = lines.compute(receiver, (key, known) -> joined(known));
        boolean entered = false;
        try {
            if (line.present > limits.perReceiver() + limits.waitingPerReceiver()) {
                throw busy(
                        receiver,
                        "more than " + limits.waitingPerReceiver() + " others wait for it");
            }
            entered = passes(line, receiver, exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutboundFailure(
                    Kind.BUSY,
                    "Nothing was sent to "
                            + receiver.toURI()
                            + ": the wait for a turn was interrupted.",
                    e);
        } finally {
            if (!entered) {
                left(receiver);
            }
        }
    }

    void leave(HttpHost receiver) {
        all.release();
        lines.get(receiver).places.release();
        left(receiver);
    }

    private boolean passes(Line line, HttpHost receiver, Exchange exchange)
            throws InterruptedException {
        if (!line.places.tryAcquire(patience(exchange), TimeUnit.NANOSECONDS)) {
            throw busy(
                    receiver,
                    limits.perReceiver() + " requests to it are under way and none ended in time");
        }
        if (!all.tryAcquire(patience(exchange), TimeUnit.NANOSECONDS)) {
            line.places.release();
            throw busy(
                    receiver,
                    limits.total()
                            + " requests to all receivers are under way and none ended in time");
        }
        return true;
    }

    private long patience(Exchange exchange) {
        return Math.min(limits.patience().toNanos(), exchange.remaining());
    }

    private Line joined(Line known) {
        Line line = known == null ? new Line(limits.perReceiver()) : known;
        line.present++;
        return line;
    }

    private void left(HttpHost receiver) {
        lines.computeIfPresent(receiver, (key, line) -> --line.present == 0 ? null : line);
    }

    private static OutboundFailure busy(HttpHost receiver, String why) {
        return new OutboundFailure(
                Kind.BUSY,
                "Nothing was sent to " + receiver.toURI() + ": " + why + ". Try again later.");
    }

    /** Those who wait for or talk to one receiver. */
    private static final class Line {
        private final Semaphore places;

        /**
         * Changed under the map's lock of this receiver; read without it for the bound, which is no
         * promise.
         */
        private volatile int present;

        Line(int places) {
            this.places = new Semaphore(places, true);
        }
    }
}
