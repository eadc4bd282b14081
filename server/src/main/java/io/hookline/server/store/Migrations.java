package io.hookline.server.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Brings the schema to the version of this program, and refuses the schema of a newer one. */
final class Migrations {
    /** The newest migration in {@code db/migration}; a test compares it with the files. */
    static final int NEWEST = 45;

    private Migrations() {}

    /**
     * Migrates, after a backup of what was there.
     *
     * @throws StoreRefused when the data is of a newer version, or cannot be backed up or migrated
     */
    static void apply(SqliteFile file, MigrationBackups backups) throws SQLException {
        int found = version(file);
        if (found > NEWEST) {
            throw new StoreRefused(
                    "The data in "
                            + file.path().getParent()
                            + " was written by a newer version of Hookline (schema "
                            + found
                            + ", this program knows "
                            + NEWEST
                            + "); start that version or choose another folder with --data.");
        }
        if (found == NEWEST) {
            return;
        }
        if (found > 0) {
            backups.make(found);
        }
        try {
            Flyway.configure()
                    .dataSource(file.url(), null, null)
                    .locations("classpath:db/migration")
                    .validateMigrationNaming(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreRefused(
                    "The data in "
                            + file.path().getParent()
                            + " could not be brought from schema "
                            + found
                            + " to "
                            + NEWEST
                            + " ("
                            + rootMessage(e)
                            + (found > 0
                                    ? "); go back to the version before, and if that does not"
                                            + " start, restore "
                                            + backups.file(found)
                                            + " with it."
                                    : ")."));
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * The newest migration applied; 0 for an empty file. Read directly, because a start must be
     * quick.
     */
    static int version(SqliteFile file) throws SQLException {
        try (Connection connection = DriverManager.getConnection(file.url());
                Statement statement = connection.createStatement()) {
            try (ResultSet tables =
                    statement.executeQuery(
                            "SELECT 1 FROM sqlite_master WHERE name = 'flyway_schema_history'")) {
                if (!tables.next()) {
                    return 0;
                }
            }
            try (ResultSet newest =
                    statement.executeQuery(
                            "SELECT coalesce(max(CAST(version AS INTEGER)), 0) FROM"
                                    + " flyway_schema_history WHERE success = 1")) {
                newest.next();
                return newest.getInt(1);
            }
        }
    }
}
