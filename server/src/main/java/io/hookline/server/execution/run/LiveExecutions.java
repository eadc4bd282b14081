package io.hookline.server.execution.run;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The executions that run in this process, helpers included. */
public final class LiveExecutions {
    private final Map<UUID, ExecutionHost> hosts = new ConcurrentHashMap<>();

    void add(ExecutionHost host) {
        hosts.put(host.head().id(), host);
    }

    public void remove(UUID id) {
        hosts.remove(id);
    }

    public Optional<ExecutionHost> find(UUID id) {
        return Optional.ofNullable(hosts.get(id));
    }

    public Collection<ExecutionHost> all() {
        return hosts.values();
    }

    public int count() {
        return hosts.size();
    }

    /** Roots that run, without waiting, since before that time. */
    public List<ExecutionHost> rootsSince(Instant before) {
        return hosts.values().stream()
                .filter(host -> host.head().parent().isEmpty() && host.began().isBefore(before))
                .toList();
    }
}
