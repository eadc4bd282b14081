package io.hookline.server.event.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.event.audit.OwnTypes;
import io.hookline.server.event.ingest.LogEventFields.FieldType;
import io.hookline.server.event.ingest.LogEventFields.FieldType.Fields;
import io.hookline.server.event.ingest.LogEventFields.FieldType.ListOf;
import io.hookline.server.event.ingest.LogEventFields.FieldType.OneOf;
import io.hookline.server.event.ingest.LogEventFields.FieldType.Plain;
import io.hookline.server.event.log.EventIds;
import io.hookline.server.event.log.EventOrigin;
import io.hookline.server.event.log.NewEvent;
import io.hookline.server.event.log.Timestamps;
import io.hookline.server.refusal.FieldError;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;

/**
 * Checks one event that a source sent, and completes it: a missing uuid and a missing time are
 * filled in.
 */
public final class EventCheck {
    /** How large one event may be in its compact form. */
    static final int MAX_BYTES = 1_000_000;

    private static final int MOST_FAULTS = 5;
    private static final int LONGEST_TEXT = 255;
    private static final Duration LARGEST_LEAD = Duration.ofHours(24);

    private final List<FieldError> faults = new ArrayList<>();
    private final StringBuilder path = new StringBuilder();
    private final long now;
    private final OwnTypes ownTypes;

    /**
     * @param now epoch milliseconds
     * @param ownTypes whether types may be sent that we write too
     */
    public EventCheck(long now, OwnTypes ownTypes) {
        this.now = now;
        this.ownTypes = ownTypes;
    }

    /**
     * The first things that are wrong.
     *
     * @param place where the event stands in its request, for example {@code events[3]}
     */
    public List<FieldError> faults(String place) {
        return faults.stream()
                .map(fault ->
                        new FieldError(
                                fault.field().isEmpty() ? place : place + "." + fault.field(),
                                fault.sentence()))
                .toList();
    }

    /** The event ready to be appended; empty when it has faults. */
    public Optional<NewEvent> check(JsonNode sent) {
        if (!(sent instanceof ObjectNode event)) {
            fault("", "must be an object, not " + kind(sent));
            return Optional.empty();
        }
        // The log sets it: an event that was exported from here or from elsewhere still has one.
        event.remove(EventOrigin.MEMBER);
        fields(event, LogEventFields.EVENT);
        checkType(event);
        if (event.has("source")) {
            fault("source", "is set by the server from the credentials; it cannot be sent");
        }
        checkUuid(event);
        long published = published(event);
        return faults.isEmpty() ? complete(event, published) : Optional.empty();
    }

    private Optional<NewEvent> complete(ObjectNode event, long published) {
        if (!isGiven(event, "uuid")) {
            event.put("uuid", EventIds.next(now));
        }
        if (!isGiven(event, "published")
                || !Timestamps.isWritten(event.path("published").textValue())) {
            event.put("published", Timestamps.write(published));
        }
        try {
            NewEvent ready = NewEvent.of(event, published);
            if (ready.bytes().length <= MAX_BYTES) {
                return Optional.of(ready);
            }
            fault("", "must not be larger than %,d bytes".formatted(MAX_BYTES));
        } catch (JsonProcessingException e) {
            fault("", "cannot be written as JSON");
        }
        return Optional.empty();
    }

    private void checkType(ObjectNode event) {
        JsonNode type = event.path("eventType");
        if (!isGiven(event, "eventType")) {
            fault("eventType", "is required");
        } else if (type.isTextual()) {
            String id = type.textValue();
            if (id.isEmpty() || id.codePointCount(0, id.length()) > LONGEST_TEXT) {
                fault("eventType", "must have 1 to " + LONGEST_TEXT + " characters");
            } else if (id.codePoints().anyMatch(EventCheck::isUnfitForNames)) {
                fault("eventType", "must not contain control characters or broken ones");
            } else if (OwnTypes.isReserved(id)) {
                fault(
                        "eventType",
                        "must not begin with 'hookline.': those types are the server's own");
            } else if (ownTypes.refuses(id)) {
                fault(
                        "eventType",
                        "must not be '"
                                + id
                                + "': this server writes that type about itself, and its setting"
                                + " ownTypesFromSources refuses it from sources");
            }
        }
    }

    private void checkUuid(ObjectNode event) {
        JsonNode uuid = event.path("uuid");
        if (!uuid.isTextual()) {
            return;
        }
        String id = uuid.textValue();
        if (id.isEmpty() || id.length() > LONGEST_TEXT) {
            fault("uuid", "must have 1 to " + LONGEST_TEXT + " characters");
        } else if (id.codePoints().anyMatch(EventCheck::isUnfitForNames)) {
            fault("uuid", "must not contain control characters or broken ones");
        }
    }

    /**
     * Half of a surrogate pair would be stored as a question mark, and two names would become one.
     */
    private static boolean isUnfitForNames(int character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.SURROGATE;
    }

    private long published(ObjectNode event) {
        JsonNode published = event.path("published");
        if (!published.isTextual()) {
            return now;
        }
        try {
            long time = Timestamps.millis(published.textValue());
            if (time > now + LARGEST_LEAD.toMillis()) {
                fault("published", "must not be more than 24 hours ahead of the server's clock");
            }
            return time;
        } catch (DateTimeException e) {
            fault(
                    "published",
                    "must be a date and time with Z or an offset, such as"
                            + " 2026-01-31T09:30:00.000Z");
            return now;
        }
    }

    private static boolean isGiven(ObjectNode event, String name) {
        return event.hasNonNull(name);
    }

    private void fields(ObjectNode object, Fields fields) {
        for (Entry<String, JsonNode> member : object.properties()) {
            FieldType type = fields.known().get(member.getKey());
            if (type != null && !member.getValue().isNull()) {
                int length = path.length();
                if (length > 0) {
                    path.append('.');
                }
                path.append(member.getKey());
                value(member.getValue(), type);
                path.setLength(length);
            }
        }
    }

    private void value(JsonNode value, FieldType type) {
        switch (type) {
            case Plain plain -> {
                if (!isA(value, plain)) {
                    expected(plain.words(), value);
                }
            }
            case OneOf(List<String> values) -> {
                if (!value.isTextual() || !values.contains(value.textValue())) {
                    fault("", "must be one of " + String.join(", ", values));
                }
            }
            case Fields fields -> {
                if (value instanceof ObjectNode object) {
                    fields(object, fields);
                } else {
                    expected("an object", value);
                }
            }
            case ListOf(FieldType element) -> {
                if (value.isArray()) {
                    elements(value, element);
                } else {
                    expected("a list", value);
                }
            }
        }
    }

    private void elements(JsonNode list, FieldType type) {
        for (int i = 0; i < list.size() && faults.size() < MOST_FAULTS; i++) {
            int length = path.length();
            path.append('[').append(i).append(']');
            value(list.get(i), type);
            path.setLength(length);
        }
    }

    private static boolean isA(JsonNode value, Plain type) {
        return switch (type) {
            case TEXT -> value.isTextual();
            case TEXT_OR_NUMBER -> value.isTextual() || value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case INTEGER -> value.isIntegralNumber();
            case NUMBER -> value.isNumber();
            case MAP -> value.isObject();
        };
    }

    private void expected(String what, JsonNode found) {
        fault("", "must be " + what + ", not " + kind(found));
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }

    /**
     * @param member of the object where the check stands; empty for that itself
     */
    private void fault(String member, String message) {
        String where = path.isEmpty() ? member : path.toString();
        if (faults.size() < MOST_FAULTS) {
            faults.add(new FieldError(where, message));
        }
    }
}
