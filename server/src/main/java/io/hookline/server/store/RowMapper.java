package io.hookline.server.store;

/** Reads a row into a value; must not keep the row. */
@FunctionalInterface
public interface RowMapper<T> {
    T map(ResultRow row);
}
