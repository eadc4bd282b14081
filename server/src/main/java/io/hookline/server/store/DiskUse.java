package io.hookline.server.store;

import java.util.ArrayList;
import java.util.List;

/** How much of the database file holds what. */
public final class DiskUse {
    /** So many free pages stay: what comes next uses them, which is cheaper than a larger file. */
    private static final long KEPT_PAGES = 1_024;

    private static final long KEPT_SHARE = 8;
    private static final long SLICE = 256;

    private static final Sql PAGES = Sql.of("PRAGMA page_count");
    private static final Sql FREE_PAGES = Sql.of("PRAGMA freelist_count");
    private static final Sql PAGE_BYTES = Sql.of("PRAGMA page_size");
    private static final Sql TREES =
            Sql.of("SELECT name, tbl_name, type FROM sqlite_schema WHERE rootpage > 0");
    private static final Sql TREE_BYTES =
            Sql.of(
                    """
                    SELECT coalesce(sum(pgsize), 0) AS bytes FROM dbstat
                    WHERE name = :name AND aggregate = 1\
                    """);

    private DiskUse() {}

    /** Bytes in use; pages that were freed are used again before the file grows. */
    public static long bytes(Transaction transaction) {
        return (pages(transaction) - freePages(transaction)) * pageBytes(transaction);
    }

    /** Bytes of pages that were freed and not given back to the disk. */
    public static long freeBytes(Transaction transaction) {
        return freePages(transaction) * pageBytes(transaction);
    }

    private static long pages(Transaction transaction) {
        return transaction.prepare(PAGES).one(row -> row.number("page_count"));
    }

    private static long freePages(Transaction transaction) {
        return transaction.prepare(FREE_PAGES).one(row -> row.number("freelist_count"));
    }

    private static long pageBytes(Transaction transaction) {
        return transaction.prepare(PAGE_BYTES).one(row -> row.number("page_size"));
    }

    /**
     * A tree of pages.
     *
     * @param name of the table or index
     * @param table whose rows it holds or finds
     */
    public record Tree(String name, String table, boolean isIndex) {}

    /** All trees of the file. */
    public static List<Tree> trees(Transaction transaction) {
        List<Tree> trees = new ArrayList<>();
        trees.add(new Tree("sqlite_schema", "sqlite_schema", false));
        transaction
                .prepare(TREES)
                .each(row ->
                        trees.add(
                                new Tree(
                                        row.text("name"),
                                        row.text("tbl_name"),
                                        row.text("type").equals("index"))));
        return trees;
    }

    /** Bytes of a tree, counted page by page: slow where it is large. */
    public static long bytes(Transaction transaction, Tree tree) {
        return transaction
                .prepare(TREE_BYTES)
                .text("name", tree.name())
                .one(row -> row.number("bytes"));
    }

    /**
     * Gives a slice of the free pages back to the disk, unless so few are free that they will be
     * used again soon. The file shrinks when the log of the database is copied into it.
     *
     * @return how many pages; 0 when there is nothing more to give
     */
    public static long giveBack(Transaction transaction) {
        long free = freePages(transaction);
        long used = pages(transaction) - free;
        long many = Math.min(SLICE, free - Math.max(KEPT_PAGES, used / KEPT_SHARE));
        if (many <= 0) {
            return 0;
        }
        ((SqliteSession) transaction).script("PRAGMA incremental_vacuum(" + many + ")");
        return free - freePages(transaction);
    }
}
