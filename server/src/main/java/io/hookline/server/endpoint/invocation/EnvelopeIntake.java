package io.hookline.server.endpoint.invocation;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.execution.Executions;
import io.hookline.server.execution.HookEnvelopes;
import io.hookline.server.execution.HookEnvelopes.Acceptance;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.execution.queue.EnvelopeKeys;
import io.hookline.server.store.Transaction;

import java.util.List;
import java.util.function.Supplier;

/**
 * An event hook envelope on its way in: one execution, or one for each of its events when the flow
 * says so.
 *
 * @param prepared the executions, in the order of the events
 * @param keys by which the envelope is known when it comes again
 * @param eachEvent whether each is of one event
 */
public record EnvelopeIntake(
        Executions executions, List<NewExecution> prepared, EnvelopeKeys keys, boolean eachEvent) {

    /**
     * Prepares what can be prepared outside the transaction.
     *
     * @param envelope reads the body; asked only when the flow takes event by event
     * @throws Refusal when it holds more than can be taken at once
     */
    public static EnvelopeIntake of(
            Executions executions,
            InvocationCheck.Call call,
            Trigger trigger,
            String eventId,
            Supplier<JsonNode> envelope) {
        boolean eachEvent = call.flow().oneExecutionPerEvent();
        List<Payload.Call> calls =
                eachEvent ? EventSplit.of(call.payload(), envelope.get()) : List.of(call.payload());
        List<NewExecution> prepared =
                calls.stream()
                        .map(one -> executions.prepare(call.flow(), trigger, one, call.hops()))
                        .toList();
        EnvelopeKeys keys =
                EnvelopeKeys.of(call.flow().id(), eventId, eachEvent ? prepared.size() : 0);
        return new EnvelopeIntake(executions, prepared, keys, eachEvent);
    }

    /** Accepts what was not accepted before; the first execution stands for all. */
    public Acceptance accept(Transaction transaction) {
        HookEnvelopes envelopes = executions.envelopes();
        return eachEvent
                ? envelopes.acceptEach(transaction, prepared, keys)
                : envelopes.acceptOnce(transaction, prepared.getFirst(), keys);
    }
}
