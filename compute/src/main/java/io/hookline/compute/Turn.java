package io.hookline.compute;

import java.lang.ScopedValue.CallableOp;
import java.time.Duration;

/**
 * One thread's hold of a turn while it computes. What computes for long asks {@link #check} now and
 * then; who waits for something gives the turn back with {@link #waiting}. Without a turn both do
 * nothing more.
 *
 * <p>Neither may be called while a lock is held that others need who have a turn: getting the turn
 * back can take long.
 */
public final class Turn {
    static final ScopedValue<Turn> CURRENT = ScopedValue.newInstance();

    private final Turns turns;
    private final Work work;
    private boolean held;
    private boolean finishes;
    private long began;

    /** When it last gave others the chance. */
    private long sliceBegan;

    Turn(Turns turns, Work work) {
        this.turns = turns;
        this.work = work;
    }

    Turns turns() {
        return turns;
    }

    /**
     * Passes the turn on when it has lasted and others wait, and comes back when it is this work's
     * turn again.
     *
     * @throws ComputingEnded when the work must stop, or has computed for as long as it may
     */
    public static void check() {
        if (CURRENT.isBound()) {
            CURRENT.get().go(true);
        }
    }

    /** As {@link #check}, but never stops the work: for places where it cannot stop. */
    public static void passOn() {
        if (CURRENT.isBound()) {
            CURRENT.get().go(false);
        }
    }

    /**
     * Finishes work that is done as far as others can see: it passes its turn on, and is not
     * stopped any more.
     */
    public static <T, X extends Throwable> T finishing(CallableOp<? extends T, X> rest) throws X {
        if (!CURRENT.isBound()) {
            return rest.call();
        }
        Turn turn = CURRENT.get();
        boolean before = turn.finishes;
        turn.finishes = true;
        try {
            return rest.call();
        } finally {
            turn.finishes = before;
        }
    }

    /** Waits for something without holding the turn. */
    public static <T, X extends Throwable> T waiting(CallableOp<? extends T, X> wait) throws X {
        if (!CURRENT.isBound() || !CURRENT.get().held) {
            return wait.call();
        }
        Turn turn = CURRENT.get();
        turn.giveBack();
        try {
            return wait.call();
        } finally {
            turn.take();
        }
    }

    /** Computes with the turn that was given back by {@link #waiting}; without one, as it is. */
    public static <T, X extends Throwable> T computing(CallableOp<? extends T, X> work) throws X {
        if (!CURRENT.isBound() || CURRENT.get().held) {
            return work.call();
        }
        Turn turn = CURRENT.get();
        turn.take();
        try {
            return work.call();
        } finally {
            turn.giveBack();
        }
    }

    /** The work on another thread, with a turn of its own, for the same owner and time. */
    public static Runnable alike(Runnable work) {
        if (!CURRENT.isBound()) {
            return work;
        }
        Turn turn = CURRENT.get();
        return () ->
                turn.turns.take(
                        turn.work,
                        () -> {
                            work.run();
                            return turn;
                        });
    }

    /** How long the work of this thread has computed; nothing without a turn. */
    public static Duration used() {
        if (!CURRENT.isBound()) {
            return Duration.ZERO;
        }
        Turn turn = CURRENT.get();
        long now = turn.held ? System.nanoTime() - turn.began : 0;
        return turn.work.time().used().plusNanos(now);
    }

    /** Counts what an earlier run of the same work used. */
    public static void resumeAt(Duration earlier) {
        if (CURRENT.isBound()) {
            CURRENT.get().work.time().resumeAt(earlier);
        }
    }

    private void go(boolean mayStop) {
        if (!held) {
            return;
        }
        long now = System.nanoTime();
        if (mayStop && !finishes) {
            if (work.stopped().getAsBoolean() || Thread.currentThread().isInterrupted()) {
                throw new ComputingEnded.Stopped();
            }
            work.time().require(now - began);
        }
        if (now - sliceBegan > turns.slice() && turns.isAwaited()) {
            giveBack();
            take();
        }
    }

    void take() {
        turns.acquire(work.owner());
        held = true;
        began = System.nanoTime();
        sliceBegan = began;
        work.presence().enter();
    }

    void giveBack() {
        work.presence().leave();
        held = false;
        work.time().add(System.nanoTime() - began);
        turns.release();
    }
}
