package io.hookline.server.event.ingest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.value.JsonMistake;
import io.hookline.server.event.audit.OwnTypes;
import io.hookline.server.event.log.EventJson;
import io.hookline.server.event.log.NewEvent;
import io.hookline.server.refusal.FieldError;
import io.hookline.server.refusal.Refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of one request, all of them or none: every event is checked before any is taken, and
 * the refusal names every bad one by its index, counted from 0.
 */
public final class IngestBody {
    /** How many events one request may bring. */
    static final int MAX_EVENTS = 10_000;

    /** How many events are described in a refusal; the others are named by their index only. */
    private static final int MOST_DESCRIBED = 50;

    private final long now;
    private final OwnTypes ownTypes;
    private final List<NewEvent> events = new ArrayList<>();
    private final List<FieldError> errors = new ArrayList<>();
    private final IndexRanges undescribed = new IndexRanges();
    private int count;
    private int bad;

    private IngestBody(long now, OwnTypes ownTypes) {
        this.now = now;
        this.ownTypes = ownTypes;
    }

    /**
     * Reads one event or an array of them.
     *
     * @param now epoch milliseconds
     * @param ownTypes whether types may be sent that we write too
     * @throws Refusal.Invalid naming every event that is not valid; {@link Refusal.Malformed} when
     *     the body cannot be parsed
     */
    public static List<NewEvent> document(byte[] body, long now, OwnTypes ownTypes) {
        IngestBody ingest = new IngestBody(now, ownTypes);
        try (JsonParser parser = EventJson.open(body, 0, body.length)) {
            ingest.readDocument(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ingest.all();
    }

    /**
     * Reads one event from each line that is not blank.
     *
     * @param now epoch milliseconds
     * @param ownTypes whether types may be sent that we write too
     * @throws Refusal.Invalid naming every event that is not valid; {@link Refusal.Malformed} when
     *     the body cannot be parsed
     */
    public static List<NewEvent> lines(byte[] body, long now, OwnTypes ownTypes) {
        IngestBody ingest = new IngestBody(now, ownTypes);
        int line = 1;
        int start = 0;
        while (start < body.length) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            if (!isBlank(body, start, end)) {
                ingest.readLine(body, start, end, line);
            }
            start = end + 1;
            line++;
        }
        return ingest.all();
    }

    private void readDocument(JsonParser parser) throws IOException {
        try {
            readEvents(parser);
        } catch (JsonProcessingException e) {
            JsonLocation location = parser.currentLocation();
            throw new Refusal.Malformed(
                    "events[%d]: %s (line %d, column %d)"
                            .formatted(
                                    count,
                                    JsonMistake.reason(e),
                                    location.getLineNr(),
                                    location.getColumnNr()));
        }
    }

    private void readEvents(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                take(parser.readValueAsTree());
            }
        } else if (first == JsonToken.START_OBJECT) {
            take(parser.readValueAsTree());
        } else if (first == null) {
            throw new Refusal.Malformed(
                    "The body is empty; an event or an array of events was expected.");
        } else {
            throw invalid("must be an event or an array of events");
        }
        if (parser.nextToken() != null) {
            throw new Refusal.Malformed(
                    "There is more after the end of the document; to send one event per line, use"
                            + " the content type application/x-ndjson.");
        }
    }

    private static Refusal.Invalid invalid(String sentence) {
        return new Refusal.Invalid("events", sentence);
    }

    private void readLine(byte[] body, int start, int end, int line) {
        try (JsonParser parser = EventJson.open(body, start, end - start)) {
            parser.nextToken();
            JsonNode event = parser.readValueAsTree();
            if (parser.nextToken() == null) {
                take(event);
            } else {
                refuse("line " + line + " holds more than one JSON document");
            }
        } catch (JsonProcessingException e) {
            refuse("line " + line + " is not well-formed JSON: " + JsonMistake.reason(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isBlank(byte[] body, int start, int end) {
        for (int i = start; i < end; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private void take(JsonNode sent) {
        EventCheck check = new EventCheck(now, ownTypes);
        check.check(sent)
                .ifPresentOrElse(
                        event -> {
                            // After the first bad one, the others are only checked.
                            if (bad == 0) {
                                events.add(event);
                            }
                            counted();
                        },
                        () -> refuse(check.faults(place())));
    }

    private String place() {
        return "events[" + count + "]";
    }

    private void refuse(String sentence) {
        refuse(List.of(new FieldError(place(), sentence)));
    }

    private void refuse(List<FieldError> faults) {
        if (bad++ < MOST_DESCRIBED) {
            errors.addAll(faults);
        } else {
            undescribed.add(count);
        }
        counted();
    }

    private void counted() {
        if (++count > MAX_EVENTS) {
            throw invalid("must not be more than %,d in one request".formatted(MAX_EVENTS));
        }
    }

    private List<NewEvent> all() {
        if (bad == 0) {
            return events;
        }
        if (!undescribed.isEmpty()) {
            errors.add(new FieldError("events[" + undescribed + "]", "are not valid either"));
        }
        throw new Refusal.Invalid(Refusal.Invalid.Place.BODY, "events", errors);
    }

    /** Indexes as text: {@code 50-99, 103}. */
    private static final class IndexRanges {
        private final StringBuilder text = new StringBuilder();
        private int first = -1;
        private int last = -1;

        void add(int index) {
            if (index != last + 1 || first < 0) {
                close();
                first = index;
            }
            last = index;
        }

        boolean isEmpty() {
            return first < 0 && text.isEmpty();
        }

        private void close() {
            if (first >= 0) {
                text.append(text.isEmpty() ? "" : ", ").append(first);
                if (last > first) {
                    text.append('-').append(last);
                }
                first = -1;
            }
        }

        @Override
        public String toString() {
            close();
            return text.toString();
        }
    }
}
