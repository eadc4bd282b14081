package io.hookline.compute;

/**
 * Follows the threads of some work: each enters when it gets a turn, and leaves when it gives it
 * back: because it waits for something, ends or lets others compute. Called on many threads.
 */
public interface Presence {
    /** Follows nothing. */
    Presence NOBODY =
            new Presence() {
                @Override
                public void enter() {}

                @Override
                public void leave() {}
            };

    void enter();

    void leave();
}
