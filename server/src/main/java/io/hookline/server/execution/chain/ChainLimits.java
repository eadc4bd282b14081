package io.hookline.server.execution.chain;

import java.util.UUID;

/**
 * How far executions may lead that start each other without waiting.
 *
 * @param hops how many may cause each other, one after the other, the root included; events and
 *     calls between them count as well
 * @param executions how many one root may start, itself or through others
 * @param bytes how much those may be given and write to the history
 */
public record ChainLimits(int hops, int executions, long bytes) {
    /** What is not configured otherwise. */
    public static final ChainLimits USUAL = new ChainLimits(10, 10_000, 256_000_000);

    /**
     * @param hops how many executions led to the one that is about to start
     * @throws ChainEnded when it would be one too many
     */
    public void requireHop(UUID root, int hops) {
        if (hops >= this.hops) {
            throw ChainEnded.hops(root, hops, this);
        }
    }

    /**
     * @param counts what the chain has come to
     * @param moreBytes what one more is given
     * @throws ChainEnded when it would be one too many
     */
    public void requireOneMore(UUID root, ChainCounts counts, long moreBytes) {
        if (counts.executions() >= executions) {
            throw ChainEnded.executions(root, counts);
        }
        if (counts.bytes() + moreBytes > bytes) {
            throw ChainEnded.bytes(root, counts, this);
        }
    }
}
