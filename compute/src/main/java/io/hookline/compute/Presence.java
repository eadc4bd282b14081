package io.hookline.compute;

/**
 * Follows the threads of some work: each enters when it begins to compute, and leaves when it waits
 * for something or ends. One that only passes its turn on for a moment stays. Called on many
 * threads.
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
