package io.hookline.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/** How much of the database file holds something. */
public final class DiskUse {
    private DiskUse() {}

    /** Bytes in use; pages that were freed are used again before the file grows. */
    public static long bytes(Transaction transaction) throws SQLException {
        return (pragma(transaction, "page_count") - pragma(transaction, "freelist_count"))
                * pragma(transaction, "page_size");
    }

    private static long pragma(Transaction transaction, String name) throws SQLException {
        try (ResultSet row = transaction.prepare("PRAGMA " + name).executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
