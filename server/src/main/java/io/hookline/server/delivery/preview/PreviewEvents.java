package io.hookline.server.delivery.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.event.catalog.EventCatalog;
import io.hookline.server.event.ingest.DraftEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.event.log.EventOrigin;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds an event of a type to preview: a given one, else the newest of the log, else a sample. */
public final class PreviewEvents {
    private final EventLog log;
    private final Function<String, Optional<ObjectNode>> samples;
    private final InstantSource clock;

    /**
     * @param samples a sample event of a type, if the catalog has one
     */
    public PreviewEvents(
            EventLog log, Function<String, Optional<ObjectNode>> samples, InstantSource clock) {
        this.log = log;
        this.samples = samples;
        this.clock = clock;
    }

    /** With the samples of the catalog. */
    public static PreviewEvents of(EventLog log, EventCatalog types, InstantSource clock) {
        return new PreviewEvents(
                log, type -> types.sample(type).map(EventCatalog.Sample::event), clock);
    }

    /** An event to preview. */
    public record Chosen(ObjectNode event, Origin origin) {}

    /** Where an event comes from. */
    public enum Origin {
        REQUEST,
        LOG,
        SAMPLE
    }

    /**
     * @param field where the given event was sent, for faults
     */
    public Chosen given(JsonNode event, String eventType, String field) {
        return made(DraftEvent.complete(event, eventType, field, clock.instant()), Origin.REQUEST);
    }

    /** The newest of the log; a sample when there is none. */
    public Chosen newest(String eventType, String field) {
        List<StoredEvent> newest = log.readBack(Long.MAX_VALUE, List.of(eventType), 1);
        return newest.isEmpty()
                ? sample(eventType, field)
                : new Chosen(newest.getFirst().json(), Origin.LOG);
    }

    /** Marks an event that is not in the log, for the receiver. */
    private static Chosen made(ObjectNode event, Origin origin) {
        return new Chosen(EventOrigin.mark(event, Previewer.SOURCE), origin);
    }

    /** One that never happened, for those who may not read the log. */
    public Chosen sample(String eventType, String field) {
        return made(
                samples.apply(eventType)
                        .map(sample ->
                                DraftEvent.complete(sample, eventType, field, clock.instant()))
                        .orElseGet(() -> DraftEvent.minimal(eventType, clock.instant())),
                Origin.SAMPLE);
    }
}
