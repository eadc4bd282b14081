package io.hookline.server.execution.rehearsal;

import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Mode;
import io.hookline.flow.engine.Destruction;

/** What the cards of a rehearsal may do to the world. */
public interface Acting {
    /** They read, and do nothing else. */
    Acting NOTHING =
            new Acting() {
                @Override
                public Mode mode() {
                    return Mode.DRY_RUN;
                }

                @Override
                public boolean isHalted() {
                    return false;
                }

                @Override
                public void permit(Destruction destruction) {}

                @Override
                public void refused(Connection connection, String entry) {}
            };

    /** Whether effects are real. */
    Mode mode();

    /** Whether nothing may change the world now. */
    boolean isHalted();

    /**
     * A destructive card is about to act.
     *
     * @throws io.hookline.flow.card.CardFailure.Denied when a guard rail does not let it
     */
    void permit(Destruction destruction);

    /**
     * A destructive card was refused because its connection protects whom it would have touched.
     */
    void refused(Connection connection, String entry);
}
