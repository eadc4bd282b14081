package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.lane.LaneLedger.Plan;
import io.hookline.server.hook.definition.EventHook;

import java.util.List;

/** What a lane shares with others, in its mailbox. */
final class LaneState {
    private final LaneQueue queue;
    private EventHook hook;
    private boolean paused;
    private boolean ended;
    private Plan plan = Plan.of(List.of());
    private long dueNanos;
    private boolean hurried;

    LaneState(EventHook hook, boolean paused, LaneQueue queue) {
        this.hook = hook;
        this.paused = paused;
        this.queue = queue;
    }

    LaneQueue queue() {
        return queue;
    }

    EventHook hook() {
        return hook;
    }

    Plan plan() {
        return plan;
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether nothing is sent because it is paused or its hook is not verified. */
    boolean isWaiting() {
        return paused || !hook.receives();
    }

    boolean isIdle() {
        return plan.open().isEmpty() && queue.nothingWaits();
    }

    void update(EventHook after) {
        hook = after;
        hurry();
    }

    void pause(boolean pause) {
        paused = pause;
    }

    void end() {
        ended = true;
    }

    /** Sends what is held now. */
    void hurry() {
        hurried = true;
        dueNanos = System.nanoTime();
    }

    void follow(Plan next) {
        plan = next;
        dueNanos = System.nanoTime() + (hurried ? 0 : next.delay().toNanos());
    }

    /** How long until the head is sent; then nobody has to hurry any more. */
    long untilDue() {
        long left = dueNanos - System.nanoTime();
        if (left <= 0) {
            hurried = false;
        }
        return left;
    }

    /** What people see of it. */
    LaneStatus status(Interest interest) {
        return new LaneStatus(
                isWaiting(),
                plan.open().size(),
                plan.open().stream().findFirst().map(Batch::attempts).orElse(0),
                plan.open().stream().findFirst().flatMap(Batch::nextAttemptAt),
                plan.circuitOpenSince(),
                interest.filterErrors(),
                interest.lastFilterError());
    }
}
