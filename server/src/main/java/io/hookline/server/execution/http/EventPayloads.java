package io.hookline.server.execution.http;

import io.hookline.server.execution.model.Payload;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.flow.PublishedFlow;

/** What an event of the log would start a flow with. */
@FunctionalInterface
public interface EventPayloads {
    /**
     * @param uuid of an event
     * @throws Refusal.NotFound when the log has none
     * @throws Refusal.Conflict when no event starts the flow
     */
    Payload of(PublishedFlow flow, String uuid);
}
