package io.hookline.server.execution;

import io.hookline.server.execution.queue.ExecutionQueue;
import io.hookline.server.execution.queue.FlowConcurrency;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.refusal.Refusal;

import java.util.OptionalInt;

/** How many executions of a flow run at a time, where people set fewer than the server allows. */
public final class FlowLimits {
    private final Facilities facilities;
    private final ExecutionQueue queue;

    FlowLimits(Facilities facilities, ExecutionQueue queue) {
        this.facilities = facilities;
        this.queue = queue;
    }

    /** Applies what was set before this process started. */
    void apply() {
        facilities
                .database()
                .read(FlowConcurrency::all)
                .forEach((flow, most) -> queue.limit(flow, OptionalInt.of(most)));
    }

    /**
     * How many of a flow run at a time; empty for as many as the server allows.
     *
     * @throws Refusal.NotFound when there is no such flow
     */
    public OptionalInt of(String flow) {
        requireFlow(flow);
        return facilities.database().read(tx -> FlowConcurrency.find(tx, flow));
    }

    /**
     * Sets how many of a flow run at a time; durable before it returns.
     *
     * @param atOnce empty for as many as the server allows
     * @throws Refusal.NotFound when there is no such flow
     */
    public void set(String flow, OptionalInt atOnce) {
        requireFlow(flow);
        facilities
                .database()
                .write(transaction -> {
                    FlowConcurrency.set(transaction, flow, atOnce);
                    transaction.afterCommit(() -> queue.limit(flow, atOnce));
                    return atOnce;
                });
    }

    private void requireFlow(String flow) {
        if (facilities.flows().byId(flow).isEmpty()) {
            throw new Refusal.NotFound("flow", flow);
        }
    }
}
