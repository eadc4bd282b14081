package io.hookline.server.refusal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.value.JsonMistake;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why something was not done. Nothing has changed when one is thrown. The title names the kind of
 * refusal in a few words, the message is the whole sentence for whoever asked.
 */
public abstract sealed class Refusal extends RuntimeException {
    private final String title;
    private final transient Map<String, JsonNode> facts = new LinkedHashMap<>();
    private transient Optional<Enum<?>> reason = Optional.empty();

    private Refusal(String title, String detail) {
        super(detail);
        this.title = title;
    }

    /** Adds a fact that programs may read, under a name of its own. */
    public Refusal with(String name, JsonNode value) {
        facts.put(name, value);
        return this;
    }

    /** Says which of a feature's own cases this is, for code that must tell them apart. */
    public Refusal because(Enum<?> why) {
        reason = Optional.of(why);
        return this;
    }

    public Optional<Enum<?>> reason() {
        return reason;
    }

    public String title() {
        return title;
    }

    public Map<String, JsonNode> facts() {
        return Collections.unmodifiableMap(facts);
    }

    /** There is no such object. */
    public static final class NotFound extends Refusal {
        private final String kind;
        private final String id;

        /**
         * @param kind in words, for example {@code event hook}
         */
        public NotFound(String kind, String id) {
            this("Not found", "There is no " + kind + " with id " + id + ".", kind, id);
        }

        /** For what has no id, or needs another sentence. */
        public NotFound(String title, String detail, String kind, String id) {
            super(title, detail);
            this.kind = kind;
            this.id = id;
        }

        public String kind() {
            return kind;
        }

        public String id() {
            return id;
        }
    }

    /** Fields or parameters are not as they must be. */
    public static final class Invalid extends Refusal {
        private final Place place;
        private final String subject;
        private final transient List<FieldError> errors;

        /** Where the fields were sent. */
        public enum Place {
            BODY,
            QUERY
        }

        public Invalid(String field, String sentence) {
            this(Place.BODY, field, List.of(new FieldError(field, sentence)));
        }

        /** About the request as a whole, not one of its fields. */
        public Invalid(String sentence) {
            this("", sentence);
        }

        /**
         * @param subject what is invalid: the object's name, or the field's
         * @param errors one or more
         */
        public Invalid(Place place, String subject, List<FieldError> errors) {
            super(
                    "Bad request",
                    errors.stream().map(FieldError::text).collect(Collectors.joining(" ")));
            this.place = place;
            this.subject = subject.isEmpty() ? "request" : subject;
            this.errors = List.copyOf(errors);
        }

        public Place place() {
            return place;
        }

        public String subject() {
            return subject;
        }

        public List<FieldError> errors() {
            return errors;
        }
    }

    /** A document cannot be parsed. */
    public static final class Malformed extends Refusal {
        public Malformed(String detail) {
            super("Malformed JSON", detail);
        }

        /** The refusal of a body that is no JSON, with line and column. */
        public static Malformed of(JsonProcessingException e) {
            String place = JsonMistake.place(e);
            return new Malformed(
                    "The request body is not well-formed JSON"
                            + (place.isEmpty() ? "" : " at " + place)
                            + ": "
                            + JsonMistake.reason(e)
                            + ".");
        }
    }

    /** A filter or a search of the event log that cannot be used. */
    public static final class InvalidFilter extends Refusal {
        private final Fault fault;

        /** What is wrong with it. */
        public enum Fault {
            EXPRESSION,
            OPERATOR,
            PARAMETER
        }

        public InvalidFilter(Fault fault, String detail) {
            super("Bad request", detail);
            this.fault = fault;
        }

        public Fault fault() {
            return fault;
        }
    }

    /** The body's content type or encoding is not one that is accepted. */
    public static final class Unsupported extends Refusal {
        private final Fault fault;

        /** What is wrong with it. */
        public enum Fault {
            MISSING,
            UNKNOWN
        }

        public Unsupported(Fault fault, String title, String detail) {
            super(title, detail);
            this.fault = fault;
        }

        public Fault fault() {
            return fault;
        }
    }

    /** The body has too many bytes or holds too many items. */
    public static final class TooLarge extends Refusal {
        /**
         * @param limit in bytes
         */
        public TooLarge(int limit) {
            this(
                    "Content too large",
                    String.format(
                            Locale.ROOT,
                            "The request body is larger than the %,d bytes that this address"
                                    + " takes.",
                            limit));
        }

        public TooLarge(String title, String detail) {
            super(title, detail);
        }
    }

    /** The object's present state does not allow it. */
    public static final class Conflict extends Refusal {
        private final String subject;

        public Conflict(String detail) {
            this("Conflict", detail);
        }

        public Conflict(String title, String detail) {
            this(title, detail, "request");
        }

        /**
         * @param subject the name of the object that changed
         */
        public Conflict(String title, String detail, String subject) {
            super(title, detail);
            this.subject = subject;
        }

        public String subject() {
            return subject;
        }
    }

    /** The object has changed since the caller read it. */
    public static final class Outdated extends Refusal {
        public Outdated(String title, String detail) {
            super(title, detail);
        }

        /** Somebody else was faster. */
        public static Outdated meanwhile() {
            return new Outdated(
                    "Changed meanwhile",
                    "Somebody has changed this since you read it. Read it again, then make your"
                            + " change.");
        }
    }

    /** The flow, or all of them, is switched off. */
    public static final class Off extends Refusal {
        public Off(String title, String detail) {
            super(title, detail);
        }
    }

    /** A chain of flows that cause each other is cut. */
    public static final class Loop extends Refusal {
        public Loop(String detail) {
            super("Loop", detail);
        }
    }

    /** Nothing proves who the caller is. */
    public static final class Unauthenticated extends Refusal {
        private final transient Optional<Challenge> challenge;

        public Unauthenticated(String title, String detail) {
            this(title, detail, Optional.empty());
        }

        public Unauthenticated(String title, String detail, Challenge challenge) {
            this(title, detail, Optional.of(challenge));
        }

        private Unauthenticated(String title, String detail, Optional<Challenge> challenge) {
            super(title, detail);
            this.challenge = challenge;
        }

        public Optional<Challenge> challenge() {
            return challenge;
        }
    }

    /** The caller is known and may not do it. */
    public static final class NotAllowed extends Refusal {
        private final transient Optional<Challenge> challenge;

        public NotAllowed(String detail) {
            this(detail, Optional.empty());
        }

        public NotAllowed(String detail, Challenge challenge) {
            this(detail, Optional.of(challenge));
        }

        private NotAllowed(String detail, Optional<Challenge> challenge) {
            super("Not allowed", detail);
            this.challenge = challenge;
        }

        public Optional<Challenge> challenge() {
            return challenge;
        }
    }

    /** The caller did it too often. */
    public static final class RateLimited extends Refusal {
        private final Duration retryAfter;

        public RateLimited(String title, String detail, Duration retryAfter) {
            super(title, detail);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** Another system, which was asked for this request, refused or did not answer. */
    public static final class OtherSystem extends Refusal {
        public OtherSystem(String title, String detail) {
            super(title, detail);
        }
    }

    /** It cannot be done at the moment; the same request may pass later. */
    public static final class Busy extends Refusal {
        private final Duration retryAfter;

        public Busy(String title, String detail, Duration retryAfter) {
            super(title, detail);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** The work took longer than it may. */
    public static final class TookTooLong extends Refusal {
        public TookTooLong(String detail) {
            super("Took too long", detail);
        }
    }
}
