package io.hookline.server.execution.chain;

import java.util.Locale;
import java.util.UUID;

/** An execution may not start another one, because their chain has come to a limit. */
public final class ChainEnded extends RuntimeException {
    private final Limit limit;
    private final ChainCounts counts;

    /** What can end a chain, with the setting that says how much is allowed. */
    public enum Limit {
        HOPS("chains.hops"),
        EXECUTIONS("chains.executions"),
        BYTES("chains.megabytes");

        private final String setting;

        Limit(String setting) {
            this.setting = setting;
        }

        public String setting() {
            return setting;
        }
    }

    private ChainEnded(Limit limit, ChainCounts counts, String message) {
        super(message, null, false, false);
        this.limit = limit;
        this.counts = counts;
    }

    static ChainEnded hops(UUID root, int hops, ChainLimits limits) {
        return new ChainEnded(
                Limit.HOPS,
                ChainCounts.NONE,
                String.format(
                        Locale.ROOT,
                        "The flow is not started: it would be number %,d in a row of executions"
                                + " that caused each other, and at most %,d are allowed (setting"
                                + " %s). %s",
                        hops + 1,
                        limits.hops(),
                        Limit.HOPS.setting(),
                        remedy(root)));
    }

    static ChainEnded executions(UUID root, ChainCounts counts) {
        return new ChainEnded(
                Limit.EXECUTIONS,
                counts,
                String.format(
                        Locale.ROOT,
                        "The flow is not started: %,d executions were started by Call Flow Async"
                                + " since the chain began, the most that are allowed (setting %s)."
                                + " %s",
                        counts.executions(),
                        Limit.EXECUTIONS.setting(),
                        remedy(root)));
    }

    static ChainEnded bytes(UUID root, ChainCounts counts, ChainLimits limits) {
        return new ChainEnded(
                Limit.BYTES,
                counts,
                String.format(
                        Locale.ROOT,
                        "The flow is not started: the executions that were started by Call Flow"
                                + " Async since the chain began have taken %,.1f MB, and at most"
                                + " %,.1f MB are allowed (setting %s). %s",
                        counts.bytes() / 1e6,
                        limits.bytes() / 1e6,
                        Limit.BYTES.setting(),
                        remedy(root)));
    }

    private static String remedy(UUID root) {
        return "The chain began with execution "
                + root
                + ". Look for a flow that starts itself, directly or through others, and let a"
                + " condition end that; or raise the setting if so much is meant.";
    }

    public Limit limit() {
        return limit;
    }

    /** What the chain had come to; nothing when only its length counted. */
    public ChainCounts counts() {
        return counts;
    }
}
