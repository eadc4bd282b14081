package io.hookline.server.delivery;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The counts of all hooks; they live as long as the process and the hook. */
final class DeliveryCounts {
    private final InstantSource clock;
    private final Map<String, HookCounts> hooks = new ConcurrentHashMap<>();

    DeliveryCounts(InstantSource clock) {
        this.clock = clock;
    }

    HookCounts of(String hookId) {
        return hooks.computeIfAbsent(hookId, id -> new HookCounts(clock));
    }

    void forget(String hookId) {
        hooks.remove(hookId);
    }
}
