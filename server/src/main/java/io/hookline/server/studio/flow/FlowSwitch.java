package io.hookline.server.studio.flow;

import io.hookline.flow.card.ConnectorFamily;
import io.hookline.flow.engine.CardConnection;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.model.Flow;
import io.hookline.server.access.Caller;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.audit.StudioAudit;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.studio.use.FlowName;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Switches flows off, to observing and on, with the helpers they need. */
public final class FlowSwitch {
    private final Database database;
    private final FlowStore store;
    private final FlowRegistry registry;
    private final Connections connections;
    private final FlowBrakes brakes;
    private final FlowAudit audit;
    private final InstantSource clock;

    public FlowSwitch(
            Database database,
            FlowStore store,
            FlowRegistry registry,
            Connections connections,
            FlowBrakes brakes,
            StudioAudit audit,
            InstantSource clock) {
        this.brakes = brakes;
        this.database = database;
        this.store = store;
        this.registry = registry;
        this.connections = connections;
        this.audit = new FlowAudit(audit);
        this.clock = clock;
    }

    /**
     * Switches a flow.
     *
     * @param saveData whether its history keeps data from now on; empty to leave it
     * @param withHelpers whether helpers that are off are switched too
     * @throws Refusal.Conflict naming the helpers that are off, or the card of a flow to be
     *     switched on whose connection is another connector's
     */
    public FlowRow to(
            Caller caller,
            String id,
            FlowMode mode,
            Optional<Boolean> saveData,
            boolean withHelpers) {
        if (mode != FlowMode.OFF) {
            requireOwnConnectors(readable(id));
        }
        store.change(() -> {
            Switched switched = database.read(transaction -> found(transaction, id, mode));
            FlowRow flow = switched.flow();
            if (!switched.idle().isEmpty() && !withHelpers) {
                throw helpersAreOff(flow, switched.idle());
            }
            for (FlowRow helper : switched.idle()) {
                registry.flow(helper.id(), helper.version()).ifPresent(this::requireOwnConnectors);
            }
            return database.write(transaction -> {
                for (FlowRow helper : switched.idle()) {
                    change(transaction, caller, helper, mode, helper.saveData());
                }
                change(transaction, caller, flow, mode, saveData.orElse(flow.saveData()));
                if (mode == FlowMode.ON) {
                    brakes.release(transaction, id, clock.instant());
                }
                return id;
            });
        });
        return registry.row(id).orElseThrow(() -> unknown(id));
    }

    /**
     * A guard rail stops a flow: one that destroyed too much only observes from now on, until a
     * person switches it on again. Of executions that were stopped at a time, the first one is
     * reported.
     *
     * @param report prepares what is written in the same transaction; given whether the flow is
     *     observed from now on and was not before
     */
    public void brake(
            String id, FlowBrakes.Braked braked, Function<Boolean, Consumer<Transaction>> report) {
        store.change(() -> {
            if (database.read(transaction -> FlowBrakes.find(transaction, id))
                    .filter(stand -> stand.covers(braked.kind(), braked.at()))
                    .isPresent()) {
                return id;
            }
            Optional<FlowRow> running =
                    database.read(transaction -> store.find(transaction, id))
                            .filter(flow ->
                                    flow.mode() == FlowMode.ON
                                            && braked.kind() == FlowBrakes.Kind.LIMIT);
            Consumer<Transaction> also = report.apply(running.isPresent());
            return database.write(transaction -> {
                running.ifPresent(flow -> {
                    FlowRow after = flow.switched(FlowMode.OBSERVE, flow.saveData());
                    store.update(transaction, after, clock.instant());
                    registry.changed(transaction, after);
                });
                brakes.pull(transaction, id, braked);
                also.accept(transaction);
                return id;
            });
        });
    }

    /**
     * A flow that is to be switched.
     *
     * @param idle the helpers that have to be switched with it
     */
    private record Switched(FlowRow flow, List<FlowRow> idle) {}

    private Switched found(Transaction transaction, String id, FlowMode mode) {
        FlowRow flow = store.find(transaction, id).orElseThrow(() -> unknown(id));
        return new Switched(
                flow, mode == FlowMode.OFF ? List.of() : idleHelpers(transaction, flow, mode));
    }

    private static Refusal unknown(String id) {
        return new Refusal.NotFound("flow", id);
    }

    /** Reads the cards before the switch, so that the first caller does not wait for it. */
    private Flow readable(String id) {
        FlowRow flow = registry.row(id).orElseThrow(() -> unknown(id));
        return registry.flow(id, flow.version())
                .orElseThrow(() ->
                        new Refusal.Conflict(
                                "Flow cannot run",
                                "The document of the flow \""
                                        + flow.name()
                                        + "\" cannot be read; save it again."));
    }

    private void requireOwnConnectors(Flow flow) {
        flow.eachCard(card ->
                card.connection()
                        .flatMap(connections::stored)
                        .filter(chosen ->
                                !ConnectorFamily.serves(
                                        chosen.connector(), card.address().module()))
                        .ifPresent(chosen -> {
                            throw new Refusal.Conflict(
                                    "Connection of another connector",
                                    "The flow \""
                                            + flow.name()
                                            + "\" cannot be switched on. The card \""
                                            + card.title()
                                            + "\": "
                                            + CardConnection.foreign(
                                                    chosen.name(),
                                                    chosen.connector(),
                                                    card.address()));
                        }));
    }

    /** The flows that it calls, directly or not, and that would refuse the call. */
    private List<FlowRow> idleHelpers(Transaction transaction, FlowRow flow, FlowMode mode) {
        List<FlowRow> toFollow = new ArrayList<>(List.of(flow));
        List<FlowRow> idle = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(flow.id()));
        for (int i = 0; i < toFollow.size(); i++) {
            for (Use use : toFollow.get(i).uses()) {
                if (use.kind() == Use.Kind.FLOW && seen.add(use.target())) {
                    Optional<FlowRow> helper = store.find(transaction, use.target());
                    helper.ifPresent(toFollow::add);
                    helper.filter(found -> !serves(found.mode(), mode)).ifPresent(idle::add);
                }
            }
        }
        return idle;
    }

    private static boolean serves(FlowMode helper, FlowMode caller) {
        return helper == FlowMode.ON || helper == caller;
    }

    private static Refusal helpersAreOff(FlowRow flow, List<FlowRow> idle) {
        List<FlowName> helpers =
                idle.stream().map(helper -> new FlowName(helper.id(), helper.name())).toList();
        return new Refusal.Conflict(
                        "Helpers are off",
                        "The flow \""
                                + flow.name()
                                + "\" calls "
                                + helpers.size()
                                + (helpers.size() == 1 ? " flow that is" : " flows that are")
                                + " off; switch them on first, or all together with ?helpers=true.")
                .with("helpers", FlowName.json(helpers));
    }

    private void change(
            Transaction transaction, Caller caller, FlowRow before, FlowMode mode, boolean saves) {
        FlowRow after = before.switched(mode, saves);
        if (!after.equals(before)) {
            store.update(transaction, after, clock.instant());
            registry.changed(transaction, after);
            audit.switched(transaction, caller, before, after);
        }
    }
}
