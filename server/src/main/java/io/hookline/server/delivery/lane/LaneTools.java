package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.attempt.Attempts;
import io.hookline.server.delivery.attempt.FailureReport;
import io.hookline.server.delivery.attempt.PatientWriter;
import io.hookline.server.delivery.attempt.RetrySchedule;
import io.hookline.server.delivery.record.DeliveryCounts;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.hook.lifecycle.HookSettings;

import java.net.URI;
import java.time.InstantSource;

/** What every lane works with. */
public record LaneTools(
        PatientWriter writer,
        LaneStore store,
        EventLog log,
        Matcher matcher,
        Attempts attempts,
        FailureReport report,
        DeliveryCounts counts,
        Quota quota,
        RetrySchedule schedule,
        HookSettings settings,
        InstantSource clock) {

    /** Who sends a hook's deliveries, as receivers read it. */
    public String source(String hookId) {
        return source(settings.baseUrl(), hookId);
    }

    public static String source(URI base, String hookId) {
        return base.toString().replaceFirst("/+$", "") + "/api/v1/eventHooks/" + hookId;
    }
}
