package io.hookline.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** How connections to the database file are made. */
record SqliteFile(Path path) {
    String url() {
        return "jdbc:sqlite:" + path;
    }

    /** Sets what can only be set before the first table exists. */
    void prepare() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            // An event or the history of an execution fits in one page: half the cost of smaller
            // ones.
            statement.execute("PRAGMA page_size = 16384");
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
        }
    }

    /**
     * @param pragma {@code integrity_check} or {@code quick_check}, for one row
     * @throws SQLException when the file is no database or is damaged
     */
    void requireIntegrity(String pragma) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(pragma)) {
            String first = found.next() ? found.getString(1) : "no answer";
            if (!first.equals("ok")) {
                throw new SQLException("the database is damaged: " + first.strip());
            }
        }
    }

    SqliteSession writer() throws SQLException {
        return session(
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
                "PRAGMA cache_size = -65536",
                "PRAGMA temp_store = MEMORY",
                "PRAGMA busy_timeout = 5000",
                // A checkpoint copies the log into the file between two commits: rarely enough not
                // to be felt, often enough that the log stays around 32 MB.
                "PRAGMA wal_autocheckpoint = 2000",
                "PRAGMA journal_size_limit = 67108864");
    }

    SqliteSession reader() throws SQLException {
        return session(
                "PRAGMA query_only = ON",
                "PRAGMA cache_size = -16384",
                "PRAGMA temp_store = MEMORY",
                "PRAGMA busy_timeout = 5000");
    }

    /** A database of nobody's, gone when it is closed. */
    static SqliteSession inMemory() throws SQLException {
        return new SqliteSession(DriverManager.getConnection("jdbc:sqlite::memory:"));
    }

    private SqliteSession session(String... pragmas) throws SQLException {
        Properties properties = new Properties();
        // Or the driver follows each INSERT with a query of its own for a key that nobody wants.
        properties.setProperty("jdbc.get_generated_keys", "false");
        Connection connection = DriverManager.getConnection(url(), properties);
        try (Statement statement = connection.createStatement()) {
            for (String pragma : pragmas) {
                statement.execute(pragma);
            }
        }
        return new SqliteSession(connection);
    }
}
