package io.hookline.server.execution.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Effect;
import io.hookline.flow.card.StandIn;
import io.hookline.flow.model.Trigger;
import io.hookline.server.access.Caller;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.rehearsal.Backtest.Cut;
import io.hookline.server.execution.rehearsal.Backtest.Summary;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.flow.PublishedFlow;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Tries flows on past events of the log, as often as people ask for it. */
public final class Backtests implements AutoCloseable {
    private final Facilities facilities;
    private final BooleanSupplier halted;
    private final BiFunction<String, JsonNode, Optional<Effect>> effects;
    private volatile boolean closing;

    /**
     * @param halted whether no flow may run
     * @param effects what a card can do to the world with these inputs; empty when it is not
     *     installed
     */
    public Backtests(
            Facilities facilities,
            BooleanSupplier halted,
            BiFunction<String, JsonNode, Optional<Effect>> effects) {
        this.facilities = facilities;
        this.halted = halted;
        this.effects = effects;
    }

    /**
     * What to try.
     *
     * @param flow an id
     * @param hook whose events they are
     * @param payload what the hook's delivery of an event would bring
     * @param after the position behind which to begin
     * @param last the last position to look at
     */
    public record Trial(
            String flow,
            Hook hook,
            EventSelection events,
            Function<StoredEvent, Payload> payload,
            long after,
            long last) {}

    /** A hook, as the report names it. */
    public record Hook(String id, String name) {}

    /**
     * Runs as far as one request may go, and reports to the event log who tried what.
     *
     * @throws Refusal.NotFound when there is no such flow
     * @throws Refusal.Conflict when no hook can deliver to it, or while everything is halted
     */
    public Summary run(Caller caller, Trial trial) {
        PublishedFlow flow = flow(trial.flow());
        if (halted.getAsBoolean()) {
            throw new Refusal.Conflict(
                    "Halted",
                    "Hookline is halted, so that no flow runs, not even on past events. End the"
                            + " halt first.");
        }
        Summary summary =
                new Backtest(facilities.log(), System::nanoTime, this::interruption)
                        .run(
                                trial.events(),
                                (event, mustStop) ->
                                        Rehearsal.of(
                                                facilities,
                                                this::effect,
                                                flow,
                                                trial.payload().apply(event),
                                                mustStop),
                                trial.after(),
                                trial.last());
        report(caller, flow, trial.hook(), summary);
        return summary;
    }

    /** Lets what is underway end before its next card and answer with what it has. */
    @Override
    public void close() {
        closing = true;
    }

    private Optional<Cut> interruption() {
        if (closing) {
            return Optional.of(Cut.SHUTDOWN);
        }
        return halted.getAsBoolean() ? Optional.of(Cut.HALT) : Optional.empty();
    }

    private PublishedFlow flow(String id) {
        PublishedFlow flow =
                facilities.flows().byId(id).orElseThrow(() -> new Refusal.NotFound("flow", id));
        if (flow.flow().trigger() != Trigger.ENDPOINT) {
            throw new Refusal.Conflict(
                    "No endpoint",
                    "The flow \""
                            + flow.name()
                            + "\" does not start with API Endpoint, so no hook can deliver to"
                            + " it.");
        }
        return flow;
    }

    private Effect effect(String card, JsonNode inputs) {
        return effects.apply(card, inputs).orElseGet(() -> StandIn.effect(card));
    }

    private void report(Caller caller, PublishedFlow flow, Hook hook, Summary summary) {
        AuditEvent event =
                AuditEvent.of("hookline.flow.backtest", "Try flow on past events")
                        .by(caller)
                        .target("Flow", flow.id(), flow.name())
                        .target("EventHook", hook.id(), hook.name())
                        .debug("executions", String.valueOf(summary.matching()));
        event.append(facilities.database(), facilities.log(), facilities.clock().instant());
    }
}
