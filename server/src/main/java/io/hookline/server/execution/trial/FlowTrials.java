package io.hookline.server.execution.trial;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Effect;
import io.hookline.flow.card.StandIn;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.rehearsal.Acting;
import io.hookline.server.execution.rehearsal.Rehearsal;
import io.hookline.server.execution.rehearsal.Rehearsal.Ending;
import io.hookline.server.execution.rehearsal.Rehearsal.Recorded;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.flow.PublishedFlow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** Dry runs of flows that nobody has saved. */
public final class FlowTrials implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Facilities facilities;
    private final BooleanSupplier halted;
    private final BiFunction<String, JsonNode, Optional<Effect>> effects;
    private volatile boolean closing;

    /**
     * @param halted whether no flow may run
     * @param effects what a card can do to the world with these inputs; empty when it is not
     *     installed
     */
    public FlowTrials(
            Facilities facilities,
            BooleanSupplier halted,
            BiFunction<String, JsonNode, Optional<Effect>> effects) {
        this.facilities = facilities;
        this.halted = halted;
        this.effects = effects;
    }

    /** Why a dry run stopped before its end. */
    public enum Cut {
        /** It ran as many cards as one may. */
        STEPS,
        /** It took as long as one may. */
        TIME,
        /** Everything is halted. */
        HALT,
        /** The server ends. */
        SHUTDOWN
    }

    /**
     * What came of it.
     *
     * @param cut empty when it came to its end
     */
    public record Trial(Recorded recorded, Optional<Cut> cut, Instant startedAt, Instant endedAt) {}

    /**
     * Runs a flow as far as one request may go.
     *
     * @throws Refusal.Conflict while everything is halted
     */
    public Trial run(PublishedFlow flow, Payload payload) {
        requireNoHalt(halted.getAsBoolean());
        Instant startedAt = facilities.clock().instant();
        long started = System.nanoTime();
        Recorded recorded =
                Rehearsal.recorded(
                        facilities,
                        this::effect,
                        flow,
                        payload,
                        () -> interruption(started).isPresent(),
                        Acting.NOTHING);
        Optional<Cut> cut =
                recorded.result().ending() == Ending.UNFINISHED
                        ? Optional.of(interruption(started).orElse(Cut.STEPS))
                        : Optional.empty();
        return new Trial(recorded, cut, startedAt, facilities.clock().instant());
    }

    static void requireNoHalt(boolean halted) {
        if (halted) {
            throw new Refusal.Conflict(
                    "Halted",
                    "Hookline is halted, so that nothing runs, not even to try it. End the halt"
                            + " first.");
        }
    }

    private Optional<Cut> interruption(long started) {
        if (closing) {
            return Optional.of(Cut.SHUTDOWN);
        }
        if (halted.getAsBoolean()) {
            return Optional.of(Cut.HALT);
        }
        return System.nanoTime() - started > PATIENCE.toNanos()
                ? Optional.of(Cut.TIME)
                : Optional.empty();
    }

    private Effect effect(String card, JsonNode inputs) {
        return effects.apply(card, inputs).orElseGet(() -> StandIn.effect(card));
    }

    /** Lets what is underway end before its next card and answer with what it has. */
    @Override
    public void close() {
        closing = true;
    }
}
