package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.LiteralCheck;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.Dates;
import io.hookline.flow.value.ValueType;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Cards on dates and times; calendar arithmetic is in UTC. */
@Category(Category.DATE_AND_TIME)
final class DateCards {
    private static final int DECIMALS = 10;

    private DateCards() {}

    record Date(@Help("The date") Instant output) {}

    record Text(@Help("The text") String output) {}

    record Number(@Help("The number") long output) {}

    @Card(
            id = "date.add",
            title = "Add",
            help = "Adds an amount of time to a date; a negative amount goes back.")
    @Example(
            in =
                    """
                    {"start": "2024-01-31T10:00:00Z", "scale": 1, "unit": "months"}\
                    """,
            out =
                    """
                    {"output": "2024-02-29T10:00:00.000Z"}\
                    """)
    static Date add(
            @Field(label = "start date") @Help("The date") Instant start,
            @Field(label = "add") @Help("The amount") BigDecimal scale,
            @Field(
                            choices = {
                                "milliseconds",
                                "seconds",
                                "minutes",
                                "hours",
                                "days",
                                "weeks",
                                "months",
                                "years"
                            },
                            label = "units",
                            check = UnitCheck.class)
                    @Help("The unit")
                    String unit) {
        return new Date(moved(start, scale, unit));
    }

    @Card(
            id = "date.subtract",
            title = "Subtract",
            help = "Subtracts an amount of time from a date.")
    @Example(
            in =
                    """
                    {"start": "2024-03-08T10:00:00Z", "scale": 7, "unit": "days"}\
                    """,
            out =
                    """
                    {"output": "2024-03-01T10:00:00.000Z"}\
                    """)
    static Date subtract(
            @Field(label = "start date") @Help("The date") Instant start,
            @Field(label = "subtract") @Help("The amount") BigDecimal scale,
            @Field(
                            choices = {
                                "milliseconds",
                                "seconds",
                                "minutes",
                                "hours",
                                "days",
                                "weeks",
                                "months",
                                "years"
                            },
                            label = "units",
                            check = UnitCheck.class)
                    @Help("The unit")
                    String unit) {
        return new Date(moved(start, scale.negate(), unit));
    }

    /** A unit may be in the singular and in any case. */
    static final class UnitCheck implements LiteralCheck {
        @Override
        public Optional<String> problem(String text, Set<String> keys) {
            return LiteralCheck.failure(() -> moved(Instant.EPOCH, BigDecimal.ONE, text));
        }
    }

    private static Instant moved(Instant start, BigDecimal scale, String unit) {
        try {
            return switch (unit.toLowerCase(Locale.ROOT)) {
                case "milliseconds", "millisecond" -> plus(start, scale, 1);
                case "seconds", "second" -> plus(start, scale, 1_000);
                case "minutes", "minute" -> plus(start, scale, 60_000);
                case "hours", "hour" -> plus(start, scale, 3_600_000);
                case "days", "day" -> plus(start, scale, 86_400_000);
                case "weeks", "week" -> plus(start, scale, 604_800_000);
                case "months", "month" ->
                        start.atZone(ZoneOffset.UTC).plusMonths(whole(scale, unit)).toInstant();
                case "years", "year" ->
                        start.atZone(ZoneOffset.UTC).plusYears(whole(scale, unit)).toInstant();
                default ->
                        throw new CardFailure.Invalid("There is no unit of time \"" + unit + "\".");
            };
        } catch (DateTimeException | ArithmeticException outOfRange) {
            throw new CardFailure.Invalid("The date would be out of range.");
        }
    }

    private static Instant plus(Instant start, BigDecimal scale, long millis) {
        return start.plusMillis(
                scale.multiply(BigDecimal.valueOf(millis))
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact());
    }

    private static long whole(BigDecimal scale, String unit) {
        if (scale.stripTrailingZeros().scale() > 0) {
            throw new CardFailure.Invalid(
                    "A fraction of " + unit + " has no fixed length; use days or hours.");
        }
        return scale.longValueExact();
    }

    record Difference(
            @Help("In days") BigDecimal days,
            @Help("In months") BigDecimal months,
            @Help("In years") BigDecimal years,
            @Help("In hours") BigDecimal hours,
            @Help("In minutes") BigDecimal minutes,
            @Help("In seconds") BigDecimal seconds,
            @Help("In milliseconds") BigDecimal milliseconds) {}

    @Card(
            id = "date.diff",
            title = "Difference",
            help =
                    "Computes the time between two dates, the whole span in each unit; "
                            + "negative when the dates are reversed.")
    @Example(
            in =
                    """
                    {"start": "2024-03-02T00:00:00Z", "end": "2024-03-01T00:00:00Z"}\
                    """,
            out =
                    """
                    {"days": 1, "months": 0.0322580645, "years": 0.002688172, "hours": 24, "minutes": 1440,
                     "seconds": 86400, "milliseconds": 86400000}\
                    """)
    static Difference diff(
            @Field(label = "end date") @Help("The later date, although its key says start")
                    Instant start,
            @Field(label = "start date") @Help("The earlier date, although its key says end")
                    Instant end) {
        BigDecimal millis = BigDecimal.valueOf(ChronoUnit.MILLIS.between(end, start));
        BigDecimal months = months(end, start);
        return new Difference(
                over(millis, 86_400_000),
                months.setScale(DECIMALS, RoundingMode.HALF_UP),
                months.divide(BigDecimal.valueOf(12), DECIMALS, RoundingMode.HALF_UP),
                over(millis, 3_600_000),
                over(millis, 60_000),
                over(millis, 1_000),
                millis);
    }

    private static BigDecimal over(BigDecimal millis, long unit) {
        return millis.divide(BigDecimal.valueOf(unit), DECIMALS, RoundingMode.HALF_UP);
    }

    /** Whole calendar months, and the rest as a part of the month it lies in. */
    private static BigDecimal months(Instant from, Instant to) {
        if (to.isBefore(from)) {
            return months(to, from).negate();
        }
        ZonedDateTime start = from.atZone(ZoneOffset.UTC);
        ZonedDateTime end = to.atZone(ZoneOffset.UTC);
        long whole = ChronoUnit.MONTHS.between(start, end);
        ZonedDateTime last = start.plusMonths(whole);
        BigDecimal rest = BigDecimal.valueOf(ChronoUnit.MILLIS.between(last, end));
        BigDecimal month =
                BigDecimal.valueOf(ChronoUnit.MILLIS.between(last, start.plusMonths(whole + 1)));
        return BigDecimal.valueOf(whole).add(rest.divide(month, MathContext.DECIMAL64));
    }

    @Card(id = "date.epoch", title = "EPOCH", help = "Converts a date to seconds since 1970 (UTC).")
    @Example(
            in =
                    """
                    {"start": "2016-09-07T16:55:25.670Z"}\
                    """,
            out =
                    """
                    {"output": 1473267325}\
                    """)
    static Number epoch(@Help("The date") Instant start) {
        return new Number(start.getEpochSecond());
    }

    @Card(
            id = "date.unix",
            title = "UNIX",
            help = "Converts a date to milliseconds since 1970 (UTC).")
    @Example(
            in =
                    """
                    {"start": "2016-09-07T16:55:25.670Z"}\
                    """,
            out =
                    """
                    {"output": 1473267325670}\
                    """)
    static Number unix(@Help("The date") Instant start) {
        return new Number(start.toEpochMilli());
    }

    @Card(
            id = "date.format",
            title = "Date to Text",
            help =
                    "Formats a date, for example as YYYY-MM-DD, in a time zone. An unknown "
                            + "zone counts as UTC.")
    @Example(
            in =
                    """
                    {"start": "2016-09-07T16:55:25Z", "format": "dddd, MMMM D, Y h:mm a z", "zone": "US/Pacific"}\
                    """,
            out =
                    """
                    {"output": "Wednesday, September 7, 2016 9:55 am PDT"}\
                    """)
    @Example(
            in =
                    """
                    {"start": "2016-09-07T16:55:25.670Z", "format": "yyyy-MM-DDTHH:mm:ss.SSS"}\
                    """,
            out =
                    """
                    {"output": "2016-09-07T16:55:25.670"}\
                    """)
    static Text format(
            @Help("The date") Instant start,
            @Help("The format") String format,
            @Field(whenBlank = "UTC") @Help("The time zone") Optional<String> zone) {
        if (format.isEmpty()) {
            throw new CardFailure.Invalid("The input \"format\" is blank, but the card needs it.");
        }
        return new Text(DatePattern.format(start, format, DatePattern.zone(zone)));
    }

    @Card(
            id = "date.parse",
            title = "Text to Date",
            help =
                    "Reads a date from text in a given format; without one, in the common "
                            + "formats. Missing parts default to midnight UTC.")
    @Example(
            in =
                    """
                    {"start": "09/07/2016", "format": "MM/DD/Y"}\
                    """,
            out =
                    """
                    {"output": "2016-09-07T00:00:00.000Z"}\
                    """)
    @Example(
            in =
                    """
                    {"start": "1473267325670", "format": "x"}\
                    """,
            out =
                    """
                    {"output": "2016-09-07T16:55:25.670Z"}\
                    """)
    static Date parse(
            @Help("The text") String start,
            @Help("The format of the text; common formats when blank") Optional<String> format) {
        Optional<Instant> date =
                format.isPresent() ? DatePattern.parse(start, format.get()) : Dates.parse(start);
        return new Date(
                date.orElseThrow(() ->
                        new CardFailure.Invalid(
                                "The text of "
                                        + start.length()
                                        + " characters is no date"
                                        + format.map(form -> " of the format " + form).orElse("")
                                        + ".")));
    }

    record Converted(
            @Help("The date") Instant date,
            @Help("ISO text without fraction, in UTC") String iso,
            @Help("Seconds since 1970") String epoch,
            @Help("Milliseconds since 1970") String unix,
            @Help("Written out, in UTC") String human,
            @Help("In the given format and zone; blank without a format") String custom) {}

    @Card(
            id = "date.fromISO",
            title = "Convert",
            help = "Reads a date and returns it in several forms.")
    @Example(
            in =
                    """
                    {"start": "2016-09-07T00:01:25.670Z", "format": "M/D/Y", "zone": "US/Pacific"}\
                    """,
            out =
                    """
                    {"date": "2016-09-07T00:01:25.670Z", "iso": "2016-09-07T00:01:25Z", "epoch": "1473206485",
                     "unix": "1473206485670", "human": "Wed, September 7th at 12:01 AM", "custom": "9/6/2016"}\
                    """)
    static Converted fromIso(
            @Help("The date, as ISO or other common text") JsonNode start,
            @Help("The format of the custom output") Optional<String> format,
            @Field(whenBlank = "UTC") @Help("The time zone of the custom output")
                    Optional<String> zone) {
        Instant date =
                Dates.parse(Conversion.convert(start, ValueType.DATE).asText())
                        .orElseThrow(() ->
                                new CardFailure.Invalid("The text is blank, expected a date."));
        return new Converted(
                date,
                DatePattern.format(date, "YYYY-MM-DD[T]HH:mm:ss[Z]", ZoneOffset.UTC),
                Long.toString(date.getEpochSecond()),
                Long.toString(date.toEpochMilli()),
                DatePattern.format(date, "ddd, MMMM Do [at] h:mm A", ZoneOffset.UTC),
                format.map(form -> DatePattern.format(date, form, DatePattern.zone(zone)))
                        .orElse(""));
    }

    record Now(
            @Help("The date") Instant date,
            @Help("ISO text with offset") String iso,
            @Help("Date and time in words") String full,
            @Help("Minute of the hour") int minute,
            @Help("Hour of the day, 0 to 23") int hour,
            @Help("Time of day, 24 hours") String time,
            @Help("Day of the month") int day,
            @Help("Name of the month") String month,
            @Help("Year") int year,
            @Help("Second of the minute") int second,
            @Help("Millisecond of the second") int millisecond) {}

    @Card(
            id = "date.now",
            title = "Now",
            help = "Returns the current time in UTC.",
            effect = Effect.READ)
    @Example(
            in = "{}",
            out =
                    """
                    {"date": "2016-09-07T16:55:25.670Z", "iso": "2016-09-07T16:55:25+00:00",
                     "full": "September 7, 2016 16:55:25.670", "minute": 55, "hour": 16, "time": "16:55:25", "day": 7,
                     "month": "September", "year": 2016, "second": 25, "millisecond": 670}\
                    """)
    static Now now(CardContext context) {
        Instant now = context.now().truncatedTo(ChronoUnit.MILLIS);
        ZonedDateTime date = now.atZone(ZoneOffset.UTC);
        return new Now(
                now,
                DatePattern.format(now, "YYYY-MM-DD[T]HH:mm:ssZ", ZoneOffset.UTC),
                DatePattern.format(now, "MMMM D, YYYY HH:mm:ss.SSS", ZoneOffset.UTC),
                date.getMinute(),
                date.getHour(),
                DatePattern.format(now, "HH:mm:ss", ZoneOffset.UTC),
                date.getDayOfMonth(),
                DatePattern.format(now, "MMMM", ZoneOffset.UTC),
                date.getYear(),
                date.getSecond(),
                date.getNano() / 1_000_000);
    }
}
