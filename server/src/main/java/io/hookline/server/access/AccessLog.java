package io.hookline.server.access;

import io.hookline.server.store.Transaction;

/** Records what happens around access; the event log keeps it. */
public interface AccessLog {
    /** Keeps an event, in the unit of the change it reports. */
    void append(Transaction transaction, AccessEvent event);
}
