package io.hookline.server.execution.queue;

/**
 * Where this process stands with an execution that has a row of its own in the queue: a root, or a
 * helper that nobody waits for. A helper that its caller waits for has no stage: it runs, waits and
 * is cancelled with its root.
 *
 * <pre>
 *              OFFER        START       CANCEL       SUSPEND      END
 * ABSENT       HELD         -           CANCELLING   -            -
 * HELD         HELD         RUNNING     CANCELLING   -            -
 * RUNNING      RUNNING      -           CANCELLING   ABSENT       ABSENT
 * CANCELLING   CANCELLING   -           CANCELLING   CANCELLING   ABSENT
 * </pre>
 *
 * Whoever cancels first marks the row ({@link QueueRows#cancel}), so that the execution ends as
 * cancelled whenever it is read next, also after a crash; the stage says what this process must do
 * beyond that. The queue changes stages one at a time, so that a cancellation is never lost between
 * two of them and no execution runs twice at once.
 */
enum Stage {
    /** Memory does not know it: its row is queued or waits in the store, or it has ended. */
    ABSENT,
    /** It is read and has its place in its flow's order. */
    HELD,
    /** A worker runs it. */
    RUNNING,
    /** A worker ends it: at once, or before the next card. */
    CANCELLING;

    /** What happens to an execution. */
    enum Event {
        /** It was accepted, or its row was read. */
        OFFER,
        /** It is its turn. */
        START,
        /** Somebody cancels it. */
        CANCEL,
        /** It waits, or could not go on now. */
        SUSPEND,
        /** It has ended. */
        END
    }

    /**
     * The stage that follows.
     *
     * @throws IllegalStateException when that cannot happen to it
     */
    Stage after(Event event) {
        return switch (event) {
            case OFFER -> this == ABSENT ? HELD : this;
            case START -> only(HELD, RUNNING, event);
            case CANCEL -> CANCELLING;
            case SUSPEND -> this == CANCELLING ? CANCELLING : only(RUNNING, ABSENT, event);
            case END -> this == CANCELLING ? ABSENT : only(RUNNING, ABSENT, event);
        };
    }

    private Stage only(Stage from, Stage to, Event event) {
        if (this != from) {
            throw new IllegalStateException(event + " cannot happen to what is " + this);
        }
        return to;
    }
}
