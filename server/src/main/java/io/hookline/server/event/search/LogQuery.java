package io.hookline.server.event.search;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.filter.KeywordQuery;
import io.hookline.filter.LogFilter;
import io.hookline.filter.LogFilterException;
import io.hookline.server.event.log.Entities;
import io.hookline.server.event.log.EventRows.Span;
import io.hookline.server.event.log.Timestamps;
import io.hookline.server.refusal.FieldError;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.refusal.Refusal.Invalid.Place;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A query of the log as the parameters of {@code GET /api/v1/logs} describe it.
 *
 * @param parameters as they were given, for the links
 */
public record LogQuery(
        Scope scope,
        int limit,
        Optional<LogFilter> filter,
        Optional<KeywordQuery> keywords,
        Map<String, String> parameters) {
    private static final List<String> NAMES =
            List.of("since", "until", "after", "filter", "q", "limit", "sortOrder");
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    /** To look for more in each segment costs more than to read the log. */
    private static final int MOST_ENTITIES = 50;

    private static final Duration DEFAULT_SPAN = Duration.ofDays(7);
    private static final Duration OLDEST = Duration.ofDays(180);

    /** Which events, and in which order. */
    sealed interface Scope {
        /**
         * Everything from some time on, as it was persisted, without an end.
         *
         * @param since persisted at that time or later; counts at the start only
         */
        record Polling(long since, Optional<LogCursor.Polling> cursor) implements Scope {}

        /** A span of published times. */
        record Bounded(Span span) implements Scope {}
    }

    /**
     * Reads the parameters; those that are not known are ignored, and empty ones count as left out.
     *
     * @param query the first value of a parameter, by its name
     * @param now epoch milliseconds
     * @throws Refusal.Invalid that names every one that is not valid
     * @throws Refusal.InvalidFilter for a filter that cannot be used, and for a time too long ago
     */
    public static LogQuery of(Function<String, Optional<String>> query, long now) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String name : NAMES) {
            query.apply(name)
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> given.put(name, value));
        }
        Faults faults = new Faults();
        int limit = faults.of(() -> limit(given)).orElse(DEFAULT_LIMIT);
        boolean descending = faults.of(() -> descending(given)).orElse(false);
        Optional<Long> since = faults.of(() -> time(given, "since")).flatMap(time -> time);
        Optional<Long> until = faults.of(() -> time(given, "until")).flatMap(time -> time);
        Optional<LogCursor> cursor = faults.of(() -> cursor(given)).flatMap(place -> place);
        Optional<KeywordQuery> keywords = faults.of(() -> keywords(given)).flatMap(words -> words);
        faults.raise();
        return new LogQuery(
                scope(cursor, new Times(since, until, now), descending),
                limit,
                filter(given),
                keywords,
                Map.copyOf(given));
    }

    private static Optional<LogFilter> filter(Map<String, String> given) {
        try {
            return Optional.ofNullable(given.get("filter")).map(LogFilter::parse);
        } catch (LogFilterException e) {
            throw new Refusal.InvalidFilter(
                    switch (e.fault()) {
                        case EXPRESSION -> Refusal.InvalidFilter.Fault.EXPRESSION;
                        case OPERATOR -> Refusal.InvalidFilter.Fault.OPERATOR;
                        case KEYWORDS -> Refusal.InvalidFilter.Fault.PARAMETER;
                    },
                    e.getMessage());
        }
    }

    private static Optional<KeywordQuery> keywords(Map<String, String> given) {
        try {
            return Optional.ofNullable(given.get("q")).map(KeywordQuery::parse);
        } catch (LogFilterException e) {
            throw invalid("q", e.getMessage());
        }
    }

    /** Whether the event is asked for. */
    public boolean matches(ObjectNode event) {
        return filter.map(asked -> asked.matches(event)).orElse(true)
                && keywords.map(asked -> asked.matches(event)).orElse(true);
    }

    /** Whether every event of the scope is asked for. */
    boolean takesAll() {
        return filter.isEmpty() && keywords.isEmpty();
    }

    /** The event types to which the filter is restricted; empty for all. */
    Optional<List<String>> types() {
        return filter.flatMap(asked -> asked.requiredValues("eventType")).map(List::copyOf);
    }

    /**
     * The event types to which the filter is restricted by their beginnings or parts.
     *
     * @param known every type of the log
     */
    Optional<List<String>> types(Set<String> known) {
        return filter.flatMap(asked -> asked.requiredAmong("eventType", known)).map(List::copyOf);
    }

    /**
     * The actors and targets to which the filter is restricted: an event that passes names one of
     * each group.
     */
    List<int[]> entities() {
        return Arrays.stream(Entities.Role.values())
                .flatMap(role ->
                        filter.flatMap(asked -> asked.requiredValues(role.path())).stream()
                                .filter(values -> values.size() <= MOST_ENTITIES)
                                .map(values ->
                                        values.stream()
                                                .mapToInt(value -> Entities.number(role, value))
                                                .toArray()))
                .toList();
    }

    /** The query string that asks for the same. */
    public String self() {
        return join(parameters);
    }

    /** The query string that asks for what follows. */
    public String next(LogCursor cursor) {
        Map<String, String> following = new LinkedHashMap<>(parameters);
        following.put("after", cursor.token());
        return join(following);
    }

    private static String join(Map<String, String> parameters) {
        return NAMES.stream()
                .filter(parameters::containsKey)
                .map(name -> name + "=" + encoded(parameters.get(name)))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The times that were asked for, and the present. */
    private record Times(Optional<Long> since, Optional<Long> until, long now) {}

    private static Scope scope(Optional<LogCursor> cursor, Times times, boolean descending) {
        boolean polling = times.until().isEmpty() && !descending;
        if (cursor.isPresent()) {
            return switch (cursor.get()) {
                case LogCursor.Polling position when polling ->
                        new Scope.Polling(0, Optional.of(position));
                case LogCursor.Bounded place
                        when !polling && place.span().descending() == descending ->
                        new Scope.Bounded(place.span());
                case LogCursor.Polling _, LogCursor.Bounded _ ->
                        throw invalid(
                                "after",
                                "The token belongs to another query. Follow the next link as it was"
                                        + " given.");
            };
        }
        long end = times.until().orElse(times.now());
        long start = times.since().orElse((polling ? times.now() : end) - DEFAULT_SPAN.toMillis());
        if (start < times.now() - OLDEST.toMillis()) {
            throw new Refusal.InvalidFilter(
                    Refusal.InvalidFilter.Fault.EXPRESSION,
                    "Invalid parameter: the start of the time range ('since') must not be more than"
                            + " "
                            + OLDEST.toDays()
                            + " days ago.");
        }
        if (polling) {
            return new Scope.Polling(start, Optional.empty());
        }
        if (start > end) {
            throw invalid("until", "The time must not be before 'since'.");
        }
        return new Scope.Bounded(new Span(start, end, Optional.empty(), descending));
    }

    private static Optional<LogCursor> cursor(Map<String, String> given) {
        return Optional.ofNullable(given.get("after"))
                .map(token ->
                        LogCursor.parse(token)
                                .orElseThrow(() ->
                                        invalid(
                                                "after",
                                                "The token is not one that this server gave."
                                                        + " Follow the next link as it was"
                                                        + " given.")));
    }

    private static boolean descending(Map<String, String> given) {
        return switch (given.getOrDefault("sortOrder", "ASCENDING")) {
            case "ASCENDING" -> false;
            case "DESCENDING" -> true;
            default -> throw invalid("sortOrder", "The value must be ASCENDING or DESCENDING.");
        };
    }

    private static int limit(Map<String, String> given) {
        String text = given.getOrDefault("limit", String.valueOf(DEFAULT_LIMIT));
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 0 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a number beyond the bounds.
        }
        throw invalid("limit", "The value must be a whole number from 0 to " + MAX_LIMIT + ".");
    }

    private static Optional<Long> time(Map<String, String> given, String name) {
        return Optional.ofNullable(given.get(name))
                .map(text -> {
                    try {
                        // A plus sign that was not encoded arrives as a space.
                        return Timestamps.millis(text.replace(' ', '+'));
                    } catch (DateTimeException e) {
                        throw invalid(
                                name,
                                "The value must be a date and time with Z or an offset, such as"
                                        + " 2026-01-31T09:30:00.000Z.");
                    }
                });
    }

    private static Refusal.Invalid invalid(String parameter, String message) {
        return new Refusal.Invalid(
                Place.QUERY, parameter, List.of(new FieldError(parameter, message)));
    }

    /** Collects what is wrong with several parameters into one refusal. */
    private static final class Faults {
        private final List<FieldError> found = new ArrayList<>();

        <T> Optional<T> of(Supplier<T> parameter) {
            try {
                return Optional.of(parameter.get());
            } catch (Refusal.Invalid e) {
                found.addAll(e.errors());
                return Optional.empty();
            }
        }

        void raise() {
            if (!found.isEmpty()) {
                throw new Refusal.Invalid(Place.QUERY, found.getFirst().field(), found);
            }
        }
    }
}
