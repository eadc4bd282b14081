package io.hookline.server.execution.history;

import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.store.UuidBytes;

import java.util.LinkedHashMap;
import java.util.Map;

/** A query of executions, newest first, with those conditions of a filter that columns answer. */
final class FilteredQuery {
    private final StringBuilder sql;
    private final Map<String, Object> values = new LinkedHashMap<>();

    /**
     * @param select without conditions
     */
    FilteredQuery(String select, ExecutionFilter filter) {
        this.sql = new StringBuilder(select).append(" WHERE 1 = 1");
        filter.flow().ifPresent(flow -> and("flow_id = :flow", "flow", flow));
        filter.since()
                .ifPresent(since ->
                        and(
                                "ordinal >= :since",
                                "since",
                                ExecutionIds.ordinalAt(since.toEpochMilli())));
        filter.until()
                .ifPresent(until ->
                        and(
                                "ordinal < :until",
                                "until",
                                ExecutionIds.ordinalAt(until.toEpochMilli() + 1)));
        filter.root()
                .ifPresent(id -> {
                    // A root's id holds its place, and what it causes comes after it.
                    and("root = :root", "root", UuidBytes.of(id));
                    and("ordinal >= :root_ordinal", "root_ordinal", ExecutionIds.ordinal(id));
                });
        filter.parent()
                .ifPresent(id ->
                        and("parent = :parent AND parent IS NOT NULL", "parent", UuidBytes.of(id)));
        filter.parentPath().ifPresent(path -> and("parent_path = :path", "path", path));
        filter.after().ifPresent(after -> and("ordinal < :after", "after", after));
    }

    void and(String condition) {
        sql.append(" AND ").append(condition);
    }

    void and(String condition, String name, Object value) {
        and(condition);
        values.put(name, value);
    }

    PreparedSql prepare(Transaction transaction) {
        PreparedSql select = transaction.prepare(Sql.once(sql + " ORDER BY ordinal DESC"));
        values.forEach((name, value) -> set(select, name, value));
        return select;
    }

    private static void set(PreparedSql select, String name, Object value) {
        switch (value) {
            case Long number -> select.number(name, number);
            case byte[] bytes -> select.bytes(name, bytes);
            default -> select.text(name, value.toString());
        }
    }
}
