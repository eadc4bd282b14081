package io.hookline.server.execution.history;

import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A query of executions, newest first, with those conditions of a filter that columns answer. */
final class FilteredQuery {
    private final StringBuilder sql;
    private final List<Consumer<PreparedSql>> values = new ArrayList<>();

    /**
     * @param select without conditions
     */
    FilteredQuery(String select, ExecutionFilter filter) {
        this.sql = new StringBuilder(select).append(" WHERE 1 = 1");
        filter.flow().ifPresent(flow -> and("flow_id = :flow", set -> set.text("flow", flow)));
        filter.since()
                .map(since -> ExecutionIds.ordinalAt(since.toEpochMilli()))
                .ifPresent(since -> and("ordinal >= :since", set -> set.number("since", since)));
        filter.until()
                .map(until -> ExecutionIds.ordinalAt(until.toEpochMilli() + 1))
                .ifPresent(until -> and("ordinal < :until", set -> set.number("until", until)));
        filter.root()
                .ifPresent(id -> {
                    // A root's id holds its place, and what it causes comes after it.
                    and("root = :root", set -> set.uuid("root", id));
                    long place = ExecutionIds.ordinal(id);
                    and("ordinal >= :place", set -> set.number("place", place));
                });
        filter.parent()
                .ifPresent(id ->
                        and(
                                "parent = :parent AND parent IS NOT NULL",
                                set -> set.uuid("parent", id)));
        filter.parentPath()
                .ifPresent(path -> and("parent_path = :path", set -> set.text("path", path)));
        if (!filter.helpers()) {
            and("parent IS NULL");
        }
        filter.after()
                .ifPresent(after -> and("ordinal < :after", set -> set.number("after", after)));
    }

    void and(String condition) {
        sql.append(" AND ").append(condition);
    }

    /**
     * @param value sets the parameters of the condition
     */
    void and(String condition, Consumer<PreparedSql> value) {
        and(condition);
        values.add(value);
    }

    PreparedSql prepare(Transaction transaction) {
        PreparedSql select = transaction.prepare(Sql.once(sql + " ORDER BY ordinal DESC"));
        values.forEach(value -> value.accept(select));
        return select;
    }
}
