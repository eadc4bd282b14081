package io.hookline.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.common.uri.UriQuery;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A span of times as callers give it, both ends included.
 *
 * @param since empty for the beginning
 * @param until empty for the end
 */
public record TimeSpan(Optional<Instant> since, Optional<Instant> until) {
    private static final String SINCE = "since";
    private static final String UNTIL = "until";

    /** Later ones do not fit into milliseconds. */
    private static final Instant FARTHEST = Instant.parse("+10000-01-01T00:00:00Z");

    public TimeSpan {
        if (since.isPresent() && until.isPresent() && since.get().isAfter(until.get())) {
            throw Problem.badRequest("until must not be before since.");
        }
    }

    /** Both ends, or a fault at {@code until} when they are in the wrong order. */
    static TimeSpan of(Optional<Instant> since, Optional<Instant> until, Faults faults) {
        if (since.isPresent() && until.isPresent() && since.get().isAfter(until.get())) {
            faults.add(UNTIL, "must not be before since.");
            return new TimeSpan(since, Optional.empty());
        }
        return new TimeSpan(since, until);
    }

    /** The parameters {@code since} and {@code until} of a query. */
    public static TimeSpan of(UriQuery query) {
        return new TimeSpan(
                query.first(SINCE).asOptional().map(text -> time(SINCE, text)),
                query.first(UNTIL).asOptional().map(text -> time(UNTIL, text)));
    }

    /** The members {@code since} and {@code until} of a body. */
    public static TimeSpan of(ObjectNode body) {
        return new TimeSpan(member(body, SINCE), member(body, UNTIL));
    }

    private static Optional<Instant> member(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        return Optional.of(time(name, value.isTextual() ? value.textValue() : ""));
    }

    private static Instant time(String name, String text) {
        try {
            // A plus sign that was not encoded arrives as a space.
            Instant time = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            if (time.isBefore(Instant.EPOCH) || !time.isBefore(FARTHEST)) {
                throw new DateTimeException("before 1970 or after 9999");
            }
            return time;
        } catch (DateTimeException e) {
            throw Problem.badRequest(
                    name
                            + " must be a date and time with Z or an offset, such as"
                            + " 2026-01-31T09:30:00.000Z.");
        }
    }
}
