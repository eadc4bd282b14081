package io.hookline.server.execution.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Mode;
import io.hookline.flow.engine.Child;
import io.hookline.flow.engine.Destruction;
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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** One execution of a rehearsal; its journal is a map that goes with it. */
final class RehearsalHost implements Host, Journal, Steps {
    private final Rehearsal rehearsal;
    private final UUID id;
    private final Optional<RehearsalHost> parent;
    private final boolean canPause;
    private final Instant startedAt;
    private final Map<String, Entry> journal = new ConcurrentHashMap<>();

    RehearsalHost(Rehearsal rehearsal, UUID id, Optional<RehearsalHost> parent, boolean canPause) {
        this.rehearsal = rehearsal;
        this.id = id;
        this.parent = parent;
        this.canPause = canPause;
        this.startedAt = rehearsal.clock().instant();
    }

    @Override
    public Mode mode() {
        return rehearsal.acting().mode();
    }

    @Override
    public Journal journal() {
        return this;
    }

    @Override
    public Steps steps() {
        return this;
    }

    @Override
    public InstantSource clock() {
        return rehearsal.clock();
    }

    @Override
    public Flow helper(String flowId) {
        return rehearsal
                .helper(flowId)
                .orElseThrow(() ->
                        new CardFailure.NotFound(
                                "The helper flow "
                                        + flowId
                                        + " does not exist. Choose another one on the card that"
                                        + " calls it."));
    }

    @Override
    public Optional<Connection> connection(String connectionId) {
        return rehearsal.connection(connectionId);
    }

    @Override
    public Optional<Connection> standIn(String connector) {
        return rehearsal.standIn(connector);
    }

    @Override
    public Host child(Child child) {
        return rehearsal.child(this, child);
    }

    @Override
    public void start(Child child) {
        rehearsal.start(this, child);
    }

    @Override
    public boolean isHalted() {
        return rehearsal.acting().isHalted();
    }

    @Override
    public void permit(Destruction destruction) {
        rehearsal.acting().permit(destruction);
    }

    @Override
    public void refused(Connection connection, String entry) {
        rehearsal.acting().refused(connection, entry);
    }

    UUID id() {
        return id;
    }

    @Override
    public void ended(Outcome outcome, Result result) {
        parent.orElseThrow().record(result.path(), result.entry());
    }

    @Override
    public void suspended(Map<String, Entry> frames, Optional<Outcome.Wait> waits) {
        journal.putAll(frames);
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    @Override
    public boolean canWait() {
        return false;
    }

    @Override
    public boolean canPause() {
        return canPause;
    }

    /** Nobody waits for an answer. */
    @Override
    public void answer(Reply reply) {}

    @Override
    public JsonNode withoutSecrets(JsonNode answered) {
        return rehearsal.masked(answered);
    }

    @Override
    public Optional<Interruption> interruption() {
        return rehearsal.interruption();
    }

    @Override
    public boolean savesData() {
        return true;
    }

    @Override
    public void ended(Step step) {
        rehearsal.ended(id, step);
    }

    @Override
    public Optional<Entry> recorded(String path) {
        return Optional.ofNullable(journal.get(path));
    }

    @Override
    public void intend(String path, String card, String inputs) {
        record(path, new Entry(Kind.INTENT, card, inputs, MissingNode.getInstance()));
    }

    @Override
    public void record(String path, Entry entry) {
        rehearsal.keep(entry.value());
        journal.put(path, entry);
    }

    /** Nothing is written down anywhere else. */
    @Override
    public void flush() {}
}
