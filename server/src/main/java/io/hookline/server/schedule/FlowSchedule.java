package io.hookline.server.schedule;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * When a scheduled flow runs: the fields of cron in a time zone, between a start and an end. A
 * schedule with fixed hours runs once on every day: a local time that daylight saving skips is
 * moved to the first valid time after it, and one that it repeats counts once. A schedule of every
 * n minutes or hours is not affected by daylight saving.
 */
public final class FlowSchedule {
    private static final CronParser PARSER = new CronParser(definition());

    private static final String EXPECTED =
            "expected seconds and minutes (0 to 59), hours (0 to 23), days of the month (1 to 31),"
                    + " months (1 to 12 or JAN to DEC) and days of the week (0 to 7 or SUN to SAT),"
                    + " each *, a number, a range such as 1-5, a step such as */15, or several with"
                    + " commas.";

    private static final String ZONE = "timeZone";
    private static final String START = "startDate";
    private static final String END = "endDate";

    /** The fields of cron in their order, each with what it is when it is blank. */
    private static final SequencedMap<String, String> USUAL = usual();

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

    private static SequencedMap<String, String> usual() {
        SequencedMap<String, String> usual = new LinkedHashMap<>();
        usual.put("seconds", "0");
        usual.put("minutes", "0");
        usual.put("hours", "*");
        usual.put("dayOfTheMonth", "*");
        usual.put("month", "*");
        usual.put("dayOfTheWeek", "*");
        return Collections.unmodifiableSequencedMap(usual);
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
     * What is wrong with one field of a schedule.
     *
     * @param field its name; empty when it is about the schedule as a whole
     * @param value what stands there
     */
    record Complaint(String field, String value, String message) {}

    /**
     * Reads the schedule of a flow.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static FlowSchedule read(ObjectNode cron) {
        ZoneId zone = zone(text(cron, ZONE));
        return new FlowSchedule(
                times(line(cron)),
                field(cron, "hours").startsWith("*"),
                zone,
                start(cron, zone),
                end(cron, zone));
    }

    /** Everything that is wrong with the schedule of a flow; empty when it can be read. */
    static List<Complaint> complaints(ObjectNode cron) {
        List<Complaint> complaints = new ArrayList<>();
        for (String field : USUAL.keySet()) {
            ObjectNode alone = Json.object().put(field, field(cron, field));
            complaint(cron, field, () -> times(line(alone))).ifPresent(complaints::add);
        }
        if (complaints.isEmpty()) {
            complaint(cron, "", () -> times(line(cron))).ifPresent(complaints::add);
        }
        Optional<Complaint> zone = complaint(cron, ZONE, () -> zone(text(cron, ZONE)));
        zone.ifPresent(complaints::add);
        ZoneId counted = zone.isPresent() ? ZoneOffset.UTC : zone(text(cron, ZONE));
        Optional<Complaint> start = complaint(cron, START, () -> start(cron, counted));
        Optional<Complaint> end = complaint(cron, END, () -> end(cron, counted));
        start.ifPresent(complaints::add);
        end.ifPresent(complaints::add);
        if (start.isEmpty() && end.isEmpty()) {
            endBeforeStart(cron, counted).ifPresent(complaints::add);
        }
        return complaints;
    }

    private static Optional<Complaint> complaint(ObjectNode cron, String field, Runnable read) {
        try {
            read.run();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(new Complaint(field, text(cron, field), e.getMessage()));
        }
    }

    private static Optional<Complaint> endBeforeStart(ObjectNode cron, ZoneId zone) {
        Optional<Instant> start = start(cron, zone);
        return end(cron, zone)
                .filter(end -> start.filter(end::isBefore).isPresent())
                .map(end ->
                        new Complaint(
                                END,
                                text(cron, END),
                                "The schedule ends on "
                                        + text(cron, END)
                                        + ", before it starts on "
                                        + text(cron, START)
                                        + ", so the flow never runs by itself."));
    }

    private static ExecutionTime times(String line) {
        try {
            return ExecutionTime.forCron(PARSER.parse(line));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The schedule \"" + line + "\" is not understood: " + EXPECTED, e);
        }
    }

    private static String line(ObjectNode cron) {
        return USUAL.keySet().stream()
                .map(name -> field(cron, name))
                .collect(Collectors.joining(" "));
    }

    private static String field(ObjectNode cron, String name) {
        String text = cron.path(name).asText("").replaceAll("\\s", "");
        return text.isEmpty() ? USUAL.get(name) : text;
    }

    private static String text(ObjectNode cron, String name) {
        return cron.path(name).asText("").strip();
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

    private static Optional<Instant> start(ObjectNode cron, ZoneId zone) {
        return time(cron, START, zone, LocalTime.MIN);
    }

    private static Optional<Instant> end(ObjectNode cron, ZoneId zone) {
        return time(cron, END, zone, LocalTime.MAX);
    }

    /** A date counts from its first moment to its last, in the zone of the schedule. */
    private static Optional<Instant> time(
            ObjectNode cron, String name, ZoneId zone, LocalTime ofDay) {
        String text = text(cron, name);
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

    /** Its last moment; empty when it goes on for ever. */
    Optional<Instant> end() {
        return end;
    }

    /** The zone that its fields are of. */
    public ZoneId zone() {
        return zone;
    }
}
