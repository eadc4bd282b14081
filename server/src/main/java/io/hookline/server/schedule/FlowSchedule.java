package io.hookline.server.schedule;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * When a scheduled flow runs: the fields of cron in a time zone, between a start and an end
 * (flopack-format.md, section 6.3). What is due at certain hours is due on every day: a time that
 * the clock skips when it is put forward counts as the first one after, and one that comes twice
 * counts once. What is due every so many minutes or hours goes on through both as if nothing was.
 */
public final class FlowSchedule {
    private static final CronParser PARSER = new CronParser(definition());

    private final ExecutionTime times;
    private final boolean everyHour;
    private final ZoneId zone;
    private final Optional<Instant> start;
    private final Optional<Instant> end;

    private FlowSchedule(
            ExecutionTime times,
            boolean everyHour,
            ZoneId zone,
            Optional<Instant> start,
            Optional<Instant> end) {
        this.times = times;
        this.everyHour = everyHour;
        this.zone = zone;
        this.start = start;
        this.end = end;
    }

    /** Six fields with Sunday as 0 and 7; a day counts when month's and week's day fit. */
    private static CronDefinition definition() {
        return CronDefinitionBuilder.defineCron()
                .withSeconds()
                .withValidRange(0, 59)
                .and()
                .withMinutes()
                .withValidRange(0, 59)
                .and()
                .withHours()
                .withValidRange(0, 23)
                .and()
                .withDayOfMonth()
                .withValidRange(1, 31)
                .and()
                .withMonth()
                .withValidRange(1, 12)
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .and()
                .matchDayOfWeekAndDayOfMonth()
                .instance();
    }

    /**
     * Reads the schedule of a flow.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static FlowSchedule read(ObjectNode cron) {
        ZoneId zone = zone(cron.path("timeZone").asText("").strip());
        String line =
                String.join(
                        " ",
                        field(cron, "seconds", "0"),
                        field(cron, "minutes", "0"),
                        field(cron, "hours", "*"),
                        field(cron, "dayOfTheMonth", "*"),
                        field(cron, "month", "*"),
                        field(cron, "dayOfTheWeek", "*"));
        ExecutionTime times;
        try {
            times = ExecutionTime.forCron(PARSER.parse(line));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The schedule \"" + line + "\" is not understood: " + e.getMessage(), e);
        }
        return new FlowSchedule(
                times,
                field(cron, "hours", "*").startsWith("*"),
                zone,
                time(cron, "startDate", zone, LocalTime.MIN),
                time(cron, "endDate", zone, LocalTime.MAX));
    }

    private static String field(ObjectNode cron, String name, String usual) {
        JsonNode value = cron.path(name);
        String text = value.asText("").replaceAll("\\s", "");
        return text.isEmpty() ? usual : text;
    }

    /** Names of the time zone database, its old ones and the short ones of Java. */
    private static ZoneId zone(String name) {
        try {
            return name.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(name, ZoneId.SHORT_IDS);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "There is no time zone \"" + name + "\"; expected one such as Europe/Lisbon.",
                    e);
        }
    }

    /** A date counts from its first moment to its last, in the zone of the schedule. */
    private static Optional<Instant> time(
            ObjectNode cron, String name, ZoneId zone, LocalTime ofDay) {
        String text = cron.path(name).asText("").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (text.length() <= "2026-01-01".length()) {
                return Optional.of(LocalDate.parse(text).atTime(ofDay).atZone(zone).toInstant());
            }
            boolean hasOffset = text.endsWith("Z") || text.matches(".*T.*[+-]\\d\\d:?\\d\\d");
            return Optional.of(
                    hasOffset
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).atZone(zone).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    name + " is \"" + text + "\"; expected a date such as 2026-03-01.", e);
        }
    }

    /** The first time after that one; empty when there is none any more. */
    public Optional<Instant> next(Instant after) {
        // Its very first moment counts too.
        Instant from =
                start.filter(first -> first.isAfter(after))
                        .map(first -> first.minusNanos(1))
                        .orElse(after);
        return (everyHour ? elapsed(from) : local(from))
                .filter(next -> end.filter(next::isAfter).isEmpty());
    }

    private Optional<LocalDateTime> following(LocalDateTime local) {
        return times.nextExecution(local.atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toLocalDateTime);
    }

    /** By the clock on the wall. */
    private Optional<Instant> local(Instant from) {
        ZoneRules rules = zone.getRules();
        LocalDateTime local = LocalDateTime.ofInstant(from, zone);
        // The clock may have been put back just now: what it showed before is not due again.
        Optional<LocalDateTime> next = following(local);
        Optional<Instant> due = next.map(time -> instant(rules, time));
        while (due.isPresent() && !due.get().isAfter(from)) {
            next = following(next.orElseThrow());
            due = next.map(time -> instant(rules, time));
        }
        return due;
    }

    private Instant instant(ZoneRules rules, LocalDateTime local) {
        ZoneOffsetTransition change = rules.getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).toInstant();
    }

    /** By elapsed time, from one change of the clock to the next. */
    private Optional<Instant> elapsed(Instant from) {
        ZoneRules rules = zone.getRules();
        Optional<Instant> next = at(rules.getOffset(from), from);
        ZoneOffsetTransition change = rules.nextTransition(from);
        return change == null || next.filter(change.getInstant()::isAfter).isPresent()
                ? next
                : at(change.getOffsetAfter(), change.getInstant().minusNanos(1));
    }

    private Optional<Instant> at(ZoneOffset offset, Instant from) {
        return following(LocalDateTime.ofInstant(from, offset)).map(time -> time.toInstant(offset));
    }

    /** The zone that its fields are of. */
    public ZoneId zone() {
        return zone;
    }
}
