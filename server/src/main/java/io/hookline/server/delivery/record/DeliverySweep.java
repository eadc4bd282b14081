package io.hookline.server.delivery.record;

import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.store.UuidBytes;

import java.util.List;
import java.util.UUID;

/**
 * Takes old delivery records away, slice by slice: what was delivered, and what failed for hooks
 * that are gone. Failed deliveries of hooks that exist stay until they are delivered.
 */
public final class DeliverySweep {
    private static final int SLICE = 500;

    private static final Sql OLD =
            Sql.of(
                    """
                    SELECT event_id FROM delivery
                    WHERE event_id < :before AND (status IN ('DELIVERED', 'SPLIT')
                        OR status = 'FAILED' AND hook_id NOT IN (SELECT id FROM event_hook))
                    ORDER BY event_id LIMIT :limit\
                    """);
    private static final Sql DELETE_ATTEMPTS =
            Sql.of("DELETE FROM delivery_attempt WHERE event_id = :id");
    private static final Sql DELETE = Sql.of("DELETE FROM delivery WHERE event_id = :id");

    private DeliverySweep() {}

    /**
     * Deletes a slice; answers how many.
     *
     * @param before epoch milliseconds
     */
    public static int slice(Transaction transaction, long before) {
        List<UUID> ids =
                transaction
                        .prepare(OLD)
                        // Ids are UUIDs of version 7: they begin with the time.
                        .bytes("before", UuidBytes.of(Math.max(0, before) << 16, 0))
                        .number("limit", SLICE)
                        .list(row -> row.uuid("event_id"));
        for (UUID id : ids) {
            transaction.prepare(DELETE_ATTEMPTS).uuid("id", id).update();
            transaction.prepare(DELETE).uuid("id", id).update();
        }
        return ids.size();
    }
}
