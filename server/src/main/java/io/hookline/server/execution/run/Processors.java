package io.hookline.server.execution.run;

import io.hookline.compute.Turns;

import java.time.Duration;

/**
 * What executions compute with.
 *
 * @param most how long one may compute, not counting what it waits for
 */
public record Processors(Turns turns, Duration most) {
    /** Those of this process, which executions share with all else that computes. */
    public static Processors shared(Duration most) {
        return new Processors(Turns.PROCESS, most);
    }
}
