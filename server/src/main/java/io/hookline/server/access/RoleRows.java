package io.hookline.server.access;

import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of roles that people made. */
final class RoleRows {
    private static final Sql ALL = Sql.of("SELECT * FROM role ORDER BY seq");
    private static final Sql FIND = Sql.of("SELECT * FROM role WHERE id = :id");
    private static final Sql NAMED = Sql.of("SELECT * FROM role WHERE name = :name");
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO role (id, name, description, permissions, created, updated)
                    VALUES (:id, :name, :description, :permissions, :updated, :updated)\
                    """);
    private static final Sql UPDATE =
            Sql.of(
                    """
                    UPDATE role SET name = :name, description = :description, permissions = :permissions,
                        updated = :updated
                    WHERE id = :id\
                    """);
    private static final Sql DELETE = Sql.of("DELETE FROM role WHERE id = :id");

    private RoleRows() {}

    static List<Role> all(Transaction tx) {
        return tx.prepare(ALL).list(RoleRows::role);
    }

    static Optional<Role> find(Transaction tx, String id) {
        return tx.prepare(FIND).text("id", id).first(RoleRows::role);
    }

    static Optional<Role> named(Transaction tx, String name) {
        return tx.prepare(NAMED).text("name", name).first(RoleRows::role);
    }

    static Role insert(Transaction tx, String id, Role.Draft draft, Instant now) {
        set(tx.prepare(INSERT), id, draft, now).update();
        return find(tx, id).orElseThrow();
    }

    static Role update(Transaction tx, String id, Role.Draft draft, Instant now) {
        set(tx.prepare(UPDATE), id, draft, now).update();
        return find(tx, id).orElseThrow();
    }

    static void delete(Transaction tx, String id) {
        tx.prepare(DELETE).text("id", id).update();
    }

    private static PreparedSql set(PreparedSql sql, String id, Role.Draft draft, Instant now) {
        return sql.text("id", id)
                .text("name", draft.name())
                .text("description", draft.description())
                .text("permissions", Role.stored(draft.permissions()))
                .instant("updated", now);
    }

    private static Role role(ResultRow row) {
        return new Role(
                Role.FIRST_PLACE + row.number("seq"),
                row.text("id"),
                new Role.Draft(
                        row.text("name"),
                        row.text("description"),
                        Role.permissions(row.text("permissions"))),
                Optional.of(row.instant("updated")));
    }
}
