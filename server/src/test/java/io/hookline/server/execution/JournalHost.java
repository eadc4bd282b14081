package io.hookline.server.execution;

import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Mode;
import io.hookline.flow.engine.Child;
import io.hookline.flow.engine.Host;
import io.hookline.flow.engine.Journal;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.Reply;
import io.hookline.flow.engine.Steps;
import io.hookline.flow.model.Flow;
import io.hookline.server.execution.run.Engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A host like another one, but for the journals and the clock that it and its helpers have.
 *
 * @param journals what stands before the real journal of an execution
 */
record JournalHost(
        Host real,
        Journal journal,
        InstantSource clock,
        BiFunction<UUID, Journal, Journal> journals)
        implements Host {
    /** An engine that sees the real journals and clocks through these. */
    static Engine around(
            Engine engine,
            BiFunction<UUID, Journal, Journal> journals,
            UnaryOperator<InstantSource> clocks) {
        return (id, flow, input, host) ->
                engine.run(
                        id,
                        flow,
                        input,
                        new JournalHost(
                                host,
                                journals.apply(id, host.journal()),
                                clocks.apply(host.clock()),
                                journals));
    }

    @Override
    public Host child(Child child) {
        Host helper = real.child(child);
        return new JournalHost(
                helper, journals.apply(child.id(), helper.journal()), clock, journals);
    }

    @Override
    public Steps steps() {
        return real.steps();
    }

    @Override
    public Mode mode() {
        return real.mode();
    }

    @Override
    public Flow helper(String flowId) {
        return real.helper(flowId);
    }

    @Override
    public Optional<Connection> connection(String connectionId) {
        return real.connection(connectionId);
    }

    @Override
    public void start(Child child) {
        real.start(child);
    }

    @Override
    public void ended(Outcome outcome, Result result) {
        real.ended(outcome, result);
    }

    @Override
    public void suspended(Map<String, Journal.Entry> frames, Optional<Outcome.Wait> waits) {
        real.suspended(frames, waits);
    }

    @Override
    public Instant startedAt() {
        return real.startedAt();
    }

    @Override
    public boolean canPause() {
        return real.canPause();
    }

    @Override
    public Runnable onAnotherThread(Runnable work) {
        return real.onAnotherThread(work);
    }

    @Override
    public boolean isHalted() {
        return real.isHalted();
    }

    @Override
    public void answer(Reply reply) {
        real.answer(reply);
    }

    @Override
    public Optional<Interruption> interruption() {
        return real.interruption();
    }
}
