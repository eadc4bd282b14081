package io.hookline.server.studio.flow;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** How flows ran lately, for lists; answered by the history of executions. */
@FunctionalInterface
public interface FlowRuns {
    /** Where nothing runs. */
    FlowRuns NONE = flows -> Map.of();

    /** How flows of these ids ran; those that never did may be left out. */
    Map<String, Lately> of(Collection<String> flows);

    /**
     * How one flow ran.
     *
     * @param last the execution that was accepted last among those that have ended
     * @param failures in the last 24 hours; counted up to a thousand
     */
    record Lately(Optional<Run> last, int failures) {
        public static final Lately NEVER = new Lately(Optional.empty(), 0);
    }

    /** An execution that has ended. */
    record Run(String execution, String status, Instant startedAt) {}
}
