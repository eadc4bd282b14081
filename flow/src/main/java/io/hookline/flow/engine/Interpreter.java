package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.hookline.compute.Turn;
import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.ResolvedCard;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs flows. Shared by all executions; holds no state of any. */
public final class Interpreter {
    /** A helper's cards may lie in as many flows within flows as a document may nest. */
    private static final int LEVELS_ON_A_STACK = 10;

    private final CardCatalog catalog;
    private final Planner planner;
    private final Limits limits;
    private final ValueMemory memory;

    /** Lives as long as the flow: flows are compared by identity. */
    private final Map<Flow, Plan> plans = Collections.synchronizedMap(new WeakHashMap<>());

    public Interpreter(CardCatalog catalog) {
        this(catalog, Limits.USUAL);
    }

    /**
     * @param limits what one execution may use
     */
    public Interpreter(CardCatalog catalog, Limits limits) {
        this(catalog, limits, ValueMemory.unbounded());
    }

    /**
     * @param limits what one execution may use
     * @param memory what all of them share
     */
    public Interpreter(CardCatalog catalog, Limits limits, ValueMemory memory) {
        this.memory = memory;
        this.catalog = catalog;
        this.limits = limits;
        this.planner = new Planner(catalog);
    }

    /** What a card means in this installation. */
    public ResolvedCard resolve(CardAddress card) {
        return catalog.resolve(card);
    }

    /**
     * What a card that ran can do to the world; empty when it is not installed.
     *
     * @param inputs what it was given, those of a group in an object named like the group
     */
    public Optional<Effect> effect(String id, JsonNode inputs) {
        return catalog.find(id)
                .map(card ->
                        card.effect((group, key) -> {
                            JsonNode in = group.isEmpty() ? inputs : inputs.path(group);
                            return Optional.of(in.path(key).asText(""));
                        }));
    }

    /**
     * What can make a flow fail, found before it runs.
     *
     * @param helpers the flow of that id; empty when there is none
     */
    public List<Finding> review(Flow flow, Function<String, Optional<Flow>> helpers) {
        return FlowReview.of(flow, catalog, helpers);
    }

    /**
     * Runs an execution to its end, or until it waits or is interrupted; recorded effects are
     * skipped, and a suspended one resumes where it stopped.
     */
    public Outcome run(UUID execution, Flow flow, TriggerInput input, Host host) {
        try (ValueMemory.Share share = memory.open()) {
            Budget budget = new Budget(limits, host.startedAt(), share);
            budget.holdInput(input);
            Root root = Root.of(execution, flow, input);
            return run(new Run(execution, flow, host, 0, budget, root), input);
        }
    }

    /** Runs a helper inside of the execution that waits for it. */
    Outcome runHelper(Run parent, Child child, Host host) {
        return parent.depth % LEVELS_ON_A_STACK == LEVELS_ON_A_STACK - 1
                ? onFreshStack(parent.host, () -> runHelperHere(parent, child, host))
                : runHelperHere(parent, child, host);
    }

    /** On a thread of its own, because helpers may nest deeper than one stack has room for. */
    private static Outcome onFreshStack(Host host, Supplier<Outcome> work) {
        var outcome = new CompletableFuture<Outcome>();
        Runnable run =
                () -> {
                    try {
                        outcome.complete(work.get());
                    } catch (Throwable thrown) {
                        outcome.completeExceptionally(thrown);
                    }
                };
        Thread.ofVirtual().name("execution-helper").start(Turn.alike(host.onAnotherThread(run)));
        try {
            return Turn.waiting(() -> host.outside(outcome::join));
        } catch (CompletionException thrown) {
            throw Loops.rethrown(thrown.getCause());
        }
    }

    private Outcome runHelperHere(Run parent, Child child, Host host) {
        Budget budget = parent.budget.forHelper();
        try {
            return run(
                    new Run(child.id(), child.flow(), host, parent.depth + 1, budget, parent.root),
                    child.input());
        } finally {
            budget.release();
        }
    }

    /** The plan of a flow, made once. */
    Plan plan(Flow flow) {
        Plan plan = plans.get(flow);
        if (plan == null) {
            plan = planner.plan(flow);
            plans.put(flow, plan);
        }
        return plan;
    }

    /** Whether a card cannot run here: its card is not installed, or this version lacks it. */
    public boolean misses(FlowCard card) {
        return planner.operation(card) instanceof Operation.Missing;
    }

    private Outcome run(Run run, TriggerInput input) {
        try {
            Outcome outcome = new Frame(this, run, run.flow, "", input).run();
            if (outcome instanceof Outcome.Suspended suspended) {
                run.host.suspended(run.frames, suspended.waits());
            }
            return outcome;
        } catch (JournalMismatch mismatch) {
            return new Outcome.Failed(
                    new CardFailure.Invalid(mismatch.getMessage()),
                    new FailedCard(
                            mismatch.path,
                            mismatch.card.title(),
                            mismatch.card.id(),
                            mismatch.card.uuid(),
                            MissingNode.getInstance(),
                            Optional.empty()));
        }
    }
}
