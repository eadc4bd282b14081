package io.hookline.server.memory;

/**
 * How many bytes of the heap all of one kind may take. Together they leave a good part of it to
 * everything else: the cards that run, caches, the store, garbage that was not collected yet.
 *
 * @param requests bodies of requests, from the first byte to the end of the request
 * @param work what working on those bodies takes beside them
 * @param answers what callers have not read yet, and what making it takes
 * @param executions values that executions hold
 */
public record MemoryLimits(long requests, long work, long answers, long executions) {
    private static final long HEAP = Runtime.getRuntime().maxMemory();

    /** Shares of the heap of this process. */
    public static MemoryLimits usual() {
        return of(HEAP / 10, HEAP / 4);
    }

    /** With the usual shares for working on bodies and for answers. */
    public static MemoryLimits of(long requests, long executions) {
        return new MemoryLimits(requests, HEAP / 8, HEAP / 8, executions);
    }

    /** What a single execution may hold. */
    public static long oneExecution() {
        return HEAP / 6;
    }
}
