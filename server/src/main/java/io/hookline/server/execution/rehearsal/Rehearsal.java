package io.hookline.server.execution.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Effect;
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
 * is written down instead. Nothing is queued, journaled or kept; waits pass at once.
 */
public final class Rehearsal {
    private static final int MOST_CHARACTERS = 8 * 1024;

    /** Results that a real run would write down, in bytes. */
    private static final long MOST_KEPT = MemoryLimits.oneExecution() / 4;

    private final Facilities facilities;
    private final Effects effects;
    private final BooleanSupplier mustStop;
    private final Map<UUID, RehearsalHost> hosts = new HashMap<>();
    private final Deque<Started> started = new ArrayDeque<>();
    private final Set<UUID> known = new LinkedHashSet<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final Map<String, Step> withheld = new LinkedHashMap<>();
    private final AtomicLong kept = new AtomicLong();
    private volatile Instant ahead = Instant.MIN;

    /** How many led to the one that runs now. */
    private volatile int hops;

    private Rehearsal(Facilities facilities, Effects effects, BooleanSupplier mustStop) {
        this.facilities = facilities;
        this.effects = effects;
        this.mustStop = mustStop;
    }

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
     * @param card its id, for example {@code slack.sendMessageToChannel2}
     * @param title what the author calls it
     * @param effect what it would have done to the world, by what it was given
     * @param inputs what it was given, secrets masked; the beginning when it is long
     */
    public record Withheld(String card, String title, Effect effect, JsonNode inputs) {}

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
        return new Rehearsal(facilities, effects, mustStop).run(flow, payload);
    }

    private Result run(PublishedFlow flow, Payload payload) {
        hide(flow);
        UUID id = UUID.randomUUID();
        Outcome outcome = toEnd(id, flow.flow(), PayloadInput.of(id, payload), true);
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
        return result(
                fine && !(outcome instanceof Outcome.Failed) ? failed.orElse(outcome) : outcome);
    }

    /** Whenever it waits, that time is taken for passed. */
    private Outcome toEnd(UUID id, Flow flow, TriggerInput input, boolean canPause) {
        RehearsalHost host = host(id, Optional.empty(), canPause);
        while (true) {
            Outcome outcome = facilities.engine().run(id, flow, input, host);
            if (!(outcome instanceof Outcome.Suspended suspended)
                    || suspended.waits().isEmpty()
                    || suspended.waits().get().pause().isPresent()) {
                return outcome;
            }
            Instant until = suspended.waits().get().until();
            ahead = until.isAfter(ahead) ? until : ahead;
        }
    }

    private Result result(Outcome outcome) {
        Masker masker;
        List<Step> steps;
        synchronized (this) {
            masker = Masker.of(secrets);
            steps = List.copyOf(withheld.values());
        }
        List<Withheld> shown = new ArrayList<>();
        for (Step step : steps) {
            shown.add(
                    new Withheld(
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

    synchronized RehearsalHost host(
            UUID execution, Optional<RehearsalHost> parent, boolean canPause) {
        return hosts.computeIfAbsent(
                execution, id -> new RehearsalHost(this, id, parent, canPause));
    }

    /** A resumed execution reports its last cards again; each counts once. */
    synchronized void ended(UUID execution, Step step) {
        if (step.status() == Step.Status.WITHHELD) {
            withheld.put(execution + "/" + step.path(), step);
        }
    }

    /**
     * @throws CardFailure.Invalid when a real run would not start it either
     */
    synchronized void start(Child child) {
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

    /** Helpers need not be on for a dry run. */
    Optional<Flow> helper(String id) {
        Optional<PublishedFlow> helper = facilities.flows().byId(id);
        helper.ifPresent(this::hide);
        return helper.map(PublishedFlow::flow);
    }

    private synchronized void hide(PublishedFlow flow) {
        flow.clientToken().map(Secret::reveal).ifPresent(secrets::add);
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
