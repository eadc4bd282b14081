package io.hookline.server.event.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as events write them: {@code 2026-01-31T09:30:00.000Z}. */
public final class Timestamps {
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

    private Timestamps() {}

    public static String write(long epochMillis) {
        return WRITTEN.format(
                LocalDateTime.ofEpochSecond(
                        Math.floorDiv(epochMillis, 1000L),
                        (int) Math.floorMod(epochMillis, 1000L) * 1_000_000,
                        ZoneOffset.UTC));
    }

    /** Whether the text is already in the form that {@link #write} gives. */
    public static boolean isWritten(String text) {
        return text.length() == 24
                && text.charAt(10) == 'T'
                && text.charAt(19) == '.'
                && text.charAt(23) == 'Z';
    }

    /**
     * Reads an ISO 8601 date and time with {@code Z} or an offset, in years 0 to 9999; what is
     * finer than milliseconds is cut off.
     *
     * @throws DateTimeException when it is none
     */
    public static long millis(String text) {
        if (isWritten(text)) {
            return writtenMillis(text);
        }
        if (text.isEmpty() || text.length() > 40 || text.charAt(0) < '0' || text.charAt(0) > '9') {
            throw new DateTimeException("no date and time");
        }
        Instant instant = OffsetDateTime.parse(text).toInstant();
        if (instant.getEpochSecond() >= 253_402_300_800L
                || instant.getEpochSecond() < -62_167_219_200L) {
            throw new DateTimeException("a year beyond 0 to 9999");
        }
        return instant.toEpochMilli();
    }

    /** The form that nearly all events have, without the cost of a formatter. */
    private static long writtenMillis(String text) {
        if (text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            throw new DateTimeException("no date and time");
        }
        LocalDateTime time =
                LocalDateTime.of(
                        digits(text, 0, 4),
                        digits(text, 5, 7),
                        digits(text, 8, 10),
                        digits(text, 11, 13),
                        digits(text, 14, 16),
                        digits(text, 17, 19));
        return time.toEpochSecond(ZoneOffset.UTC) * 1_000 + digits(text, 20, 23);
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeException("no date and time");
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
