package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.attempt.DeliveryRequest;
import io.hookline.server.delivery.attempt.HookEvent;
import io.hookline.server.hook.definition.EventHook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes what a lane wants and puts it into requests, no more than the quota allows. */
final class Batching {
    /** So many events go to our own flow in one transaction. */
    private static final int EVENTS_IN_UNIT = 100;

    private final LaneInput input;
    private final LaneLedger ledger;
    private final LaneTools tools;

    Batching(LaneInput input, LaneLedger ledger, LaneTools tools) {
        this.input = input;
        this.ledger = ledger;
        this.tools = tools;
    }

    BatchSize size(EventHook hook) {
        return BatchSize.of(hook, tools.attempts().isOwn(hook));
    }

    /** The next request; empty when there is nothing now. */
    Optional<DeliveryRequest> one(EventHook hook) {
        List<HookEvent> events = take(size(hook).most());
        return events.isEmpty() ? Optional.empty() : Optional.of(ledger.request(hook, events));
    }

    /** The next requests for our own flow, for one transaction. */
    List<DeliveryRequest> several(EventHook hook) {
        int most = size(hook).most();
        List<HookEvent> events = take(Math.max(EVENTS_IN_UNIT, most));
        List<DeliveryRequest> requests = new ArrayList<>();
        for (int from = 0; from < events.size(); from += most) {
            int to = Math.min(from + most, events.size());
            requests.add(ledger.request(hook, events.subList(from, to)));
        }
        return requests;
    }

    private List<HookEvent> take(int most) {
        int allowed = Math.min(most, tools.quota().left());
        return allowed == 0 ? List.of() : input.take(allowed);
    }
}
