package io.hookline.connectors.http;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
public interface Pause {
    /** Blocks the calling thread. */
    Pause BLOCKING = Thread::sleep;

    void forAbout(Duration time) throws InterruptedException;
}
