package io.hookline.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;
import io.hookline.server.execution.FlowDocument;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;

class ScheduleReviewTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static ObjectNode daily() {
        ObjectNode document = FlowDocument.helper("Report").json("f");
        document.withObjectProperty("data")
                .put("scheduled", true)
                .putObject("cron")
                .put("seconds", "00")
                .put("minutes", "0")
                .put("hours", "9")
                .put("dayOfTheMonth", "*")
                .put("month", "*")
                .put("dayOfTheWeek", "*")
                .put("startDate", "")
                .put("endDate", "")
                .put("recurrence", 0)
                .put("timeZone", "Europe/Lisbon");
        return document;
    }

    private static List<Finding> review(ObjectNode document) {
        return ScheduleReview.of(Flow.read(document), NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "seconds, 60, not understood",
        "minutes, 61, not understood",
        "hours, every so often, not understood",
        "dayOfTheMonth, 32, not understood",
        "month, January, not understood",
        "dayOfTheWeek, 8, not understood",
        "timeZone, Mars/Olympus, no time zone",
        "startDate, tomorrow, expected a date",
        "endDate, 2026-13-01, expected a date",
        "endDate, 2026-02-28, over since 2026-02-28"
    })
    void namesTheFieldThatIsWrong(String field, String value, String why) {
        ObjectNode document = daily();
        document.withObject("/data/cron").put(field, value);

        assertThat(review(document))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.card()).isEqualTo("start");
                    assertThat(finding.field()).isEqualTo("cron." + field);
                    assertThat(finding.value()).isEqualTo(value);
                    assertThat(finding.message()).contains(why);
                });
    }

    @Test
    void namesEveryFieldThatIsWrong() {
        ObjectNode document = daily();
        document.withObject("/data/cron")
                .put("minutes", "61")
                .put("month", "13")
                .put("timeZone", "Mars/Olympus")
                .put("endDate", "never");

        assertThat(review(document))
                .extracting(Finding::field)
                .containsExactly("cron.minutes", "cron.month", "cron.timeZone", "cron.endDate");
    }

    @Test
    void anEndBeforeTheStartIsReportedOnce() {
        ObjectNode document = daily();
        document.withObject("/data/cron")
                .put("startDate", "2026-02-10")
                .put("endDate", "2026-02-09");

        assertThat(review(document))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.field()).isEqualTo("cron.endDate");
                    assertThat(finding.message()).contains("before it starts on 2026-02-10");
                });
    }

    @ParameterizedTest
    @CsvSource({"30, 2, ''", "1, 4, 2026-03-31"})
    void aScheduleThatNoDayFitsNeverRuns(String day, String month, String end) {
        ObjectNode document = daily();
        document.withObject("/data/cron")
                .put("dayOfTheMonth", day)
                .put("month", month)
                .put("endDate", end);

        assertThat(review(document))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.field()).isEqualTo("cron");
                    assertThat(finding.message()).contains("No time fits");
                });
    }

    @Test
    void aScheduledFlowWithoutAScheduleNeverRuns() {
        ObjectNode document = daily();
        document.withObject("/data/cron").removeAll();

        assertThat(review(document))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.field()).isEqualTo("cron");
                    assertThat(finding.message()).contains("no schedule");
                });
    }

    @Test
    void aScheduleThatWillRunIsFine() {
        assertThat(review(daily())).isEmpty();
        ObjectNode leapDay = daily();
        leapDay.withObject("/data/cron").put("dayOfTheMonth", "29").put("month", "2");
        assertThat(review(leapDay)).isEmpty();
        ObjectNode later = daily();
        later.withObject("/data/cron").put("startDate", "2030-01-01").put("endDate", "2030-01-02");
        assertThat(review(later)).isEmpty();
        ObjectNode far = daily();
        far.withObject("/data/cron").put("startDate", "9999-12-31");
        assertThat(review(far)).hasSizeLessThan(2);
    }

    @Test
    void onlyScheduledFlowsNeedASchedule() {
        assertThat(review(FlowDocument.helper("Helper").json("f"))).isEmpty();
        assertThat(review(FlowDocument.endpoint("Endpoint").json("f"))).isEmpty();
    }
}
