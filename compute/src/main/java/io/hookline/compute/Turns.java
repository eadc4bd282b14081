package io.hookline.compute;

import java.lang.ScopedValue.CallableOp;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The turns at the processors. Whatever people wrote and may compute for long holds one while it
 * computes: executions, expressions in filters, imports. There are fewer turns than carriers of
 * virtual threads ({@link Carriers}), so that what serves always finds a carrier, however much
 * computes; the operating system shares the processors among the carriers.
 *
 * <p>Owners take turns, and each owner's work in the order in which it came. Work that lasts passes
 * its turn on after a slice ({@link Turn#check}).
 */
public final class Turns {
    /** Those at the processors of this process. */
    public static final Turns PROCESS = new Turns(Carriers.turns(), Duration.ofMillis(10));

    private final long slice;
    private final ReentrantLock lock = new ReentrantLock();
    private final SequencedMap<String, Deque<Waiter>> waiting = new LinkedHashMap<>();
    private int free;
    private volatile int awaited;

    /** A thread that waits for a turn. */
    private static final class Waiter {
        final Thread thread = Thread.currentThread();
        volatile boolean granted;
    }

    /**
     * @param atOnce how many turns there are
     * @param slice after how long one is passed on to others who wait
     */
    public Turns(int atOnce, Duration slice) {
        this.free = atOnce;
        this.slice = slice.toNanos();
    }

    /**
     * Does some work with a turn, which it waits for. Work within other work of the same thread
     * goes on with its turn.
     */
    public <T, X extends Throwable> T take(Work work, CallableOp<? extends T, X> body) throws X {
        if (Turn.CURRENT.isBound() && Turn.CURRENT.get().turns() == this) {
            return Turn.computing(body);
        }
        Turn turn = new Turn(this, work);
        turn.take();
        try {
            return ScopedValue.where(Turn.CURRENT, turn).<T, X>call(body::call);
        } finally {
            turn.giveBack();
        }
    }

    /** How many threads wait for a turn. */
    public int waiting() {
        return awaited;
    }

    /** Whether all turns are taken. */
    boolean isHeld() {
        lock.lock();
        try {
            return free == 0;
        } finally {
            lock.unlock();
        }
    }

    boolean isAwaited() {
        return awaited > 0;
    }

    long slice() {
        return slice;
    }

    /** Waits for a turn; an interruption is kept for later. */
    void acquire(String owner) {
        Waiter waiter;
        lock.lock();
        try {
            if (free > 0) {
                free--;
                return;
            }
            waiter = new Waiter();
            waiting.computeIfAbsent(owner, key -> new ArrayDeque<>()).add(waiter);
            awaited++;
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (!waiter.granted) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void release() {
        Waiter next;
        lock.lock();
        try {
            Map.Entry<String, Deque<Waiter>> owner = waiting.pollFirstEntry();
            if (owner == null) {
                free++;
                return;
            }
            next = owner.getValue().remove();
            awaited--;
            if (!owner.getValue().isEmpty()) {
                waiting.putLast(owner.getKey(), owner.getValue());
            }
        } finally {
            lock.unlock();
        }
        next.granted = true;
        LockSupport.unpark(next.thread);
    }
}
