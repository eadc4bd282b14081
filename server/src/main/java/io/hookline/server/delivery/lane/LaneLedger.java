package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.attempt.Attempts.OwnDelivery;
import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.Decision;
import io.hookline.server.delivery.attempt.DeliveryRequest;
import io.hookline.server.delivery.attempt.FailureReport;
import io.hookline.server.delivery.attempt.FailureReport.Consequence;
import io.hookline.server.delivery.attempt.HookEvent;
import io.hookline.server.delivery.attempt.Outcome;
import io.hookline.server.delivery.attempt.Outcome.Accepted;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.delivery.record.DeliveryRows;
import io.hookline.server.delivery.record.DeliveryRows.Ending;
import io.hookline.server.hook.definition.DeliverySettings.Policy;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.store.Transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is written down at each step of one lane, and what the lane does next. Each step is one
 * transaction; after a crash the lane goes on from the last one.
 */
final class LaneLedger {
    /** So often the head may fail before the batch behind it is tried. */
    static final int FAILURES_BEFORE_PROBE = 5;

    private final LaneTools tools;
    private final LaneStore store;
    private final String hookId;
    private final int epoch;

    LaneLedger(LaneTools tools, String hookId, int epoch) {
        this.tools = tools;
        this.store = tools.store();
        this.hookId = hookId;
        this.epoch = epoch;
    }

    /**
     * How a lane goes on.
     *
     * @param open its batches, the head first
     * @param delay before the head is sent
     * @param circuitOpenSince when it was found that the receiver is down
     * @param held why the head was refused, when it stays the head
     */
    record Plan(
            List<Batch> open,
            Duration delay,
            Optional<Instant> circuitOpenSince,
            Optional<Refused> held) {
        Plan {
            open = List.copyOf(open);
        }

        static Plan of(List<Batch> open) {
            return new Plan(open, Duration.ZERO, Optional.empty(), Optional.empty());
        }

        Batch head() {
            return open.getFirst();
        }

        /** Behind which position new events are taken, if it has batches. */
        Optional<Long> last() {
            return open.stream().map(Batch::last).reduce(Math::max);
        }

        /** Whether it is time to find out if the head is to blame or the receiver. */
        boolean wantsProbe() {
            return held.isPresent() && head().attempts() >= FAILURES_BEFORE_PROBE;
        }
    }

    /** A new batch of those events, not stored yet. */
    DeliveryRequest request(EventHook hook, List<HookEvent> events) {
        Batch batch =
                Batch.of(
                        hook,
                        events.stream().map(HookEvent::position).toList(),
                        tools.source(hookId),
                        now());
        return DeliveryRequest.of(batch, events);
    }

    /**
     * Makes a batch durable.
     *
     * @throws LaneEnded when the hook changed since its events were chosen
     */
    Plan open(EventHook hook, Plan before, Batch batch) {
        return tools.writer()
                .write(transaction -> {
                    requireCurrent(transaction, hook);
                    requireQuota(transaction, batch.size());
                    DeliveryRows.open(transaction, batch);
                    return new Plan(
                            with(before.open(), batch),
                            before.delay(),
                            before.circuitOpenSince(),
                            before.held());
                });
    }

    /** The head was delivered; the next batch is made durable in the same transaction. */
    Plan delivered(
            Transaction transaction,
            EventHook hook,
            Plan before,
            Accepted accepted,
            Optional<Batch> next) {
        Batch head = before.head();
        DeliveryRows.delivered(transaction, head, accepted, now(), false);
        store.advance(transaction, hookId, epoch, head.last());
        List<Batch> rest = without(before.open(), head);
        if (next.isPresent()
                && store.isCurrent(transaction, hookId, epoch, hook.revision())
                && tools.quota().fits(transaction, next.get().size())) {
            tools.quota().count(transaction, next.get().size());
            DeliveryRows.open(transaction, next.get());
            return Plan.of(with(rest, next.get()));
        }
        return Plan.of(rest);
    }

    /** The receiver had it, but the lane's life was over by then: the record tells the truth. */
    void deliveredTooLate(Batch batch, Accepted accepted) {
        tools.writer()
                .write(transaction -> {
                    DeliveryRows.delivered(transaction, batch, accepted, now(), false);
                    return batch;
                });
    }

    /** The head was refused. */
    Plan refused(
            Transaction transaction,
            EventHook hook,
            Plan before,
            List<HookEvent> events,
            Refused refused) {
        Batch head = before.head();
        Instant now = now();
        int attempts = head.attempts() + 1;
        Decision decision =
                Decision.of(
                        refused,
                        policy(hook),
                        attempts,
                        head.size(),
                        Duration.between(head.eventTime(), now),
                        tools.schedule());
        return switch (decision) {
            case Decision.Retry retry -> {
                Batch tried = head.after(attempts, Optional.of(now.plus(retry.delay())));
                DeliveryRows.refused(transaction, tried, refused, now);
                store.hold(transaction, hookId, epoch, now, before.circuitOpenSince());
                yield new Plan(
                        replaced(before.open(), head, List.of(tried)),
                        retry.delay(),
                        before.circuitOpenSince(),
                        Optional.of(refused).filter(r -> policy(hook) == Policy.DURABLE));
            }
            case Decision.Postpone postpone -> {
                Batch waiting =
                        head.after(head.attempts(), Optional.of(now.plus(postpone.delay())));
                DeliveryRows.postponed(transaction, waiting, refused);
                yield new Plan(
                        replaced(before.open(), head, List.of(waiting)),
                        postpone.delay(),
                        before.circuitOpenSince(),
                        Optional.empty());
            }
            case Decision.Split split -> {
                DeliveryRows.refused(
                        transaction, head.after(attempts, Optional.empty()), refused, now);
                DeliveryRows.ended(
                        transaction, head.eventId(), Ending.SPLIT, Optional.empty(), now);
                int middle = head.size() / 2;
                List<Batch> parts =
                        List.of(head.part(0, middle, now), head.part(middle, head.size(), now));
                for (Batch part : parts) {
                    DeliveryRows.open(transaction, part);
                }
                yield Plan.of(replaced(before.open(), head, parts));
            }
            case Decision.Fail fail -> {
                Batch tried = head.after(attempts, Optional.empty());
                DeliveryRows.refused(transaction, tried, refused, now);
                fail(transaction, hook, tried, events, refused, Optional.empty());
                store.advance(transaction, hookId, epoch, head.last());
                yield Plan.of(without(before.open(), head));
            }
        };
    }

    /** The batch behind a failing head was tried. */
    Plan probed(
            Transaction transaction,
            EventHook hook,
            Plan before,
            DeliveryRequest head,
            Batch probe,
            Outcome outcome) {
        Instant now = now();
        switch (outcome) {
            case Accepted accepted -> {
                DeliveryRows.delivered(transaction, probe, accepted, now, false);
                fail(
                        transaction,
                        hook,
                        before.head(),
                        head.events(),
                        before.held().orElseThrow(),
                        // at once: the receiver may have recovered between the two attempts
                        Optional.of(now));
                store.advance(transaction, hookId, epoch, probe.last());
                return Plan.of(without(without(before.open(), before.head()), probe));
            }
            case Refused refused -> {
                Batch tried = probe.after(probe.attempts() + 1, Optional.empty());
                DeliveryRows.refused(transaction, tried, refused, now);
                return receiverDown(
                        transaction,
                        hook,
                        new Plan(
                                replaced(before.open(), probe, List.of(tried)),
                                before.delay(),
                                before.circuitOpenSince(),
                                before.held()),
                        head.events());
            }
        }
    }

    /** The receiver takes nothing: the lane waits with an open circuit, and says so once. */
    Plan receiverDown(
            Transaction transaction, EventHook hook, Plan before, List<HookEvent> events) {
        if (before.circuitOpenSince().isPresent()) {
            return before;
        }
        Instant now = now();
        store.hold(transaction, hookId, epoch, now, Optional.of(now));
        tools.report()
                .write(
                        transaction,
                        hook,
                        before.head(),
                        before.held().orElseThrow(),
                        "Event hook receiver does not take deliveries; they wait",
                        Consequence.HELD,
                        FailureReport.lineage(events));
        return new Plan(before.open(), before.delay(), Optional.of(now), before.held());
    }

    /** Events of the head are no longer in the log. */
    Plan eventsGone(Plan before) {
        return tools.writer()
                .write(transaction -> {
                    Batch head = before.head();
                    DeliveryRows.ended(
                            transaction,
                            head.eventId(),
                            Ending.EVENTS_GONE,
                            Optional.empty(),
                            now());
                    store.advance(transaction, hookId, epoch, head.last());
                    return Plan.of(without(before.open(), head));
                });
    }

    /**
     * Delivers several new requests to our own flow: they are made ready first, then executions,
     * records and the lane's move are one transaction. Stops at the first one that has to wait,
     * which is then the lane's head.
     */
    Plan deliverOwn(EventHook hook, List<DeliveryRequest> requests) {
        List<OwnDelivery> deliveries =
                requests.stream().map(request -> tools.attempts().prepare(hook, request)).toList();
        List<Outcome> outcomes = new ArrayList<>();
        Plan next = deliverOwn(hook, requests, deliveries, outcomes);
        for (int i = 0; i < outcomes.size(); i++) {
            tools.attempts().count(hook, requests.get(i), outcomes.get(i));
        }
        return next;
    }

    private Plan deliverOwn(
            EventHook hook,
            List<DeliveryRequest> requests,
            List<OwnDelivery> deliveries,
            List<Outcome> outcomes) {
        return tools.writer()
                .write(transaction -> {
                    outcomes.clear();
                    requireCurrent(transaction, hook);
                    requireQuota(
                            transaction, requests.stream().mapToInt(p -> p.batch().size()).sum());
                    long position = -1;
                    for (int i = 0; i < requests.size(); i++) {
                        DeliveryRequest request = requests.get(i);
                        Outcome outcome = deliveries.get(i).accept(transaction);
                        outcomes.add(outcome);
                        Plan plan = record(transaction, hook, request, outcome);
                        if (!plan.open().isEmpty()) {
                            if (position >= 0) {
                                store.settle(transaction, hookId, epoch, position);
                            }
                            return plan;
                        }
                        position = request.batch().last();
                    }
                    store.advance(transaction, hookId, epoch, position);
                    return Plan.of(List.of());
                });
    }

    private Plan record(
            Transaction transaction, EventHook hook, DeliveryRequest request, Outcome outcome) {
        return switch (outcome) {
            case Accepted accepted -> {
                DeliveryRows.insertDelivered(transaction, request.batch(), accepted, now());
                yield Plan.of(List.of());
            }
            case Refused refused -> {
                DeliveryRows.open(transaction, request.batch());
                yield refused(
                        transaction,
                        hook,
                        Plan.of(List.of(request.batch())),
                        request.events(),
                        refused);
            }
        };
    }

    private void fail(
            Transaction transaction,
            EventHook hook,
            Batch batch,
            List<HookEvent> events,
            Refused refused,
            Optional<Instant> again) {
        DeliveryRows.ended(transaction, batch.eventId(), Ending.FAILED, again, now());
        transaction.afterCommit(tools.counts().of(hookId)::addFailed);
        tools.report()
                .write(
                        transaction,
                        hook,
                        batch,
                        refused,
                        "Event hook delivery failed and was set aside",
                        Consequence.FAILED,
                        FailureReport.lineage(events));
    }

    /** Counts events against the quota; another lane may have used it up meanwhile. */
    private void requireQuota(Transaction transaction, int events) {
        if (!tools.quota().fits(transaction, events)) {
            throw new LaneEnded(hookId);
        }
        tools.quota().count(transaction, events);
    }

    private void requireCurrent(Transaction transaction, EventHook hook) {
        if (!store.isCurrent(transaction, hookId, epoch, hook.revision())) {
            throw new LaneEnded(hookId);
        }
    }

    private Policy policy(EventHook hook) {
        return hook.delivery().policy().orElse(tools.settings().policy());
    }

    private Instant now() {
        return Instant.ofEpochMilli(tools.clock().millis());
    }

    private static List<Batch> with(List<Batch> batches, Batch batch) {
        List<Batch> more = new ArrayList<>(batches);
        more.add(batch);
        return more;
    }

    private static List<Batch> without(List<Batch> batches, Batch batch) {
        return replaced(batches, batch, List.of());
    }

    private static List<Batch> replaced(List<Batch> batches, Batch batch, List<Batch> by) {
        List<Batch> result = new ArrayList<>();
        for (Batch each : batches) {
            if (each.eventId().equals(batch.eventId())) {
                result.addAll(by);
            } else {
                result.add(each);
            }
        }
        return result;
    }
}
