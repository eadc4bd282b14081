package io.hookline.server.execution.guard;

/**
 * How much flows may destroy.
 *
 * @param perHour actions of a flow with a connection within any hour
 */
public record GuardLimits(int perHour) {
    /** What is not configured otherwise. */
    public static final GuardLimits USUAL = new GuardLimits(20);
}
