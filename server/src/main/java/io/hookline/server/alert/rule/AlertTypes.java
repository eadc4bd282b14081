package io.hookline.server.alert.rule;

import java.util.List;

/** The event types that alerts are for. */
public final class AlertTypes {
    public static final String STUCK = "hookline.execution.stuck";
    public static final String DISK_LOW = "hookline.disk.low";
    public static final String CANNOT_DELIVER = "hookline.event_hook.cannot_deliver";
    public static final String FILTER_ERROR = "hookline.event_hook.filter_error";

    public static final List<String> ALL =
            List.of(
                    "hookline.access.break_glass",
                    "hookline.approval.expired",
                    "hookline.approval.requested",
                    "hookline.connection.refused",
                    DISK_LOW,
                    CANNOT_DELIVER,
                    "hookline.event_hook.events_lost",
                    FILTER_ERROR,
                    "hookline.event_hook.held",
                    "hookline.event_hook.set_aside",
                    "hookline.execution.chain_ended",
                    "hookline.execution.failed",
                    STUCK,
                    "hookline.execution.timed_out",
                    "hookline.guard.limit_reached",
                    "hookline.guard.own_effects",
                    "hookline.guard.protected",
                    "hookline.retention.stopped",
                    "hookline.source.silent");

    private AlertTypes() {}
}
