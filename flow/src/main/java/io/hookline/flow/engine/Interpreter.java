package io.hookline.flow.engine;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.model.Flow;

import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;

/** Runs flows. Shared by all executions; holds no state of any. */
public final class Interpreter {
    private static final int DEEPEST = 20;

    private final Planner planner;

    /** Lives as long as the flow: flows are compared by identity. */
    private final Map<Flow, Plan> plans = Collections.synchronizedMap(new WeakHashMap<>());

    public Interpreter(CardCatalog catalog) {
        this.planner = new Planner(catalog);
    }

    /** Runs an execution to its end, or until it is interrupted; recorded effects are skipped. */
    public Outcome run(UUID execution, Flow flow, TriggerInput input, Host host) {
        return run(new Run(execution, flow, host, 0, new Budget()), input);
    }

    /** Runs a helper inside of the execution that waits for it. */
    Outcome runHelper(Run parent, Child child, Host host) {
        if (parent.depth >= DEEPEST) {
            throw new CardFailure.Invalid(
                    "Helper flows call each other more than "
                            + DEEPEST
                            + " deep; they probably call in a circle.");
        }
        long held = parent.budget.held();
        try {
            return run(
                    new Run(child.id(), child.flow(), host, parent.depth + 1, parent.budget),
                    child.input());
        } finally {
            parent.budget.release(held);
        }
    }

    /** What a flow does, worked out once. */
    Plan plan(Flow flow) {
        Plan plan = plans.get(flow);
        if (plan == null) {
            plan = planner.plan(flow);
            plans.put(flow, plan);
        }
        return plan;
    }

    private Outcome run(Run run, TriggerInput input) {
        try {
            return new Frame(this, run, run.flow, "", input).run();
        } catch (JournalMismatch mismatch) {
            return new Outcome.Failed(
                    new CardFailure.Invalid(mismatch.getMessage()),
                    mismatch.path,
                    mismatch.card.title());
        }
    }
}
