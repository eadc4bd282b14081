package io.hookline.server.task;

/**
 * Ends the process when a thread dies without which it would go on deaf or do half of its work. A
 * supervisor starts it again, and everything that was accepted is on disk.
 */
public final class VitalThread {
    /** The exit code of a process that ended so. */
    public static final int EXIT_CODE = 71;

    private VitalThread() {}

    /**
     * Writes the last line and ends the process at once: after an error of the virtual machine
     * nothing may be relied on, not even the usual end.
     *
     * @return never; for the compiler
     */
    public static IllegalStateException died(String thread, Throwable cause) {
        try {
            cause.printStackTrace();
        } finally {
            try {
                System.err.println(
                        "hookline: the thread '"
                                + thread
                                + "' died ("
                                + cause
                                + "), and the process ends, because it cannot work without it."
                                + " Start it again: what was accepted is on disk.");
                System.err.flush();
            } finally {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        }
        return new IllegalStateException(cause);
    }
}
