package io.hookline.bench;

import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Mode;
import io.hookline.flow.engine.Child;
import io.hookline.flow.engine.Host;
import io.hookline.flow.engine.Journal;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.Reply;
import io.hookline.flow.engine.Step;
import io.hookline.flow.engine.Steps;
import io.hookline.flow.model.Flow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Runs flows without keeping anything, so that only the interpreter and the cards are measured. */
final class BareHost implements Host, Journal, Steps {
    private final InstantSource clock = InstantSource.system();
    private final Instant startedAt = clock.instant();
    private final Flow helper = SteeringFlows.helper();

    @Override
    public Journal journal() {
        return this;
    }

    @Override
    public Steps steps() {
        return this;
    }

    @Override
    public boolean savesData() {
        return false;
    }

    @Override
    public void ended(Step step) {}

    @Override
    public Mode mode() {
        return Mode.ON;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    @Override
    public Flow helper(String flowId) {
        return helper;
    }

    @Override
    public Optional<Connection> connection(String connectionId) {
        return Optional.empty();
    }

    @Override
    public Host child(Child child) {
        return this;
    }

    @Override
    public void start(Child child) {}

    @Override
    public void ended(Outcome outcome, Result result) {}

    @Override
    public void suspended(Map<String, Entry> frames, Optional<Outcome.Wait> waits) {}

    @Override
    public void answer(Reply reply) {}

    @Override
    public Optional<Interruption> interruption() {
        return Optional.empty();
    }

    @Override
    public Optional<Entry> recorded(String path) {
        return Optional.empty();
    }

    @Override
    public void intend(String path, String card, String inputs) {}

    @Override
    public void record(String path, Entry entry) {}

    @Override
    public void flush() {}
}
