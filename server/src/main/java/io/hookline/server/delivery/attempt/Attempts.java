package io.hookline.server.delivery.attempt;

import io.hookline.server.delivery.attempt.Outcome.Kind;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.endpoint.invocation.OwnEndpoints.Delivered;
import io.hookline.server.endpoint.invocation.OwnEndpoints.Occasion;
import io.hookline.server.endpoint.invocation.OwnEndpoints.Prepared;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.store.Transaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes an attempt and records what became of it: for our own flows the delivery and its record are
 * one transaction, for others the record follows the answer.
 */
public final class Attempts {
    private static final Logger logger = LoggerFactory.getLogger(Attempts.class);

    private final EventLog log;
    private final DeliverySender sender;
    private final RetryingWriter writer;
    private final DeliveryCounts counts;

    public Attempts(
            EventLog log, DeliverySender sender, RetryingWriter writer, DeliveryCounts counts) {
        this.counts = counts;
        this.log = log;
        this.sender = sender;
        this.writer = writer;
    }

    /** Records an outcome. Runs inside a unit of the store, perhaps twice. */
    @FunctionalInterface
    public interface OutcomeWriter<T> {
        T write(Transaction transaction, Outcome outcome);
    }

    /** A stored batch, made again; empty when events of it are no longer in the log. */
    public Optional<DeliveryRequest> load(Batch batch) {
        List<HookEvent> events = log.at(batch.positions()).stream().map(HookEvent::new).toList();
        return events.size() == batch.size()
                ? Optional.of(DeliveryRequest.of(batch, events))
                : Optional.empty();
    }

    public boolean isOwn(EventHook hook) {
        return sender.isOwn(hook.channel());
    }

    public <T> T attempt(EventHook hook, DeliveryRequest request, OutcomeWriter<T> recorded) {
        if (!isOwn(hook)) {
            Outcome outcome = sender.send(hook, request);
            count(hook, request, outcome);
            return writer.write(transaction -> recorded.write(transaction, outcome));
        }
        AtomicReference<Outcome> made = new AtomicReference<>();
        try {
            OwnDelivery delivery = prepare(hook, request);
            T settled =
                    writer.write(transaction -> {
                        made.set(delivery.accept(transaction));
                        return recorded.write(transaction, made.get());
                    });
            count(hook, request, made.get());
            return settled;
        } catch (OwnDeliveryFailed e) {
            Refused refused = failed(hook, e);
            count(hook, request, refused);
            return writer.write(transaction -> recorded.write(transaction, refused));
        }
    }

    /** Notes what became of a request, once that is durable or cannot be undone. */
    public void count(EventHook hook, DeliveryRequest request, Outcome outcome) {
        counts.of(hook.id()).add(outcome, request.batch().size());
    }

    /**
     * Makes a delivery to one of our own flows ready: signed, encoded and sealed, so that only SQL
     * is left for the transaction.
     *
     * @throws OwnDeliveryFailed when the flow's endpoint failed
     */
    public OwnDelivery prepare(EventHook hook, DeliveryRequest request) {
        long started = System.nanoTime();
        try {
            return new OwnDelivery(
                    hook,
                    sender.prepare(
                            hook.channel(),
                            sender.lines(hook, request),
                            request,
                            Occasion.DELIVERY),
                    started);
        } catch (RuntimeException e) {
            throw new OwnDeliveryFailed(e);
        }
    }

    /** A delivery to one of our own flows that is ready to be accepted. */
    public record OwnDelivery(EventHook hook, Prepared prepared, long startedNanos) {
        /**
         * Accepts it in a transaction that is already running.
         *
         * @throws OwnDeliveryFailed when the flow's endpoint failed: the unit must then be undone
         */
        public Outcome accept(Transaction transaction) {
            try {
                Delivered delivered = prepared.accept(transaction);
                Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
                return DeliverySender.outcome(hook, delivered, took);
            } catch (RuntimeException e) {
                throw new OwnDeliveryFailed(e);
            }
        }
    }

    private static Refused failed(EventHook hook, OwnDeliveryFailed failure) {
        logger.error("The flow of hook {} could not be reached", hook.id(), failure.getCause());
        return new Refused(
                Kind.UNREACHABLE,
                Optional.of(500),
                "ERROR",
                "The flow's endpoint failed; the server's log says why.",
                Duration.ZERO,
                Optional.empty());
    }

    /** The endpoint of our own flow failed; what it wrote must be undone. */
    public static final class OwnDeliveryFailed extends RuntimeException {
        OwnDeliveryFailed(RuntimeException cause) {
            super("The flow's endpoint failed", cause);
        }
    }
}
