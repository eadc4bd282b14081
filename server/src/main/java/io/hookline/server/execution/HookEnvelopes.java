package io.hookline.server.execution;

import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.queue.AcceptedEnvelopes;
import io.hookline.server.execution.queue.EnvelopeKeys;
import io.hookline.server.store.Transaction;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Accepts what event hooks deliver: each envelope, or each event of it, once within seven days. */
public final class HookEnvelopes {
    private final AcceptedEnvelopes accepted;
    private final BiConsumer<Transaction, NewExecution> accept;

    HookEnvelopes(AcceptedEnvelopes accepted, BiConsumer<Transaction, NewExecution> accept) {
        this.accepted = accepted;
        this.accept = accept;
    }

    /**
     * What an acceptance led to.
     *
     * @param id the execution; the first of several
     * @param already whether all of it was accepted earlier
     */
    public record Acceptance(UUID id, boolean already) {}

    /**
     * Accepts an execution in the caller's transaction, unless the flow accepted the envelope
     * before: then the execution that took it is answered, and nothing is done.
     */
    public Acceptance acceptOnce(
            Transaction transaction, NewExecution execution, EnvelopeKeys envelope) {
        Optional<UUID> earlier = accepted.remember(transaction, envelope, execution.id());
        if (earlier.isPresent()) {
            return new Acceptance(earlier.get(), true);
        }
        accept.accept(transaction, execution);
        return new Acceptance(execution.id(), false);
    }

    /**
     * As {@link #acceptOnce} for an envelope whose events are executions of their own: what was not
     * accepted before is accepted now.
     *
     * @param each one for each event, in their order
     */
    public Acceptance acceptEach(
            Transaction transaction, List<NewExecution> each, EnvelopeKeys envelope) {
        NewExecution first = each.getFirst();
        List<Optional<UUID>> earlier =
                accepted.rememberEach(
                        transaction, envelope, each.stream().map(NewExecution::id).toList());
        for (int index = 0; index < each.size(); index++) {
            if (earlier.get(index).isEmpty()) {
                accept.accept(transaction, each.get(index));
            }
        }
        return new Acceptance(
                earlier.getFirst().orElse(first.id()),
                earlier.stream().allMatch(Optional::isPresent));
    }
}
