package io.hookline.server.task;

/** What a feature does in the background, from the start of the server to its end. */
public interface Service extends AutoCloseable {
    /** Begins; called once, when callers can connect already; they are answered after it. */
    void start();

    /** Ends within a few seconds. */
    @Override
    void close();
}
