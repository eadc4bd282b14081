package io.hookline.server.delivery;

import io.hookline.server.event.EventLog;
import io.hookline.server.hook.HookSettings;

import java.net.URI;
import java.time.InstantSource;

/** What every lane works with. */
record LaneTools(
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
    String source(String hookId) {
        return source(settings.baseUrl().get(), hookId);
    }

    static String source(URI base, String hookId) {
        return base.toString().replaceFirst("/+$", "") + "/api/v1/eventHooks/" + hookId;
    }
}
