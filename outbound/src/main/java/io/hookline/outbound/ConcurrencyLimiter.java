package io.hookline.outbound;

import io.hookline.outbound.OutboundFailure.Kind;

import org.apache.hc.core5.http.HttpHost;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits how many requests run at a time, to each receiver and in all. It stands before the
 * connection pool, whose one queue for all receivers would look at everybody who waits for a slow
 * receiver whenever any connection is returned.
 */
final class ConcurrencyLimiter {
    private final Limits limits;
    private final Semaphore all;
    private final ConcurrentHashMap<HttpHost, Slots> slotsByReceiver = new ConcurrentHashMap<>();

    ConcurrencyLimiter(Limits limits) {
        this.limits = limits;
        this.all = new Semaphore(limits.total(), true);
    }

    /**
     * Waits for a slot, which {@link #release} gives back.
     *
     * @throws OutboundFailure when none is free in time, or too many wait already
     */
    void acquire(HttpHost receiver, Exchange exchange) {
        Slots slots = slotsByReceiver.compute(receiver, (key, known) -> withOneMore(known));
        boolean acquired = false;
        try {
            if (slots.users > limits.perReceiver() + limits.waitingPerReceiver()) {
                throw busy(
                        receiver,
                        "more than " + limits.waitingPerReceiver() + " others wait for it");
            }
            acquired = acquireSlot(slots, receiver, exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutboundFailure(
                    Kind.BUSY,
                    "Nothing was sent to "
                            + receiver.toURI()
                            + ": the wait for a turn was interrupted.",
                    e);
        } finally {
            if (!acquired) {
                leave(receiver);
            }
        }
    }

    void release(HttpHost receiver) {
        all.release();
        slotsByReceiver.get(receiver).free.release();
        leave(receiver);
    }

    private boolean acquireSlot(Slots slots, HttpHost receiver, Exchange exchange)
            throws InterruptedException {
        if (!slots.free.tryAcquire(maxWait(exchange), TimeUnit.NANOSECONDS)) {
            throw busy(
                    receiver,
                    limits.perReceiver() + " requests to it are under way and none ended in time");
        }
        if (!all.tryAcquire(maxWait(exchange), TimeUnit.NANOSECONDS)) {
            slots.free.release();
            throw busy(
                    receiver,
                    limits.total()
                            + " requests to all receivers are under way and none ended in time");
        }
        return true;
    }

    private long maxWait(Exchange exchange) {
        return Math.min(limits.maxWait().toNanos(), exchange.remaining());
    }

    private Slots withOneMore(Slots known) {
        Slots slots = known == null ? new Slots(limits.perReceiver()) : known;
        slots.users++;
        return slots;
    }

    private void leave(HttpHost receiver) {
        slotsByReceiver.computeIfPresent(
                receiver, (key, slots) -> --slots.users == 0 ? null : slots);
    }

    private static OutboundFailure busy(HttpHost receiver, String why) {
        return new OutboundFailure(
                Kind.BUSY,
                "Nothing was sent to " + receiver.toURI() + ": " + why + ". Try again later.");
    }

    /** The slots of one receiver. */
    private static final class Slots {
        private final Semaphore free;

        /**
         * How many requests hold a slot or wait for one. Changed under the map's lock of this
         * receiver; read without it, so the bound on waiting requests is approximate.
         */
        private volatile int users;

        Slots(int count) {
            this.free = new Semaphore(count, true);
        }
    }
}
