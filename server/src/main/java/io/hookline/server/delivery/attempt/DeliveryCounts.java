package io.hookline.server.delivery.attempt;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The counts of all hooks; they live as long as the process and the hook. */
public final class DeliveryCounts {
    private final InstantSource clock;
    private final Map<String, HookCounts> hooks = new ConcurrentHashMap<>();

    public DeliveryCounts(InstantSource clock) {
        this.clock = clock;
    }

    public HookCounts of(String hookId) {
        return hooks.computeIfAbsent(hookId, id -> new HookCounts(clock));
    }

    /** The counts of each hook that was sent to since the start. */
    public Map<String, HookCounts.Counted> all() {
        return hooks.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().counted()));
    }

    public void forget(String hookId) {
        hooks.remove(hookId);
    }
}
