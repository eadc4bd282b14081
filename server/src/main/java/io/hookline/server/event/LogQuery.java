package io.hookline.server.event;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.common.uri.UriQuery;
import io.hookline.filter.KeywordQuery;
import io.hookline.filter.LogFilter;
import io.hookline.filter.LogFilterException;
import io.hookline.server.event.EventRows.Span;
import io.hookline.server.http.OktaError;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A query of the log as the parameters of {@code GET /api/v1/logs} describe it.
 *
 * @param parameters as they were given, for the links
 */
record LogQuery(
        Scope scope,
        int limit,
        Optional<LogFilter> filter,
        Optional<KeywordQuery> keywords,
        Map<String, String> parameters) {
    private static final List<String> NAMES =
            List.of("since", "until", "after", "filter", "q", "limit", "sortOrder");
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
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
     * Reads the parameters; those that are not known are ignored.
     *
     * @param now epoch milliseconds
     * @throws OktaError for the first one that is not valid
     */
    static LogQuery of(UriQuery query, long now) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String name : NAMES) {
            query.first(name)
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> given.put(name, value));
        }
        int limit = limit(given);
        Scope scope = scope(given, now);
        try {
            return new LogQuery(
                    scope,
                    limit,
                    Optional.ofNullable(given.get("filter")).map(LogFilter::parse),
                    Optional.ofNullable(given.get("q")).map(KeywordQuery::parse),
                    Map.copyOf(given));
        } catch (LogFilterException e) {
            throw new OktaError(400, e.errorCode(), e.errorSummary(), List.of());
        }
    }

    /** Whether the event is asked for. */
    boolean matches(ObjectNode event) {
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

    /** The query string that asks for the same. */
    String self() {
        return join(parameters);
    }

    /** The query string that asks for what follows. */
    String next(LogCursor cursor) {
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

    private static Scope scope(Map<String, String> given, long now) {
        boolean descending = descending(given);
        Optional<Long> since = time(given, "since");
        Optional<Long> until = time(given, "until");
        Optional<LogCursor> cursor = cursor(given);
        boolean polling = until.isEmpty() && !descending;
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
        long end = until.orElse(now);
        long start = since.orElse((polling ? now : end) - DEFAULT_SPAN.toMillis());
        if (start < now - OLDEST.toMillis()) {
            throw new OktaError(
                    400,
                    "E0000053",
                    "Invalid parameter: the start of the time range ('since') must not be more than"
                            + " "
                            + OLDEST.toDays()
                            + " days ago.",
                    List.of());
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

    private static OktaError invalid(String parameter, String message) {
        return OktaError.invalid("'" + parameter + "': " + message, parameter + ": " + message);
    }
}
