package io.hookline.server.task;

import java.time.Duration;

/** Ends the process in the promised time, whatever hangs: what was accepted is on disk. */
public final class EndInTime {
    /** The exit code of a process whose end took too long. */
    public static final int EXIT_CODE = 72;

    private EndInTime() {}

    /** Ends everything; if that takes longer, the process ends all the same. */
    public static void within(Duration longest, Runnable everything) {
        Thread.ofPlatform().daemon().name("end-in-time").start(() -> halt(longest));
        everything.run();
    }

    private static void halt(Duration longest) {
        try {
            Thread.sleep(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        System.err.println(
                "hookline: not everything ended within "
                        + longest.toSeconds()
                        + " s, so the process ends now; what was accepted is on disk.");
        System.err.flush();
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
