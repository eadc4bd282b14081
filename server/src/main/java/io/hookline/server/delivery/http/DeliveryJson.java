package io.hookline.server.delivery.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.record.Delivery;
import io.hookline.server.delivery.record.Delivery.Failure;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;

import java.time.Duration;
import java.util.List;

/** Writes records of deliveries. */
public final class DeliveryJson {
    private DeliveryJson() {}

    static ObjectNode write(Delivery delivery) {
        Batch batch = delivery.batch();
        ObjectNode json = Json.object();
        json.put("id", batch.eventId().toString());
        json.put("eventHookId", batch.hookId());
        json.put("status", delivery.state().name());
        json.put("reason", delivery.reason().orElse(null));
        json.put("eventCount", batch.size());
        json.put("eventTime", Times.millis(batch.eventTime()));
        json.put("attemptCount", batch.attempts());
        json.put("nextAttemptAt", batch.nextAttemptAt().map(Times::millis).orElse(null));
        json.put("endedAt", delivery.ended().map(Times::millis).orElse(null));
        json.put("httpStatus", delivery.httpStatus().orElse(null));
        json.put("answer", delivery.answer().orElse(null));
        json.put("millis", delivery.took().map(Duration::toMillis).orElse(null));
        json.put("execution", delivery.execution().orElse(null));
        json.put("alreadyAccepted", delivery.alreadyAccepted());
        json.put("redelivered", delivery.redelivered());
        json.put("replay", delivery.replay().orElse(null));
        return json;
    }

    /** With its failed attempts. */
    public static ObjectNode withAttempts(Delivery delivery) {
        ObjectNode json = write(delivery);
        ArrayNode attempts = json.putArray("failedAttempts");
        delivery.failures().forEach(failure -> attempts.add(write(failure)));
        return json;
    }

    /** With its failed attempts and its events. */
    static ObjectNode writeWhole(Delivery delivery, List<StoredEvent> events) {
        ObjectNode json = withAttempts(delivery);
        ArrayNode list = json.putArray("events");
        for (StoredEvent event : events) {
            ObjectNode entry = list.addObject();
            entry.put("uuid", event.json().path("uuid").asText());
            entry.put("eventType", event.eventType());
            entry.put("published", event.json().path("published").asText());
        }
        return json;
    }

    private static ObjectNode write(Failure failure) {
        return Json.object()
                .put("attempt", failure.attempt())
                .put("at", Times.millis(failure.at()))
                .put("millis", failure.took().toMillis())
                .put("httpStatus", failure.httpStatus().orElse(null))
                .put("reason", failure.reason())
                .put("answer", failure.answer().orElse(null));
    }
}
