package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.attempt.Attempts.OwnDeliveryFailed;
import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.DeliveryRequest;
import io.hookline.server.delivery.attempt.Outcome.Accepted;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.delivery.lane.LaneLedger.Plan;
import io.hookline.server.delivery.lane.LaneStore.StoredLane;
import io.hookline.server.hook.definition.EventHook;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Carries the events of one hook, in order, on a thread of its own. See README.md beside this file
 * for the states.
 */
final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);

    private final LaneTools tools;
    private final LaneLedger ledger;
    private final String hookId;
    private final int epoch;
    private final LaneInput input;
    private final Batching batching;
    private final Probing probing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;

    // guarded by the lock
    private EventHook hook;
    private boolean paused;
    private boolean ended;
    private Plan plan;
    private long dueNanos;
    private boolean hurried;

    // of the lane's thread
    private Optional<DeliveryRequest> atHand = Optional.empty();
    private boolean waitedForQuota;

    Lane(LaneTools tools, EventHook hook, StoredLane stored) {
        this.tools = tools;
        this.hook = hook;
        this.hookId = hook.id();
        this.epoch = stored.epoch();
        this.paused = stored.paused();
        this.ledger = new LaneLedger(tools, hook.id(), stored.epoch());
        this.input =
                new LaneInput(
                        new Interest(hook),
                        startOf(stored),
                        tools.log(),
                        tools.matcher(),
                        lock,
                        changed);
        this.batching = new Batching(input, ledger, tools);
        this.probing = new Probing(batching, ledger, tools);
        resume(stored);
        this.thread = Thread.ofVirtual().name("lane-" + hook.id()).unstarted(this::run);
    }

    /** Where taking events goes on: behind what the open batches hold. */
    private static long startOf(StoredLane stored) {
        return stored.open().stream().mapToLong(Batch::last).reduce(stored.position(), Math::max);
    }

    private void resume(StoredLane stored) {
        Duration wait =
                stored.open().stream()
                        .findFirst()
                        .flatMap(Batch::nextAttemptAt)
                        .map(at -> Duration.between(tools.clock().instant(), at))
                        .orElse(Duration.ZERO);
        follow(new Plan(stored.open(), wait, stored.circuitOpenSince(), Optional.empty()));
    }

    // ---- from outside

    void start() {
        tools.matcher().add(input);
        thread.start();
    }

    /**
     * The hook changed, but goes on receiving events or will again. A held batch is tried at once.
     */
    void update(EventHook after) {
        lock.lock();
        try {
            if (!after.events().equals(hook.events())) {
                input.want(new Interest(after));
            }
            hook = after;
            hurry();
        } finally {
            lock.unlock();
        }
        tools.matcher().index();
    }

    void pause(boolean pause) {
        lock.lock();
        try {
            paused = pause;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is held now. */
    void hurry() {
        lock.lock();
        try {
            hurried = true;
            dueNanos = System.nanoTime();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Sends nothing more; what is on its way is still recorded. */
    void end() {
        tools.matcher().remove(input);
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean join(Duration timeout) throws InterruptedException {
        return thread.join(timeout);
    }

    /** Up to where nothing is left to deliver; see {@link LaneInput#settledTo}. */
    long settledTo(long matched) {
        lock.lock();
        try {
            return plan.open().isEmpty() ? input.settledTo(matched) : -1;
        } finally {
            lock.unlock();
        }
    }

    String hookId() {
        return hookId;
    }

    int epoch() {
        return epoch;
    }

    LaneStatus status() {
        lock.lock();
        try {
            return new LaneStatus(
                    !hook.receives() || paused,
                    plan.open().size(),
                    plan.open().stream().findFirst().map(Batch::attempts).orElse(0),
                    plan.open().stream().findFirst().flatMap(Batch::nextAttemptAt),
                    plan.circuitOpenSince(),
                    input.interest().filterErrors(),
                    input.interest().lastFilterError());
        } finally {
            lock.unlock();
        }
    }

    /** What its filters could not decide; empty when there is nothing to tell. */
    Optional<Lanes.FilterErrors> tellableErrors() {
        lock.lock();
        try {
            Interest interest = input.interest();
            return interest.lastFilterError()
                    .filter(last -> interest.tellableErrors() > 0)
                    .map(last ->
                            new Lanes.FilterErrors(
                                    hookId, hook.name(), interest.tellableErrors(), last));
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing waits: no batch, and no event that it wants. */
    boolean isIdle() {
        lock.lock();
        try {
            return plan.open().isEmpty() && input.nothingWaits();
        } finally {
            lock.unlock();
        }
    }

    /** Position of the first event in a batch; empty when there is no batch. */
    Optional<Long> first() {
        return planNow().open().stream().findFirst().map(Batch::first);
    }

    List<String> types() {
        return input.types();
    }

    // ---- the lane's thread

    private void run() {
        try {
            NextStep next = NextStep.TAKE;
            while (next != NextStep.END) {
                next = step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private NextStep step() throws InterruptedException {
        try {
            NextStep next = await();
            EventHook current = hookNow();
            switch (next) {
                case TAKE -> take(current);
                case HEAD -> sendHead(current);
                case QUOTA -> reportQuota();
                case END -> {}
            }
            return next;
        } catch (RuntimeException e) {
            return recover(e);
        }
    }

    private NextStep await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended) {
                if (paused || !hook.receives()) {
                    input.leave();
                    changed.await();
                } else if (!plan.open().isEmpty()) {
                    long left = dueNanos - System.nanoTime();
                    if (left <= 0) {
                        hurried = false;
                        return NextStep.HEAD;
                    }
                    changed.awaitNanos(left);
                } else if (input.queued() == 0 && !input.lags()) {
                    input.settle();
                    input.wakeAt(1);
                    changed.await();
                } else if (tools.quota().left() == 0) {
                    if (!tools.quota().isReported() && !waitedForQuota) {
                        waitedForQuota = true;
                        return NextStep.QUOTA;
                    }
                    waitedForQuota = false;
                    changed.awaitNanos(tools.quota().pause().toNanos());
                } else if (input.lags()) {
                    input.settle();
                    return NextStep.TAKE;
                } else {
                    BatchSize size = batching.size(hook);
                    long waited = input.waitedNanos();
                    if (size.isReached(input.queued(), waited)) {
                        return NextStep.TAKE;
                    }
                    input.wakeAt(size.most());
                    changed.awaitNanos(size.patience().toNanos() - waited);
                }
            }
            return NextStep.END;
        } finally {
            lock.unlock();
        }
    }

    private EventHook hookNow() {
        lock.lock();
        try {
            return hook;
        } finally {
            lock.unlock();
        }
    }

    private void take(EventHook hook) {
        if (tools.attempts().isOwn(hook)) {
            List<DeliveryRequest> requests = batching.several(hook);
            if (!requests.isEmpty()) {
                deliverOwn(hook, requests);
            }
            return;
        }
        Optional<DeliveryRequest> request = batching.one(hook);
        if (request.isPresent()) {
            follow(ledger.open(hook, Plan.of(List.of()), request.get().batch()));
            atHand = request;
        }
    }

    /** Says that events wait for the quota, if some of this hook's types do. */
    private void reportQuota() {
        long position =
                tools.writer()
                        .database()
                        .read(transaction -> tools.store().lane(transaction, hookId))
                        .map(StoredLane::position)
                        .orElse(Long.MAX_VALUE);
        if (tools.log().waiting(position, input.types(), 1).count() > 0) {
            tools.writer()
                    .write(transaction -> {
                        tools.quota().exceeded(transaction);
                        return position;
                    });
        }
    }

    /** Several requests to our own flow in one transaction. */
    private void deliverOwn(EventHook hook, List<DeliveryRequest> requests) {
        try {
            Plan next = ledger.deliverOwn(hook, requests);
            follow(next);
            next.last().ifPresent(input::rewind);
        } catch (OwnDeliveryFailed e) {
            // One of them broke the unit: the first is made durable and fails or passes alone.
            log.warn("Deliveries of hook {} broke together; the next is tried alone", hookId, e);
            Batch first = requests.getFirst().batch();
            follow(ledger.open(hook, Plan.of(List.of()), first));
            input.rewind(first.last());
        }
    }

    private void sendHead(EventHook hook) {
        Plan before = planNow();
        Optional<DeliveryRequest> head = request(before.head());
        if (head.isEmpty()) {
            follow(ledger.eventsGone(before));
            return;
        }
        Optional<DeliveryRequest> next = nextIfReady(hook, before);
        Plan after = send(hook, before, head.get(), next.map(DeliveryRequest::batch));
        follow(after);
        if (next.isPresent()) {
            keepOrGiveBack(next.get(), before, after);
        }
        if (after.wantsProbe()) {
            follow(probing.probe(hook, after, head.get()));
        }
        if (after.delay().isPositive()) {
            input.leave();
        }
    }

    private Plan send(EventHook hook, Plan before, DeliveryRequest head, Optional<Batch> next) {
        AtomicReference<Accepted> taken = new AtomicReference<>();
        try {
            return tools.attempts()
                    .attempt(
                            hook,
                            head,
                            (transaction, outcome) ->
                                    switch (outcome) {
                                        case Accepted accepted -> {
                                            taken.set(accepted);
                                            yield ledger.delivered(
                                                    transaction, hook, before, accepted, next);
                                        }
                                        case Refused refused ->
                                                ledger.refused(
                                                        transaction,
                                                        hook,
                                                        before,
                                                        head.events(),
                                                        refused);
                                    });
        } catch (LaneEnded e) {
            if (taken.get() != null && !tools.attempts().isOwn(hook)) {
                ledger.deliveredTooLate(head.batch(), taken.get());
            }
            throw e;
        }
    }

    /**
     * The events that make the next batch, so that one transaction ends this one and opens that.
     */
    private Optional<DeliveryRequest> nextIfReady(EventHook hook, Plan before) {
        boolean single = before.open().size() == 1 && before.held().isEmpty();
        return single && !tools.attempts().isOwn(hook) && isReached(batching.size(hook))
                ? batching.one(hook)
                : Optional.empty();
    }

    private boolean isReached(BatchSize size) {
        lock.lock();
        try {
            return input.lags()
                    || input.queued() > 0 && size.isReached(input.queued(), input.waitedNanos());
        } finally {
            lock.unlock();
        }
    }

    private void keepOrGiveBack(DeliveryRequest next, Plan before, Plan after) {
        boolean opened =
                after.open().stream()
                        .anyMatch(batch -> batch.eventId().equals(next.batch().eventId()));
        if (opened) {
            atHand = Optional.of(next);
        } else {
            input.rewind(after.last().orElse(before.head().last()));
        }
    }

    // ---- the plan

    private Plan planNow() {
        lock.lock();
        try {
            return plan;
        } finally {
            lock.unlock();
        }
    }

    private void follow(Plan next) {
        lock.lock();
        try {
            plan = next;
            dueNanos = System.nanoTime() + (hurried ? 0 : next.delay().toNanos());
        } finally {
            lock.unlock();
        }
        if (next.open().isEmpty() || next.delay().isPositive()) {
            atHand = Optional.empty();
        }
    }

    /** The batch with its bytes: as it was made, or made again from the log. */
    private Optional<DeliveryRequest> request(Batch batch) {
        Optional<DeliveryRequest> kept =
                atHand.filter(request -> request.batch().eventId().equals(batch.eventId()));
        return kept.isPresent() ? kept : tools.attempts().load(batch);
    }

    // ---- when something went wrong

    /**
     * Goes on from what is stored: at once when the hook changed or the lane's life ended while it
     * was at work, for then nothing was written; else after a pause, again and again while that
     * fails.
     */
    private NextStep recover(RuntimeException failure) throws InterruptedException {
        RuntimeException cause = failure;
        while (cause instanceof LaneEnded || pausedAfter(cause)) {
            try {
                return reload();
            } catch (RuntimeException e) {
                cause = e;
            }
        }
        return NextStep.END;
    }

    /** False when the lane ended meanwhile. */
    private boolean pausedAfter(RuntimeException cause) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!ended) {
                log.error("The lane of hook {} failed; it goes on in a moment", hookId, cause);
                changed.awaitNanos(PAUSE_AFTER_ERROR.toNanos());
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /** Goes on from what is stored, as after a restart. */
    private NextStep reload() {
        Optional<StoredLane> stored =
                tools.writer()
                        .database()
                        .read(transaction -> tools.store().lane(transaction, hookId))
                        .filter(lane -> lane.live() && lane.epoch() == epoch);
        if (stored.isEmpty()) {
            end();
            return NextStep.END;
        }
        atHand = Optional.empty();
        input.rewind(startOf(stored.get()));
        resume(stored.get());
        return NextStep.TAKE;
    }
}
