package io.hookline.server.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Points in time as JSON and queries have them. */
public final class Times {
    /** The message for a caller that sent something else. */
    public static final String EXPECTED =
            "expected a date and time with Z or an offset, such as 2026-01-31T09:30:00.000Z";

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'.000Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** Later ones have years of five digits, which other programs do not read. */
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Times() {}

    /** {@code 2026-01-31T09:30:00.123Z}. */
    public static String millis(Instant time) {
        return MILLIS.format(time);
    }

    /** {@code 2026-01-31T09:30:00.000Z}: the original shows whole seconds so. */
    public static String seconds(Instant time) {
        return SECONDS.format(time);
    }

    /**
     * Reads a date and time with {@code Z} or an offset, from 1970 to 9999; what is finer than
     * milliseconds is cut off. Empty when it is none.
     */
    public static Optional<Instant> parse(String text) {
        try {
            // A plus sign that was not encoded in a query arrives as a space.
            Instant time = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            return time.isBefore(Instant.EPOCH) || !time.isBefore(END)
                    ? Optional.empty()
                    : Optional.of(time.truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
