package io.hookline.server.delivery.record;

import io.hookline.server.store.Transaction;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes old delivery records away, slice by slice: what was delivered, and what failed for hooks
 * that are gone. Failed deliveries of hooks that exist stay until they are delivered.
 */
public final class DeliverySweep {
    private static final int SLICE = 500;

    private DeliverySweep() {}

    /**
     * Deletes a slice; answers how many.
     *
     * @param before epoch milliseconds
     */
    public static int slice(Transaction transaction, long before) throws SQLException {
        PreparedStatement old =
                transaction.prepare(
                        """
                        SELECT event_id FROM delivery WHERE event_id < ? AND (status IN ('DELIVERED', 'SPLIT')
                            OR status = 'FAILED' AND hook_id NOT IN (SELECT id FROM event_hook))
                        ORDER BY event_id LIMIT ?\
                        """);
        // Ids are UUIDs of version 7: they begin with the time.
        old.setBytes(1, ByteBuffer.allocate(16).putLong(Math.max(0, before) << 16).array());
        old.setInt(2, SLICE);
        List<byte[]> ids = new ArrayList<>();
        try (ResultSet row = old.executeQuery()) {
            while (row.next()) {
                ids.add(row.getBytes(1));
            }
        }
        for (String table : List.of("delivery_attempt", "delivery")) {
            PreparedStatement delete =
                    transaction.prepare("DELETE FROM " + table + " WHERE event_id = ?");
            for (byte[] id : ids) {
                delete.setBytes(1, id);
                delete.executeUpdate();
            }
        }
        return ids.size();
    }
}
