package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.attempt.Attempts.OwnDeliveryFailed;
import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.DeliveryRequest;
import io.hookline.server.delivery.attempt.Outcome.Accepted;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.delivery.lane.LaneLedger.Plan;
import io.hookline.server.delivery.lane.LaneStore.StoredLane;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.task.Mailbox;
import io.hookline.server.task.Mailbox.Next;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

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
    private final Mailbox<LaneState> mailbox;
    private final Thread thread;

    // of the lane's thread
    private Optional<DeliveryRequest> atHand = Optional.empty();
    private boolean waitedForQuota;

    Lane(LaneTools tools, EventHook hook, StoredLane stored) {
        this.tools = tools;
        this.hookId = hook.id();
        this.epoch = stored.epoch();
        this.ledger = new LaneLedger(tools, hook.id(), stored.epoch());
        LaneQueue queue = new LaneQueue(startOf(stored));
        this.mailbox = new Mailbox<>(new LaneState(hook, stored.paused(), queue));
        this.input =
                new LaneInput(
                        new Interest(hook, tools.settings().mostHops()),
                        startOf(stored),
                        tools.log(),
                        tools.matcher(),
                        mailbox,
                        queue);
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
        mailbox.change(state -> {
            if (!after.events().equals(state.hook().events())) {
                input.want(new Interest(after, tools.settings().mostHops()));
            }
            state.update(after);
        });
        tools.matcher().index();
    }

    void pause(boolean pause) {
        mailbox.change(state -> state.pause(pause));
    }

    /** Sends what is held now. */
    void hurry() {
        mailbox.change(LaneState::hurry);
    }

    /** Sends nothing more; what is on its way is still recorded. */
    void end() {
        tools.matcher().remove(input);
        mailbox.change(LaneState::end);
    }

    boolean join(Duration timeout) throws InterruptedException {
        return thread.join(timeout);
    }

    /** Up to where nothing is left to deliver; see {@link LaneQueue#settledTo}. */
    long settledTo(long matched) {
        return mailbox.ask(
                state -> state.plan().open().isEmpty() ? state.queue().settledTo(matched) : -1L);
    }

    String hookId() {
        return hookId;
    }

    int epoch() {
        return epoch;
    }

    LaneStatus status() {
        return mailbox.ask(state -> state.status(input.interest()));
    }

    /** What its filters could not decide; empty when there is nothing to report. */
    Optional<Lanes.FilterErrors> filterErrors() {
        Interest interest = input.interest();
        return interest.lastFilterError()
                .filter(last -> interest.reportableErrors() > 0)
                .map(last ->
                        new Lanes.FilterErrors(
                                hookId, hookNow().name(), interest.reportableErrors(), last));
    }

    /** Whether nothing waits: no batch, and no event that it wants. */
    boolean isIdle() {
        return mailbox.ask(LaneState::isIdle);
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
        return mailbox.await(this::next);
    }

    private Next<NextStep> next(LaneState state) {
        LaneQueue queue = state.queue();
        if (state.isEnded()) {
            return new Next.Go<>(NextStep.END);
        }
        if (state.isWaiting()) {
            input.rest();
            return new Next.Rest<>();
        }
        if (!state.plan().open().isEmpty()) {
            long left = state.untilDue();
            return left <= 0 ? new Next.Go<>(NextStep.HEAD) : new Next.Pause<>(left);
        }
        boolean lags = input.lags(queue);
        if (queue.isEmpty() && !lags) {
            input.settle(queue);
            queue.wakeAt(1);
            return new Next.Rest<>();
        }
        if (tools.quota().left() == 0) {
            return nextOfQuota();
        }
        if (lags) {
            input.settle(queue);
            return new Next.Go<>(NextStep.TAKE);
        }
        BatchSize size = batching.size(state.hook());
        long waited = queue.waitedNanos();
        if (size.isReached(queue.size(), waited)) {
            return new Next.Go<>(NextStep.TAKE);
        }
        queue.wakeAt(size.most());
        return new Next.Pause<>(size.patience().toNanos() - waited);
    }

    private Next<NextStep> nextOfQuota() {
        if (!tools.quota().isReported() && !waitedForQuota) {
            waitedForQuota = true;
            return new Next.Go<>(NextStep.QUOTA);
        }
        waitedForQuota = false;
        return new Next.Pause<>(tools.quota().pause().toNanos());
    }

    private EventHook hookNow() {
        return mailbox.ask(LaneState::hook);
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
            input.rest();
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
        return mailbox.ask(state -> {
            LaneQueue queue = state.queue();
            return input.lags(queue)
                    || !queue.isEmpty() && size.isReached(queue.size(), queue.waitedNanos());
        });
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
        return mailbox.ask(LaneState::plan);
    }

    private void follow(Plan next) {
        mailbox.change(state -> state.follow(next));
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
        if (!mailbox.ask(LaneState::isEnded)) {
            log.error("The lane of hook {} failed; it continues in a moment", hookId, cause);
        }
        long until = System.nanoTime() + PAUSE_AFTER_ERROR.toNanos();
        return mailbox.await(state -> {
            long left = until - System.nanoTime();
            return state.isEnded() || left <= 0
                    ? new Next.Go<>(!state.isEnded())
                    : new Next.Pause<>(left);
        });
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
