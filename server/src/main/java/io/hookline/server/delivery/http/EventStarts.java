package io.hookline.server.delivery.http;

import io.hookline.flow.model.Trigger;
import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.Envelope;
import io.hookline.server.delivery.attempt.HookEvent;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.http.EventPayloads;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.feed.EventCards;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.flow.PublishedFlow;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts flows with events of the log: an endpoint as a hook's delivery of the event would, a flow
 * with an event card as the log would.
 */
public final class EventStarts implements EventPayloads {
    /** Receivers see it where the id of a hook would be. */
    private static final String BY_HAND = "run";

    private final DatabaseEventLog log;
    private final URI baseUrl;
    private final InstantSource clock;

    public EventStarts(DatabaseEventLog log, URI baseUrl, InstantSource clock) {
        this.log = log;
        this.baseUrl = baseUrl;
        this.clock = clock;
    }

    @Override
    public Payload of(PublishedFlow flow, String uuid) {
        StoredEvent event =
                log.find(uuid, Optional.empty())
                        .orElseThrow(() -> new Refusal.NotFound("event", uuid));
        Trigger trigger = flow.flow().trigger();
        if (trigger == Trigger.EVENT) {
            return new Payload.Inputs(EventCards.values(event));
        }
        if (trigger != Trigger.ENDPOINT) {
            throw new Refusal.Conflict(
                    "Not started by events",
                    "The flow \""
                            + flow.name()
                            + "\" starts neither with API Endpoint nor with an event card, so no"
                            + " event starts it. Send inputs instead.");
        }
        return call(event, Batch.source(baseUrl, BY_HAND), clock.instant());
    }

    /** What a delivery of one event brings, without credentials and signature. */
    static Payload.Call call(StoredEvent event, String source, Instant now) {
        Batch batch = Batch.of(event.position(), source, Instant.ofEpochMilli(now.toEpochMilli()));
        return new Payload.Call(
                Map.of(
                        "accept", "application/json",
                        "content-type", "application/json",
                        "user-agent", "Hookline"),
                "",
                Envelope.bytes(batch, List.of(new HookEvent(event))));
    }
}
