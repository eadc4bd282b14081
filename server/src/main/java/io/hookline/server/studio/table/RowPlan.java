package io.hookline.server.studio.table;

import io.hookline.connectors.tables.RowQuery.Condition;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Which parts of indexes hold every row that can fulfil some conditions. They may hold others too:
 * each row is compared once more.
 *
 * @param parts a row is in one of them, or in several
 */
record RowPlan(List<Part> parts) {
    static final Sql SAME =
            Sql.of(
                    "SELECT row FROM data_index_entry WHERE index_id = :index AND value = :value"
                            + " AND row > :after ORDER BY row LIMIT :limit");
    static final Sql BETWEEN =
            Sql.of(
                    "SELECT row FROM data_index_entry WHERE index_id = :index"
                            + " AND value >= :from AND value < :to AND row > :after LIMIT :limit");

    /** Of a search by several parts at most so many are looked at. */
    private static final int MOST_PARTS = 16;

    /** Looking places up costs about so many times what reading row after row does. */
    private static final int COST_OF_A_PLACE = 4;

    RowPlan {
        parts = List.copyOf(parts);
    }

    /** A part of an index. */
    sealed interface Part {
        /** All entries with that value. */
        @SuppressWarnings("ArrayRecordComponent")
        record Same(long index, byte[] value) implements Part {}

        /** The entries from a value on and before another one. */
        @SuppressWarnings("ArrayRecordComponent")
        record Between(long index, byte[] from, byte[] to) implements Part {
            /** Only what is in both, of the same index. */
            Between and(Between other) {
                return new Between(index, later(from, other.from), earlier(to, other.to));
            }

            private static byte[] later(byte[] one, byte[] other) {
                return Arrays.compareUnsigned(one, other) >= 0 ? one : other;
            }

            private static byte[] earlier(byte[] one, byte[] other) {
                return Arrays.compareUnsigned(one, other) <= 0 ? one : other;
            }
        }

        /** Places of rows behind a place. */
        default long[] places(Transaction transaction, long after, int most) {
            LongStream.Builder places = LongStream.builder();
            switch (this) {
                case Same same ->
                        transaction
                                .prepare(SAME)
                                .number("index", same.index())
                                .bytes("value", same.value())
                                .number("after", after)
                                .number("limit", most)
                                .each(row -> places.add(row.number("row")));
                case Between range ->
                        transaction
                                .prepare(BETWEEN)
                                .number("index", range.index())
                                .bytes("from", range.from())
                                .bytes("to", range.to())
                                .number("after", after)
                                .number("limit", most)
                                .each(row -> places.add(row.number("row")));
            }
            return places.build().toArray();
        }
    }

    /** Places of rows behind a place, each once, in their order. */
    long[] places(Transaction transaction, long after, int most) {
        return parts.stream()
                .flatMapToLong(part -> Arrays.stream(part.places(transaction, after, most)))
                .sorted()
                .distinct()
                .toArray();
    }

    /**
     * The places of all rows behind a place that can fulfil the conditions, by the plan that looks
     * at the fewest; empty when reading the table costs less.
     *
     * @param rows how many the table has
     * @param atMost of how many places a plan may consist
     */
    static Optional<long[]> places(
            Transaction transaction,
            Definition table,
            List<Condition> conditions,
            long after,
            long rows,
            int atMost) {
        int most = (int) Math.min(atMost, rows / COST_OF_A_PLACE + MOST_PARTS);
        Optional<long[]> best = Optional.empty();
        for (RowPlan plan : alternatives(table, conditions)) {
            long[] places = plan.places(transaction, after, most + 1);
            if (places.length <= most) {
                most = places.length - 1;
                best = Optional.of(places);
            }
        }
        return best;
    }

    /**
     * All plans, each of which suffices. The conditions are combined from left to right: one more
     * that is required is another plan, an alternative widens every plan.
     */
    static List<RowPlan> alternatives(Definition table, List<Condition> conditions) {
        List<List<Part>> plans = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            Optional<List<Part>> own = parts(table, conditions.get(i));
            boolean alternative = i > 0 && conditions.get(i - 1).or();
            if (!alternative) {
                own.ifPresent(parts -> require(plans, parts));
            } else if (own.isEmpty()) {
                plans.clear();
            } else {
                plans.replaceAll(plan -> joined(plan, own.get()));
            }
        }
        return plans.stream().filter(plan -> plan.size() <= MOST_PARTS).map(RowPlan::new).toList();
    }

    /** Two bounds of one column are one part. */
    private static void require(List<List<Part>> plans, List<Part> own) {
        if (own.size() == 1 && own.getFirst() instanceof Part.Between range) {
            for (int i = 0; i < plans.size(); i++) {
                if (plans.get(i).size() == 1
                        && plans.get(i).getFirst() instanceof Part.Between before
                        && before.index() == range.index()) {
                    plans.set(i, List.of(before.and(range)));
                    return;
                }
            }
        }
        plans.add(own);
    }

    private static List<Part> joined(List<Part> plan, List<Part> own) {
        List<Part> joined = new ArrayList<>(plan);
        joined.addAll(own);
        return joined;
    }

    /** Where the rows are that fulfil one condition; empty when no index says it. */
    private static Optional<List<Part>> parts(Definition table, Condition condition) {
        return table.index(condition.column()).flatMap(index -> parts(index, condition));
    }

    private static Optional<List<Part>> parts(ColumnIndex index, Condition condition) {
        ColumnType type = index.column().type();
        IndexKey key = IndexKey.of(type, type.convert(condition.value()).orElseThrow());
        long id = index.id();
        return switch (condition.operator()) {
            case EQUAL -> Optional.of(List.of(new Part.Same(id, key.bytes())));
            case NOT_EQUAL -> Optional.empty();
            case LESS, LESS_OR_EQUAL ->
                    Optional.of(
                            key.isBlank()
                                    ? List.of()
                                    : List.of(new Part.Between(id, IndexKey.FIRST, key.behind())));
            case GREATER, GREATER_OR_EQUAL ->
                    Optional.of(
                            key.isBlank()
                                    ? List.of()
                                    : List.of(new Part.Between(id, key.from(), IndexKey.END)));
        };
    }
}
