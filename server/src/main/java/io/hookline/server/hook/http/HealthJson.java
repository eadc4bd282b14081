package io.hookline.server.hook.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.hook.health.HookHealth;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;

/** The member {@code health}, the same wherever a hook is shown. */
public final class HealthJson {
    private HealthJson() {}

    public static ObjectNode of(HookHealth health) {
        return Json.object()
                .put("status", health.status().word())
                .put("reason", health.reason().orElse(null))
                .put("since", health.since().map(Times::millis).orElse(null));
    }
}
