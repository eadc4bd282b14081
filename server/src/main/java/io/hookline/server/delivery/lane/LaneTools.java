package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.attempt.Attempts;
import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.DeliveryCounts;
import io.hookline.server.delivery.attempt.DeliverySender;
import io.hookline.server.delivery.attempt.FailureReport;
import io.hookline.server.delivery.attempt.RetrySchedule;
import io.hookline.server.delivery.attempt.RetryingWriter;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.hook.lifecycle.HookContext;
import io.hookline.server.hook.lifecycle.HookSettings;

import java.time.InstantSource;

/** What every lane works with. */
public record LaneTools(
        RetryingWriter writer,
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

    public static LaneTools of(HookContext context, DeliverySender sender, RetrySchedule schedule) {
        RetryingWriter writer = new RetryingWriter(context.database());
        EventLog log = context.log();
        HookSettings settings = context.settings();
        InstantSource clock = context.clock();
        DeliveryCounts counts = new DeliveryCounts(clock);
        return new LaneTools(
                writer,
                new LaneStore(),
                log,
                new Matcher(log.end()),
                new Attempts(log, sender, writer, counts),
                new FailureReport(log, settings.mostHops(), clock),
                counts,
                new Quota(settings.rules().dailyQuota(), log, clock),
                schedule,
                settings,
                clock);
    }

    /** Who sends a hook's deliveries, as receivers read it. */
    public String source(String hookId) {
        return Batch.source(settings.baseUrl(), hookId);
    }
}
