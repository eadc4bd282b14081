package io.hookline.connectors.http;

import java.time.Duration;

/** Waits for a time; tests need not wait for real. */
@FunctionalInterface
public interface Sleeper {
    /** Blocks the calling thread. */
    Sleeper REAL = Thread::sleep;

    void sleep(Duration time) throws InterruptedException;
}
