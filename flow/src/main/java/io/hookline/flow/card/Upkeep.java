package io.hookline.flow.card;

import java.time.Instant;

/** What whoever keeps connections wants to know of their use. Thread-safe; no method takes long. */
public interface Upkeep {
    /** Nobody wants to know. */
    Upkeep NONE =
            new Upkeep() {
                @Override
                public void answered(String connection) {}

                @Override
                public void failed(String connection, String reason) {}

                @Override
                public void holds(String connection, Instant until) {}
            };

    /**
     * The other system answered, and not with a complaint about us.
     *
     * @param connection its id
     */
    void answered(String connection);

    /**
     * The other system was not reached, or refused us.
     *
     * @param connection its id
     * @param reason a sentence or two for people, without secrets
     */
    void failed(String connection, String reason);

    /**
     * A token was got for it, which is replaced at that time.
     *
     * @param connection its id
     */
    void holds(String connection, Instant until);
}
