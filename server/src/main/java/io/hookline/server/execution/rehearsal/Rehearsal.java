package io.hookline.server.execution.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.Secret;
import io.hookline.flow.engine.Child;
import io.hookline.flow.engine.Host.Interruption;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.Step;
import io.hookline.flow.engine.TriggerInput;
import io.hookline.flow.model.Flow;
import io.hookline.flow.value.Weight;
import io.hookline.server.execution.chain.ChainCounts;
import io.hookline.server.execution.chain.ChainEnded;
import io.hookline.server.execution.chain.ChainLimits;
import io.hookline.server.execution.masking.AuthSecrets;
import io.hookline.server.execution.masking.Excerpt;
import io.hookline.server.execution.masking.Masker;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.PayloadInput;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.memory.MemoryLimits;
import io.hookline.server.studio.flow.PublishedFlow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * One dry run of a flow in memory: it reads for real, and whatever would notify or change something
 * is written down instead. Nothing is queued, journaled or kept; waits pass at once. Only the test
 * of a single card may act, as its {@link Acting} lets it.
 */
public final class Rehearsal {
    private static final int MOST_CHARACTERS = 8 * 1024;

    /** Results that a real run would write down, in bytes. */
    private static final long MOST_KEPT = MemoryLimits.oneExecution() / 4;

    private final Facilities facilities;
    private final Effects effects;
    private final BooleanSupplier mustStop;
    private final PublishedFlow flow;
    private final Acting acting;
    private final Optional<RanSteps> ran;
    private final Map<UUID, RehearsalHost> hosts = new HashMap<>();
    private final Deque<Started> started = new ArrayDeque<>();
    private final Set<UUID> known = new LinkedHashSet<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final Map<String, Held> withheld = new LinkedHashMap<>();
    private final AtomicLong kept = new AtomicLong();
    private volatile Instant ahead = Instant.MIN;

    /** How many led to the one that runs now. */
    private volatile int hops;

    private Rehearsal(
            Facilities facilities,
            Effects effects,
            PublishedFlow flow,
            BooleanSupplier mustStop,
            Acting acting,
            Optional<RanSteps> ran) {
        this.facilities = facilities;
        this.effects = effects;
        this.flow = flow;
        this.mustStop = mustStop;
        this.acting = acting;
        this.ran = ran;
    }

    private record Held(UUID execution, Step step) {}

    /** A helper that nobody waits for, and how many led to it. */
    private record Started(Child child, int hops) {}

    /** How a dry run ended. */
    public enum Ending {
        SUCCESS,
        /** A false Continue If: ended early, successfully. */
        STOPPED,
        FAILURE,
        /** It stands at a Pause card, which only somebody outside can let go on. */
        PAUSED,
        /** It had to stop before its end. */
        UNFINISHED
    }

    /**
     * A card that would have notified somebody or changed something.
     *
     * @param execution the one that it belongs to, that of the flow or of a helper
     * @param path its place there
     * @param card its id, for example {@code slack.sendMessageToChannel2}
     * @param title what the author calls it
     * @param effect what it would have done to the world, by what it was given
     * @param inputs what it was given, secrets masked; the beginning when it is long
     */
    public record Withheld(
            UUID execution,
            String path,
            String card,
            String title,
            Effect effect,
            JsonNode inputs) {}

    /**
     * A dry run with everything that it did.
     *
     * @param outcome how the flow itself ended, its helpers left out
     * @param masker knows the secrets that were met
     * @param executions the flow's own first, then those of its helpers as they began
     */
    public record Recorded(
            UUID id,
            Result result,
            Outcome outcome,
            Masker masker,
            List<RanSteps.Execution> executions) {}

    /** What a card can do to the world when it is given these inputs. */
    @FunctionalInterface
    public interface Effects {
        Effect of(String card, JsonNode inputs);
    }

    /**
     * What came of it.
     *
     * @param failure why it failed, secrets masked
     * @param withheld in order, those of helpers included
     */
    public record Result(Ending ending, Optional<String> failure, List<Withheld> withheld) {}

    /**
     * Runs a flow.
     *
     * @param mustStop asked before each card
     */
    public static Result of(
            Facilities facilities,
            Effects effects,
            PublishedFlow flow,
            Payload payload,
            BooleanSupplier mustStop) {
        UUID id = UUID.randomUUID();
        Rehearsal rehearsal =
                new Rehearsal(
                        facilities, effects, flow, mustStop, Acting.NOTHING, Optional.empty());
        return rehearsal.result(rehearsal.run(id, PayloadInput.of(id, payload)));
    }

    /**
     * Runs a flow and keeps its steps. It stops when there are too many of them.
     *
     * @param acting what its cards may do to the world
     */
    public static Recorded recorded(
            Facilities facilities,
            Effects effects,
            PublishedFlow flow,
            Payload payload,
            BooleanSupplier mustStop,
            Acting acting) {
        UUID id = UUID.randomUUID();
        RanSteps ran = new RanSteps(id, flow);
        Rehearsal rehearsal =
                new Rehearsal(
                        facilities,
                        effects,
                        flow,
                        () -> ran.isFull() || mustStop.getAsBoolean(),
                        acting,
                        Optional.of(ran));
        Outcome outcome = rehearsal.run(id, PayloadInput.of(id, payload));
        Result result = rehearsal.result(outcome);
        return new Recorded(
                id, result, outcome, rehearsal.masker(), ran.executions(rehearsal.masker()));
    }

    private Outcome run(UUID id, TriggerInput input) {
        hide(flow);
        Outcome outcome = toEnd(id, flow.flow(), input, true);
        Optional<Outcome> failed = Optional.empty();
        while (!(outcome instanceof Outcome.Cancelled) && !started.isEmpty()) {
            Started next = started.remove();
            hops = next.hops();
            Child child = next.child();
            Outcome ended = toEnd(child.id(), child.flow(), child.input(), false);
            if (ended instanceof Outcome.Cancelled) {
                outcome = ended;
            } else if (ended instanceof Outcome.Failed) {
                failed = failed.or(() -> Optional.of(ended));
            }
        }
        boolean fine = !(outcome instanceof Outcome.Cancelled);
        return fine && !(outcome instanceof Outcome.Failed) ? failed.orElse(outcome) : outcome;
    }

    /** Whenever it waits, that time is taken for passed. */
    private Outcome toEnd(UUID id, Flow flow, TriggerInput input, boolean canPause) {
        RehearsalHost host = host(id, Optional.empty(), canPause);
        while (true) {
            Outcome outcome = facilities.engine().run(id, flow, input, host);
            if (!(outcome instanceof Outcome.Suspended suspended)
                    || suspended.waits().isEmpty()
                    || acting.mode() == Mode.ON
                    || suspended.waits().get().pause().isPresent()) {
                return outcome;
            }
            Instant until = suspended.waits().get().until();
            ahead = until.isAfter(ahead) ? until : ahead;
        }
    }

    private Result result(Outcome outcome) {
        Masker masker;
        List<Held> held;
        synchronized (this) {
            masker = Masker.of(secrets);
            held = List.copyOf(withheld.values());
        }
        List<Withheld> shown = new ArrayList<>();
        for (Held one : held) {
            Step step = one.step();
            shown.add(
                    new Withheld(
                            one.execution(),
                            step.path(),
                            step.card(),
                            masker.mask(step.title()),
                            effects.of(step.card(), step.inputs()),
                            Excerpt.of(Excerpt.masked(step.inputs(), masker), MOST_CHARACTERS)));
        }
        return switch (outcome) {
            case Outcome.Completed completed -> ended(Ending.SUCCESS, shown);
            case Outcome.Stopped stopped -> ended(Ending.STOPPED, shown);
            case Outcome.Cancelled cancelled -> ended(Ending.UNFINISHED, shown);
            case Outcome.Suspended suspended -> ended(Ending.PAUSED, shown);
            case Outcome.Failed failed ->
                    new Result(
                            Ending.FAILURE,
                            Optional.of(
                                    masker.mask(
                                            failed.title() + ": " + failed.failure().getMessage())),
                            shown);
        };
    }

    private static Result ended(Ending ending, List<Withheld> withheld) {
        return new Result(ending, Optional.empty(), withheld);
    }

    synchronized JsonNode masked(JsonNode value) {
        return Excerpt.masked(value, Masker.of(secrets));
    }

    private synchronized Masker masker() {
        return Masker.of(secrets);
    }

    Acting acting() {
        return acting;
    }

    /** The host of a helper that an execution waits for. */
    RehearsalHost child(RehearsalHost parent, Child child) {
        ran.ifPresent(kept -> kept.begun(parent.id(), child));
        return host(child.id(), Optional.of(parent), false);
    }

    private synchronized RehearsalHost host(
            UUID execution, Optional<RehearsalHost> parent, boolean canPause) {
        return hosts.computeIfAbsent(
                execution, id -> new RehearsalHost(this, id, parent, canPause));
    }

    /** A resumed execution reports its last cards again; each counts once. */
    synchronized void ended(UUID execution, Step step) {
        ran.ifPresent(kept -> kept.ended(execution, step));
        if (step.status() == Step.Status.WITHHELD) {
            withheld.put(execution + "/" + step.path(), new Held(execution, step));
        }
    }

    /**
     * @throws CardFailure.Invalid when a real run would not start it either
     */
    synchronized void start(RehearsalHost parent, Child child) {
        if (known.contains(child.id())) {
            return;
        }
        ChainLimits limits = facilities.chains().limits();
        try {
            limits.requireHop(child.id(), hops + 1);
            limits.requireOneMore(child.id(), new ChainCounts(known.size(), 0), 0);
        } catch (ChainEnded end) {
            throw new CardFailure.Invalid(end.getMessage());
        }
        known.add(child.id());
        ran.ifPresent(kept -> kept.begun(parent.id(), child));
        started.add(new Started(child, hops + 1));
    }

    /**
     * Counts a value that stays until the end of the dry run.
     *
     * @throws CardFailure.Invalid when all of them take too much memory
     */
    void keep(JsonNode value) {
        if (kept.addAndGet(Weight.of(value)) > MOST_KEPT) {
            throw new CardFailure.Invalid(
                    "The dry run keeps more than "
                            + MOST_KEPT / 1_000_000
                            + " MB of what its cards read. Try the flow on fewer records.");
        }
    }

    /** Helpers need not be on for a dry run. A flow that calls itself calls what is rehearsed. */
    Optional<Flow> helper(String id) {
        Optional<PublishedFlow> helper =
                id.equals(flow.id()) ? Optional.of(flow) : facilities.flows().byId(id);
        helper.ifPresent(called -> {
            hide(called);
            ran.ifPresent(kept -> kept.knows(called));
        });
        return helper.map(PublishedFlow::flow);
    }

    private synchronized void hide(PublishedFlow called) {
        called.clientToken().map(Secret::reveal).ifPresent(secrets::add);
    }

    synchronized Optional<Connection> connection(String id) {
        return opened(facilities.connections().connection(id));
    }

    /** Masks its secrets from now on, and the tokens that are got for it. */
    private Optional<Connection> opened(Optional<Connection> connection) {
        connection.ifPresent(found -> secrets.addAll(AuthSecrets.of(found.auth())));
        return connection.map(found -> found.telling(this::addSecret));
    }

    private synchronized void addSecret(Secret secret) {
        secrets.add(secret.reveal());
    }

    synchronized Optional<Connection> standIn(String connector) {
        return opened(facilities.connections().standIn(connector));
    }

    /** The real time, unless a wait was taken for passed. */
    InstantSource clock() {
        return () -> {
            Instant now = facilities.clock().instant();
            return now.isAfter(ahead) ? now : ahead;
        };
    }

    Optional<Interruption> interruption() {
        return mustStop.getAsBoolean() ? Optional.of(Interruption.CANCELLED) : Optional.empty();
    }
}
