package io.hookline.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** How much of the database file holds what. */
public final class DiskUse {
    /** So many free pages stay: what comes next uses them, which is cheaper than a larger file. */
    private static final long KEPT_PAGES = 1_024;

    private static final long KEPT_SHARE = 8;
    private static final long SLICE = 256;

    private DiskUse() {}

    /** Bytes in use; pages that were freed are used again before the file grows. */
    public static long bytes(Transaction transaction) throws SQLException {
        return (pragma(transaction, "page_count") - pragma(transaction, "freelist_count"))
                * pragma(transaction, "page_size");
    }

    /** Bytes of pages that were freed and not given back to the disk. */
    public static long freeBytes(Transaction transaction) throws SQLException {
        return pragma(transaction, "freelist_count") * pragma(transaction, "page_size");
    }

    /**
     * A tree of pages.
     *
     * @param name of the table or index
     * @param table whose rows it holds or finds
     */
    public record Tree(String name, String table, boolean isIndex) {}

    /** All trees of the file. */
    public static List<Tree> trees(Transaction transaction) throws SQLException {
        List<Tree> trees = new ArrayList<>();
        trees.add(new Tree("sqlite_schema", "sqlite_schema", false));
        try (ResultSet rows =
                transaction
                        .prepare(
                                "SELECT name, tbl_name, type FROM sqlite_schema WHERE rootpage > 0")
                        .executeQuery()) {
            while (rows.next()) {
                trees.add(
                        new Tree(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getString(3).equals("index")));
            }
        }
        return trees;
    }

    /** Bytes of a tree, counted page by page: slow where it is large. */
    public static long bytes(Transaction transaction, Tree tree) throws SQLException {
        PreparedStatement select =
                transaction.prepare(
                        "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name = ? AND aggregate ="
                                + " 1");
        select.setString(1, tree.name());
        try (ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Gives a slice of the free pages back to the disk, unless so few are free that they will be
     * used again soon. The file shrinks when the log of the database is copied into it.
     *
     * @return how many pages; 0 when there is nothing more to give
     */
    public static long giveBack(Transaction transaction) throws SQLException {
        long free = pragma(transaction, "freelist_count");
        long used = pragma(transaction, "page_count") - free;
        long many = Math.min(SLICE, free - Math.max(KEPT_PAGES, used / KEPT_SHARE));
        if (many <= 0) {
            return 0;
        }
        try (Statement vacuum = transaction.connection().createStatement()) {
            // One page for each step: only an update is stepped to its end by the driver.
            vacuum.executeUpdate("PRAGMA incremental_vacuum(" + many + ")");
        }
        return free - pragma(transaction, "freelist_count");
    }

    private static long pragma(Transaction transaction, String name) throws SQLException {
        try (ResultSet row = transaction.prepare("PRAGMA " + name).executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
