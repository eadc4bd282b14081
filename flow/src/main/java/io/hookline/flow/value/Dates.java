package io.hookline.flow.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Instants as text: one way of writing them, many common ways of reading them. */
public final class Dates {
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern("uuuu-MM-dd['T'][ ]HH:mm")
                    .optionalStart()
                    .appendPattern(":ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .optionalEnd()
                    .appendPattern("[ ][XXX][XX][X]")
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);

    /** Text without an offset is read as UTC. */
    private static final List<DateTimeFormatter> READABLE =
            List.of(
                    ISO,
                    reader("uuuu-MM-dd[XXX]"),
                    reader("[EEE, ]d MMM uuuu HH:mm[:ss][ ][zzz][XX]"),
                    reader("[EEE ]MMM d uuuu[ HH:mm[:ss[.SSS]]]"),
                    reader(
                            "[EEEE, ][EEE, ][MMMM][MMM] d, uuuu[,][ h:mm[:ss] a]["
                                    + " HH:mm[:ss[.SSS]]]"),
                    reader("d[ ][-][MMMM][MMM][ ][-]uuuu[ HH:mm[:ss[.SSS]]]"),
                    reader("M/d/uuuu[,][ h:mm[:ss] a][ HH:mm[:ss]]"),
                    reader("uuuu/M/d[ HH:mm[:ss]]"),
                    reader("uuuuMMdd['T'HHmmss[X]]"));

    private Dates() {}

    /** The instant as values hold it: UTC with milliseconds. */
    public static String text(Instant instant) {
        return MILLIS.format(instant.truncatedTo(ChronoUnit.MILLIS));
    }

    /** The instant that a text names; empty when it names none. */
    public static Optional<Instant> parse(String text) {
        String trimmed = text.strip();
        if (trimmed.length() < 6 || trimmed.length() > 64) {
            return Optional.empty();
        }
        if (trimmed.endsWith("Z")) {
            try {
                return Optional.of(Instant.parse(trimmed));
            } catch (DateTimeException other) {
                // one of the other ways below
            }
        }
        for (DateTimeFormatter reader : READABLE) {
            try {
                return Optional.of(
                        instant(
                                reader.parseBest(
                                        trimmed,
                                        ZonedDateTime::from,
                                        OffsetDateTime::from,
                                        LocalDateTime::from,
                                        LocalDate::from)));
            } catch (DateTimeException other) {
                // the next way
            }
        }
        return Optional.empty();
    }

    private static Instant instant(TemporalAccessor date) {
        return switch (date) {
            case ZonedDateTime zoned -> zoned.toInstant();
            case OffsetDateTime offset -> offset.toInstant();
            case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
            case LocalDate day -> day.atStartOfDay(ZoneOffset.UTC).toInstant();
            default -> Instant.from(date);
        };
    }

    private static DateTimeFormatter reader(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
