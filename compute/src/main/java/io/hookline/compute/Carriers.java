package io.hookline.compute;

/**
 * How many carriers the virtual threads of this process have: one set for what computes, as many as
 * there are processors, and as many again for what serves.
 */
public final class Carriers {
    /** The JDK's own property; it is read when the first virtual thread is made. */
    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    private Carriers() {}

    /**
     * Sets the number, unless the operator did. To be called before there is any virtual thread.
     */
    public static void prepare() {
        if (System.getProperty(PARALLELISM) == null) {
            System.setProperty(PARALLELISM, Integer.toString(2 * processors()));
        }
    }

    /** How many of them may compute: half, and never all unless there is but one. */
    static int turns() {
        int carriers = Integer.getInteger(PARALLELISM, processors());
        return Math.clamp(carriers / 2, 1, processors());
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
