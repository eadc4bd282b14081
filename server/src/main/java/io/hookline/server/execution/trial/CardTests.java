package io.hookline.server.execution.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.StandIn;
import io.hookline.flow.engine.Destruction;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.outbound.Lineage;
import io.hookline.server.access.Caller;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.execution.guard.ReportedEvents;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.execution.rehearsal.Acting;
import io.hookline.server.execution.rehearsal.Rehearsal;
import io.hookline.server.execution.rehearsal.Rehearsal.Recorded;
import io.hookline.server.execution.run.ExecutionReports;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.execution.run.RunReports;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.UnsavedFlow;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/**
 * Runs one card alone, with given inputs. It may act on other systems, within the guard rails of
 * its flow; unlike in an execution nothing of it is journaled, so that after a crash nobody knows
 * whether it acted.
 */
public final class CardTests {
    private final Facilities facilities;
    private final ExecutionReports reports;
    private final BooleanSupplier halted;
    private final BiFunction<String, JsonNode, Optional<Effect>> effects;

    /**
     * @param halted whether no flow may run
     * @param effects what a card can do to the world with these inputs; empty when it is not
     *     installed
     */
    public CardTests(
            Facilities facilities,
            BooleanSupplier halted,
            BiFunction<String, JsonNode, Optional<Effect>> effects) {
        this.facilities = facilities;
        this.reports = new ExecutionReports(facilities);
        this.halted = halted;
        this.effects = effects;
    }

    /**
     * What came of it.
     *
     * @param step the card, as a history keeps it; empty when it waits
     * @param effect what it did to the world, or would have done
     * @param until when it would go on; empty unless it waits
     */
    public record Tested(Optional<JsonNode> step, Effect effect, Optional<Instant> until) {}

    /**
     * Runs it.
     *
     * @param document of a flow whose last card is the one to test
     * @param saved the flow that the card belongs to; empty as long as nobody has saved it
     * @param dryRun whether it only reads
     * @throws Refusal.Conflict while everything is halted, or when it would run other flows
     */
    public Tested run(Caller caller, ObjectNode document, Optional<FlowRow> saved, boolean dryRun) {
        FlowTrials.requireNoHalt(halted.getAsBoolean());
        UnsavedFlow tested = UnsavedFlow.of(document, Optional.empty());
        FlowCard card = tested.flow().cards().getLast();
        if (!dryRun) {
            requireAlone(tested.flow(), card);
            report(caller, card, saved);
        }
        Recorded recorded =
                Rehearsal.recorded(
                        facilities,
                        this::effect,
                        tested.published(),
                        new Payload.Inputs(Json.object()),
                        () -> false,
                        dryRun ? Acting.NOTHING : new Guarded(saved));
        if (recorded.outcome() instanceof Outcome.Suspended suspended
                && suspended.waits().isEmpty()) {
            FlowTrials.requireNoHalt(true);
        }
        Optional<JsonNode> step =
                Optional.of(recorded.executions().getFirst().steps())
                        .filter(steps -> steps.size() > 1)
                        .map(steps -> steps.getLast());
        Optional<Instant> until =
                recorded.outcome() instanceof Outcome.Suspended suspended
                        ? suspended.waits().map(Outcome.Wait::until)
                        : Optional.empty();
        JsonNode inputs = step.map(ran -> ran.path("inputs")).orElseGet(Json::object);
        return new Tested(step, effect(card.id(), inputs), until);
    }

    /** What other flows do is theirs: an execution guards and records it. */
    private static void requireAlone(Flow flow, FlowCard card) {
        boolean holds = card.inputs().stream().anyMatch(input -> input.body().isPresent());
        if (holds || !flow.helperIds().isEmpty()) {
            throw new Refusal.Conflict(
                    "Runs other flows",
                    "The card \""
                            + card.title()
                            + "\" runs "
                            + (holds ? "the cards in it" : "another flow")
                            + ", which a test does as a dry run only. Send dryRun: true, or run the"
                            + " whole flow.");
        }
    }

    /** Written before it acts: nobody acts here without being named. */
    private void report(Caller caller, FlowCard card, Optional<FlowRow> saved) {
        AuditEvent event = AuditEvent.of("hookline.card.test", "Test card").by(caller);
        if (saved.isPresent()) {
            event = event.target("Flow", saved.get().id(), saved.get().name());
        }
        Optional<Connection> connection =
                card.connection().flatMap(facilities.connections()::connection);
        if (connection.isPresent()) {
            event = event.target("Connection", connection.get().id(), connection.get().name());
        }
        event.debug("cardId", card.id())
                .append(facilities.database(), facilities.log(), facilities.clock().instant());
    }

    private Effect effect(String card, JsonNode inputs) {
        return effects.apply(card, inputs).orElseGet(() -> StandIn.effect(card));
    }

    /** Acts as an execution of the flow would: what it destroys counts with the flow's. */
    private final class Guarded implements Acting {
        private final Optional<Head> head;

        Guarded(Optional<FlowRow> saved) {
            UUID id = UUID.randomUUID();
            head =
                    saved.map(flow ->
                            new Head(
                                    id,
                                    0,
                                    new Head.FlowVersion(flow.id(), flow.name(), flow.version()),
                                    Trigger.RUN,
                                    Mode.ON,
                                    true,
                                    0,
                                    Optional.empty(),
                                    id));
        }

        @Override
        public Mode mode() {
            return Mode.ON;
        }

        @Override
        public boolean isHalted() {
            return halted.getAsBoolean();
        }

        @Override
        public void permit(Destruction destruction) {
            Head by =
                    head.orElseThrow(() ->
                            new CardFailure.Denied(
                                    "The card destroys, and what it destroys counts with its flow,"
                                            + " which nobody has saved yet. Nothing was done. Save"
                                            + " the flow first, or test with a dry run."));
            RunReports told = reports.about(by, Lineage.NONE);
            facilities
                    .guard()
                    .permit(
                            by,
                            by,
                            destruction,
                            ReportedEvents.of(
                                    new Payload.Inputs(Json.object()),
                                    facilities.clock().instant()),
                            (stop, switched) -> told.stopped(by, stop, switched));
        }

        @Override
        public void refused(Connection connection, String entry) {
            head.ifPresent(by -> reports.about(by, Lineage.NONE).refused(by, connection, entry));
        }
    }
}
