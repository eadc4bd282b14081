package io.hookline.outbound;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What came back.
 *
 * @param status HTTP status
 * @param body at most as much as was asked for
 * @param truncated whether there was more
 * @param took from the first step to the last byte read
 */
public record Answer(
        int status, List<Request.Header> headers, byte[] body, boolean truncated, Duration took) {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

    public Answer {
        headers = List.copyOf(headers);
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The first header of that name, in any case. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Request.Header::value)
                .findFirst();
    }

    /**
     * How long the header {@code Retry-After} asks to wait; empty when it is absent or nonsense.
     */
    public Optional<Duration> retryAfter(InstantSource clock) {
        return header("Retry-After").map(String::strip).flatMap(text -> wait(text, clock));
    }

    /** Seconds, or a date as HTTP writes it; one that has passed means now. */
    private static Optional<Duration> wait(String text, InstantSource clock) {
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            Duration left = Duration.between(clock.instant(), until);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
