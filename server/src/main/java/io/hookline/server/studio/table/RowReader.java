package io.hookline.server.studio.table;

import io.hookline.connectors.tables.RowQuery.Condition;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.table.RowStore.Following;
import io.hookline.server.studio.table.RowStore.Unread;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads all rows that can fulfil some conditions, part by part and in the order in which they were
 * made: by an index when one helps, else one after the other.
 */
final class RowReader {
    private final Database database;
    private final Definition table;
    private final List<Condition> conditions;
    private final int mostPlaces;
    private long after;
    private Optional<long[]> places = Optional.empty();
    private boolean planned;
    private int next;

    /**
     * @param after only rows behind this place
     * @param mostPlaces how many places of an index are kept in memory at most
     */
    RowReader(
            Database database,
            Definition table,
            List<Condition> conditions,
            long after,
            int mostPlaces) {
        this.database = database;
        this.table = table;
        this.conditions = conditions;
        this.after = Math.max(after, table.floor());
        this.mostPlaces = mostPlaces;
    }

    /** The next part: as many rows as asked for at most. */
    Following next(int size) {
        return database.read(transaction -> {
            plan(transaction);
            return places.isPresent()
                    ? byIndex(transaction, places.get(), size)
                    : oneByOne(transaction, size);
        });
    }

    private void plan(Transaction transaction) {
        if (!planned && !conditions.isEmpty() && !table.indexes().isEmpty()) {
            long rows = RowStore.count(transaction, table.table().id());
            places = RowPlan.places(transaction, table, conditions, after, rows, mostPlaces);
        }
        planned = true;
    }

    private Following oneByOne(Transaction transaction, int size) {
        Following following = RowStore.after(transaction, table, after, size);
        if (!following.rows().isEmpty()) {
            after = following.rows().getLast().place();
        }
        return following;
    }

    private Following byIndex(Transaction transaction, long[] all, int size) {
        long[] some = Arrays.copyOfRange(all, next, Math.min(all.length, next + size));
        List<Unread> rows = RowStore.at(transaction, table, some);
        boolean cut = !rows.isEmpty() && rows.size() < some.length;
        // Rows may have gone since the places were read: those behind the last one are read again.
        int read = cut ? Arrays.binarySearch(some, rows.getLast().place()) + 1 : some.length;
        next += read;
        return new Following(rows, next < all.length);
    }
}
