package io.hookline.flow.engine;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The memory for values that all executions of a process share. What an execution makes is counted
 * when it is there; while more is held than there is room for, executions wait before their next
 * card. One of them, the oldest that asks, goes on all the same until it has ended or there is
 * room, so that all of them end: at most the room and what one execution may hold is in use, beside
 * what the cards make that run at that moment.
 */
public final class ValueMemory {
    private static final long LOOK_EVERY_MILLIS = 100;

    private final long room;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong opened = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeSet<Share> waiting = new TreeSet<>();

    /** Whether somebody was refused and is to be notified when there is room. */
    private volatile boolean refused;

    private volatile Optional<Share> passing = Optional.empty();

    /**
     * @param room in bytes
     */
    public ValueMemory(long room) {
        this.room = room;
    }

    /** Without a bound. */
    public static ValueMemory unbounded() {
        return new ValueMemory(Long.MAX_VALUE);
    }

    /** In bytes. */
    public long room() {
        return room;
    }

    /** Whether more is held than there is room for, so that nothing new should start. */
    public boolean isFull() {
        return held.get() > room;
    }

    /** About how many bytes are held. */
    public long held() {
        return held.get();
    }

    /** Calls the listener, on any thread, when there may be room for what was refused. */
    public void onRoom(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Reserves bytes for the input of an execution that is about to start.
     *
     * @return empty when there is no room for them now; the listeners are notified when it may be
     *     worth asking again
     */
    public Optional<Reservation> reserve(long bytes) {
        while (true) {
            long before = held.get();
            if (before > 0 && before + bytes > room) {
                refused = true;
                if (held.get() < before) {
                    // what was given back in between notified nobody
                    continue;
                }
                return Optional.empty();
            }
            if (held.compareAndSet(before, before + bytes)) {
                return Optional.of(new Reservation(this, bytes));
            }
        }
    }

    /** Bytes that are set aside until they are given back, once. */
    public record Reservation(ValueMemory memory, long bytes) {
        public void giveBack() {
            memory.returned(bytes);
        }
    }

    /** The share of an execution that begins. */
    Share open() {
        return new Share(opened.incrementAndGet());
    }

    private void returned(long bytes) {
        long before = held.getAndAdd(-bytes);
        if (before > room && before - bytes <= room) {
            lock.lock();
            try {
                passing = Optional.empty();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
        if (refused && before - bytes <= room) {
            refused = false;
            listeners.forEach(Runnable::run);
        }
    }

    /** What one execution holds, with the helpers that it waits for. */
    final class Share implements AutoCloseable, Comparable<Share> {
        private final long number;
        private final AtomicLong own = new AtomicLong();

        private Share(long number) {
            this.number = number;
        }

        /**
         * Counts what is there now.
         *
         * @return what the execution holds with it
         */
        long take(long bytes) {
            held.addAndGet(bytes);
            return own.addAndGet(bytes);
        }

        void giveBack(long bytes) {
            own.addAndGet(-bytes);
            returned(bytes);
        }

        /** Whether there is no room, and it is not the one that may pass. */
        boolean mustWait() {
            return isFull() && !passes();
        }

        /** Waits while there is no room, unless it may pass or is to stop. */
        void awaitRoom(BooleanSupplier stops) {
            if (!mustWait()) {
                return;
            }
            lock.lock();
            try {
                while (isFull() && !mayPass() && !stops.getAsBoolean()) {
                    changed.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                waiting.remove(this);
                lock.unlock();
            }
        }

        private boolean passes() {
            return passing.filter(share -> share == this).isPresent();
        }

        private boolean mayPass() {
            waiting.add(this);
            if (passing.isEmpty() && waiting.first() == this) {
                passing = Optional.of(this);
            }
            return passes();
        }

        /** Gives everything back. */
        @Override
        public void close() {
            returned(own.getAndSet(0));
            if (passes()) {
                lock.lock();
                try {
                    passing = Optional.empty();
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        }

        @Override
        public int compareTo(Share other) {
            return Long.compare(number, other.number);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }
}
