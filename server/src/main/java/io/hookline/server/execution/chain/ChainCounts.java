package io.hookline.server.execution.chain;

/**
 * What a root has led to.
 *
 * @param executions how many were started without waiting
 * @param bytes how much they were given and wrote to the history
 */
public record ChainCounts(long executions, long bytes) {
    public static final ChainCounts NONE = new ChainCounts(0, 0);
}
