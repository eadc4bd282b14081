package io.hookline.server.task;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * State that one thread, its owner, works on and that others change. It is reached only through the
 * mailbox, which lets one thread in at a time, so the state itself needs no lock. What is passed in
 * must be short and must not block; it may use the mailbox again.
 */
public final class Mailbox<S> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final S state;

    /**
     * @param state must not be used by anybody else from now on
     */
    public Mailbox(S state) {
        this.state = state;
    }

    /** What the owner does next. */
    public sealed interface Next<R> {
        /** It works. */
        record Go<R>(R value) implements Next<R> {}

        /** It looks again when the state changes, or after so long. */
        record Pause<R>(long nanos) implements Next<R> {}

        /** It looks again when the state changes. */
        record Rest<R>() implements Next<R> {}
    }

    /** Asks the state; what changes in it does not wake the owner. */
    public <R> R ask(Function<? super S, R> question) {
        lock.lock();
        try {
            return question.apply(state);
        } finally {
            lock.unlock();
        }
    }

    /** Changes the state and wakes the owner. */
    public void change(Consumer<? super S> change) {
        lock.lock();
        try {
            change.accept(state);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hands over a message without making any object for it.
     *
     * @param receive adds it to the state, and says whether to wake the owner
     */
    public <M> void post(M message, BiPredicate<? super S, ? super M> receive) {
        lock.lock();
        try {
            if (receive.test(state, message)) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets the owner wait until the state gives it something to do. Only the owner may call it. */
    public <R> R await(Function<? super S, Next<R>> next) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                switch (next.apply(state)) {
                    case Next.Go<R>(R value) -> {
                        return value;
                    }
                    case Next.Pause<R>(long nanos) -> changed.awaitNanos(nanos);
                    case Next.Rest<R>() -> changed.await();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
