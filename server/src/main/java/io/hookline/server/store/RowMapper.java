package io.hookline.server.store;

/** Makes something of a row. It must not keep the row. */
@FunctionalInterface
public interface RowMapper<T> {
    T map(ResultRow row);
}
