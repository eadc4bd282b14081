package io.hookline.server.endpoint.invocation;

import io.hookline.flow.model.Flow;

/** What the trigger card of an endpoint declares. */
final class TriggerFields {
    private TriggerFields() {}

    /** Whether the author added fields of the body, so that it must be JSON. */
    static boolean readsBody(Flow flow) {
        return flow.cards().getFirst().outputs().stream()
                .anyMatch(output -> output.group().equals("body"));
    }
}
