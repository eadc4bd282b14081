package io.hookline.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class FlowScheduleTest {
    private static ObjectNode cron(String fields, String zone) {
        String[] parts = fields.split(" ");
        ObjectNode cron = Json.object().put("seconds", "00");
        cron.put("minutes", parts[0]).put("hours", parts[1]).put("dayOfTheMonth", parts[2]);
        cron.put("month", parts[3]).put("dayOfTheWeek", parts[4]);
        return cron.put("startDate", "")
                .put("endDate", "")
                .put("recurrence", 0)
                .put("timeZone", zone);
    }

    private static List<String> next(ObjectNode cron, String after, int count) {
        FlowSchedule schedule = FlowSchedule.read(cron);
        List<String> times = new ArrayList<>();
        Optional<Instant> next = schedule.next(Instant.parse(after));
        while (next.isPresent() && times.size() < count) {
            times.add(next.get().toString());
            next = schedule.next(next.get());
        }
        return times;
    }

    /** Every shape of the published files: the next two times after 2026-03-01T12:00:00Z. */
    @ParameterizedTest
    @CsvSource({
        "0 9 */1 * *, America/Los_Angeles, 2026-03-01T17:00:00Z, 2026-03-02T17:00:00Z",
        "5 1 * * 1, America/Los_Angeles, 2026-03-02T09:05:00Z, 2026-03-09T08:05:00Z",
        "0 9 3 */1 *, America/Los_Angeles, 2026-03-03T17:00:00Z, 2026-04-03T16:00:00Z",
        "0 0 */1 * *, Asia/Calcutta, 2026-03-01T18:30:00Z, 2026-03-02T18:30:00Z",
        "*/15 * * * *, Asia/Calcutta, 2026-03-01T12:15:00Z, 2026-03-01T12:30:00Z",
        "*/15 23 * * *, Asia/Calcutta, 2026-03-01T17:30:00Z, 2026-03-01T17:45:00Z",
        "59 23 */1 * *, GMT, 2026-03-01T23:59:00Z, 2026-03-02T23:59:00Z",
        "0 9 */1 * *, US/Pacific, 2026-03-01T17:00:00Z, 2026-03-02T17:00:00Z",
        "0 */1 * * *, UTC, 2026-03-01T13:00:00Z, 2026-03-01T14:00:00Z",
        "30 6 * * *, UTC, 2026-03-02T06:30:00Z, 2026-03-03T06:30:00Z",
        "'0 2 * * 0,4', America/Los_Angeles, 2026-03-05T10:00:00Z, 2026-03-08T10:00:00Z",
        "0 9 18 3-12/3 *, America/New_York, 2026-03-18T13:00:00Z, 2026-06-18T13:00:00Z",
        "0 21 1 1-11/6 *, America/New_York, 2026-07-02T01:00:00Z, 2027-01-02T02:00:00Z",
        "0 9 * * 3, America/Los_Angeles, 2026-03-04T17:00:00Z, 2026-03-11T16:00:00Z",
        "0 9 * * 7, UTC, 2026-03-08T09:00:00Z, 2026-03-15T09:00:00Z",
        "0 9 * * *, PST, 2026-03-01T17:00:00Z, 2026-03-02T17:00:00Z"
    })
    void readsEveryShape(String fields, String zone, String first, String second) {
        assertThat(next(cron(fields, zone), "2026-03-01T12:00:00Z", 2))
                .containsExactly(first, second);
    }

    @Test
    void aTimeThatTheClockSkipsCountsAsTheFirstAfterIt() {
        assertThat(next(cron("30 2 * * *", "Europe/Berlin"), "2026-03-28T12:00:00Z", 2))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    }

    @Test
    void whatIsDueEverySoManyMinutesGoesOnThroughChangesOfTheClock() {
        assertThat(next(cron("*/30 * * * *", "Europe/Berlin"), "2026-03-29T00:30:00Z", 3))
                .containsExactly(
                        "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:00:00Z");
        assertThat(next(cron("*/30 * * * *", "Europe/Berlin"), "2026-10-25T00:15:00Z", 4))
                .containsExactly(
                        "2026-10-25T00:30:00Z",
                        "2026-10-25T01:00:00Z",
                        "2026-10-25T01:30:00Z",
                        "2026-10-25T02:00:00Z");
    }

    @Test
    void aTimeThatComesTwiceCountsOnce() {
        assertThat(next(cron("30 2 * * *", "Europe/Berlin"), "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    }

    @Test
    void runsFromItsStartToTheLastMomentOfItsEnd() {
        ObjectNode cron = cron("0 0 * * *", "Europe/Lisbon");
        cron.put("startDate", "2026-03-10").put("endDate", "2026-03-11");

        assertThat(next(cron, "2026-03-01T12:00:00Z", 5))
                .containsExactly("2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z");
        cron.put("startDate", "2026-03-10T00:00:01Z").put("endDate", "2026-03-12T00:00:00");
        assertThat(next(cron, "2026-03-01T12:00:00Z", 5))
                .containsExactly("2026-03-11T00:00:00Z", "2026-03-12T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "61 * * * *, UTC, not understood",
        "x * * * *, UTC, not understood",
        "0 * * * *, Mars/Olympus, no time zone"
    })
    void saysWhatIsWrong(String fields, String zone, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlowSchedule.read(cron(fields, zone)))
                .withMessageContaining(why);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        FlowSchedule.read(cron("0 * * * *", "UTC").put("startDate", "tomorrow")))
                .withMessageContaining("startDate");
    }
}
