package io.hookline.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.Optional;

/** What the server had used of the machine at one moment. */
record Usage(Optional<Duration> cpu) {
    static Usage of(Server server) {
        return new Usage(server.cpu());
    }

    /** Adds what it used since then to a line. */
    ObjectNode since(ObjectNode line, Server server) {
        server.cpu()
                .ifPresent(now ->
                        line.put(
                                "cpuSeconds",
                                now.minus(cpu.orElse(Duration.ZERO)).toMillis() / 1e3));
        server.residentMiB().ifPresent(mib -> line.put("rssMiB", mib));
        return line;
    }
}
