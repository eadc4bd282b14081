package io.hookline.flow.cards;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.LiteralCheck;
import io.hookline.flow.value.Dates;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Cards that compare dates and show them in a time zone or as ISO text. */
@Category(Category.DATE_AND_TIME)
final class DateZoneCards {
    private DateZoneCards() {}

    record Truth(@Help("Whether the date lies between them") boolean result) {}

    @Card(
            id = "date.between",
            title = "Between",
            help = "Checks whether a date lies between two others, both included.")
    @Example(
            in =
                    """
                    {"date": "2026-01-31T09:00:00Z", "start": "2026-01-31T09:00:00Z", "end": "2026-02-01"}\
                    """,
            out =
                    """
                    {"result": true}\
                    """)
    @Example(
            in =
                    """
                    {"date": "2026-01-31T09:00:00Z", "start": "2026-02-01"}\
                    """,
            out =
                    """
                    {"result": false}\
                    """)
    static Truth between(
            @Help("The date") Instant date,
            @Field(label = "start date") @Help("The earliest date; no limit when blank")
                    Optional<Instant> start,
            @Field(label = "end date") @Help("The latest date; no limit when blank")
                    Optional<Instant> end) {
        return new Truth(
                start.map(first -> !date.isBefore(first)).orElse(true)
                        && end.map(last -> !date.isAfter(last)).orElse(true));
    }

    record Local(
            @Help("ISO text with the zone's offset") String iso,
            @Help("The day, YYYY-MM-DD") String day,
            @Help("The time of day, HH:mm:ss") String time,
            @Help("Year") int year,
            @Help("Month, 1 to 12") int month,
            @Help("Day of the month") int dayOfMonth,
            @Help("Day of the week, in English") String weekday,
            @Help("Day of the week, 1 is Monday and 7 Sunday") int weekdayNumber,
            @Help("Hour, 0 to 23") int hour,
            @Help("Minute") int minute,
            @Help("Second") int second,
            @Help("The offset from UTC, for example +01:00") String offset) {}

    @Card(
            id = "date.inZone",
            title = "In Time Zone",
            help =
                    "Returns the local date and time in a time zone, with daylight saving "
                            + "time applied.")
    @Example(
            in =
                    """
                    {"date": "2026-07-01T23:30:05Z", "zone": "Europe/Berlin"}\
                    """,
            out =
                    """
                    {"iso": "2026-07-02T01:30:05.000+02:00", "day": "2026-07-02", "time": "01:30:05", "year": 2026,
                     "month": 7, "dayOfMonth": 2, "weekday": "Thursday", "weekdayNumber": 4, "hour": 1, "minute": 30,
                     "second": 5, "offset": "+02:00"}\
                    """)
    static Local inZone(
            @Help("The date") Instant date,
            @Field(check = ZoneCheck.class)
                    @Help("The time zone, for example Europe/Berlin, US/Pacific or +02:00")
                    String zone) {
        ZonedDateTime local = date.atZone(zone(zone));
        return new Local(
                DatePattern.format(date, "YYYY-MM-DD[T]HH:mm:ss.SSSZ", local.getZone()),
                DatePattern.format(date, "YYYY-MM-DD", local.getZone()),
                DatePattern.format(date, "HH:mm:ss", local.getZone()),
                local.getYear(),
                local.getMonthValue(),
                local.getDayOfMonth(),
                local.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                local.getDayOfWeek().getValue(),
                local.getHour(),
                local.getMinute(),
                local.getSecond(),
                DatePattern.format(date, "Z", local.getZone()));
    }

    /** Whether there is such a time zone. */
    static final class ZoneCheck implements LiteralCheck {
        @Override
        public Optional<String> problem(String text, Set<String> keys) {
            return LiteralCheck.failure(() -> zone(text));
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name.strip(), ZoneId.SHORT_IDS);
        } catch (DateTimeException unknown) {
            throw new CardFailure.Invalid(
                    "The input \"zone\" is \""
                            + name
                            + "\", expected a time zone such as Europe/Berlin or +02:00.");
        }
    }

    record Iso(@Help("The text, in UTC with milliseconds") String output) {}

    @Card(
            id = "date.iso",
            formerly = "date.toISO",
            title = "ISO",
            help = "Formats a date as ISO 8601 text in UTC, with milliseconds.")
    @Example(
            in =
                    """
                    {"start": "Jan 31, 2026 9:30 AM"}\
                    """,
            out =
                    """
                    {"output": "2026-01-31T09:30:00.000Z"}\
                    """)
    static Iso toIso(@Field(label = "date") @Help("The date") Instant start) {
        return new Iso(Dates.text(start));
    }
}
