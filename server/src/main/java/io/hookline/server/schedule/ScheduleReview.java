package io.hookline.server.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.Trigger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks for what keeps the clock from starting a scheduled flow. */
public final class ScheduleReview {
    private static final String CRON = "cron";

    private ScheduleReview() {}

    /**
     * What was found, each with the flow's first card.
     *
     * @param now the time after which the flow should still run
     */
    public static List<Finding> of(Flow flow, Instant now) {
        if (flow.trigger() != Trigger.SCHEDULED) {
            return List.of();
        }
        String card = flow.cards().getFirst().uuid();
        Optional<ObjectNode> cron = flow.schedule();
        if (cron.isEmpty()) {
            return List.of(
                    new Finding(
                            card,
                            CRON,
                            "",
                            "The flow has no schedule, so it never runs by itself; say when it"
                                    + " runs."));
        }
        return of(card, cron.get(), now);
    }

    /** What is wrong with a schedule that no flow has yet. */
    public static List<Finding> of(ObjectNode cron, Instant now) {
        return of("", cron, now);
    }

    private static List<Finding> of(String card, ObjectNode cron, Instant now) {
        List<Finding> findings =
                FlowSchedule.complaints(cron).stream()
                        .map(complaint -> finding(card, complaint))
                        .toList();
        return findings.isEmpty() ? neverDue(card, cron, now) : findings;
    }

    private static Finding finding(String card, FlowSchedule.Complaint complaint) {
        String field = complaint.field().isEmpty() ? CRON : CRON + "." + complaint.field();
        return new Finding(card, field, complaint.value(), complaint.message());
    }

    private static List<Finding> neverDue(String card, ObjectNode cron, Instant now) {
        FlowSchedule schedule = FlowSchedule.read(cron);
        if (schedule.next(now).isPresent()) {
            return List.of();
        }
        boolean over = schedule.end().filter(end -> !end.isAfter(now)).isPresent();
        String end = cron.path("endDate").asText("").strip();
        Finding finding =
                over
                        ? new Finding(
                                card,
                                CRON + ".endDate",
                                end,
                                "The schedule is over since "
                                        + end
                                        + ", so the flow does not run by itself any more; choose a"
                                        + " later end or none.")
                        : new Finding(
                                card,
                                CRON,
                                "",
                                "No time fits the schedule"
                                        + (end.isEmpty() ? "" : " before its end")
                                        + ", so the flow never runs by itself; choose days that"
                                        + " exist"
                                        + (end.isEmpty() ? "." : " or a later end."));
        return List.of(finding);
    }
}
