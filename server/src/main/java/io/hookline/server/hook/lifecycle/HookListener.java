package io.hookline.server.hook.lifecycle;

import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.store.Transaction;

import java.util.Optional;

/** Is notified of every change of a hook, in the transaction that makes it. */
@FunctionalInterface
public interface HookListener {
    /**
     * @param before empty when it is new
     * @param after empty when it was deleted
     * @param start where deliveries start when this change makes the hook receive events
     */
    void changed(
            Transaction transaction,
            Optional<EventHook> before,
            Optional<EventHook> after,
            Start start)
            throws Exception;

    /** Where an activated hook starts in the log. */
    enum Start {
        /** With what happens from now on. */
        END,
        /** Where it stopped when it was deactivated. */
        LAST
    }
}
