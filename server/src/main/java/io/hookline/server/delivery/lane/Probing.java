package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.DeliveryRequest;
import io.hookline.server.delivery.lane.LaneLedger.Plan;
import io.hookline.server.hook.definition.EventHook;

import java.util.Optional;

/** Tries the batch behind a failing head: is the head to blame, or the receiver? */
final class Probing {
    private final Batching batching;
    private final LaneLedger ledger;
    private final LaneTools tools;

    Probing(Batching batching, LaneLedger ledger, LaneTools tools) {
        this.batching = batching;
        this.ledger = ledger;
        this.tools = tools;
    }

    /** How the lane goes on; the batch behind the head is made when there is none yet. */
    Plan probe(EventHook hook, Plan before, DeliveryRequest head) {
        Plan plan = before.open().size() == 1 ? withNext(hook, before) : before;
        if (plan.open().size() == 1) {
            return tools.writer()
                    .write(transaction ->
                            ledger.receiverDown(transaction, hook, plan, head.events()));
        }
        Batch candidate = plan.open().get(1);
        Optional<DeliveryRequest> request = tools.attempts().load(candidate);
        if (request.isEmpty()) {
            return plan;
        }
        return tools.attempts()
                .attempt(
                        hook,
                        request.get(),
                        (transaction, outcome) ->
                                ledger.probed(transaction, hook, plan, head, candidate, outcome));
    }

    private Plan withNext(EventHook hook, Plan before) {
        return batching.one(hook)
                .map(next -> ledger.open(hook, before, next.batch()))
                .orElse(before);
    }
}
