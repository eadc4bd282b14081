package io.hookline.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import org.flywaydb.core.Flyway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rows of a database, one JSON object in a line, so that a sample of each schema can be kept. A
 * sample can also be put into an earlier schema: as far as that has its tables and columns.
 */
public final class StoredSample {
    private static final String ROWS = "rows.jsonl";
    private static final String KEY = "hookline.key";
    private static final String BLOB = "x:";

    private StoredSample() {}

    /** Every schema that a release may have left, oldest first. */
    public static List<Integer> schemas() {
        return Arrays.stream(flyway("jdbc:sqlite::memory:").load().info().all())
                .map(migration -> Integer.parseInt(migration.getVersion().getVersion()))
                .sorted()
                .toList();
    }

    private static org.flywaydb.core.api.configuration.FluentConfiguration flyway(String url) {
        return Flyway.configure().dataSource(url, null, null).locations("classpath:db/migration");
    }

    /** Writes all rows of a data folder that no server uses, and its key. */
    public static void write(Path data, Path sample) throws IOException, SQLException {
        Files.createDirectories(sample);
        List<String> lines = new ArrayList<>();
        try (Connection connection = connection(data);
                Statement statement = connection.createStatement()) {
            for (String table : tables(connection)) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                    while (rows.next()) {
                        ObjectNode line = Json.object().put("table", table);
                        row(rows, line.putObject("row"));
                        lines.add(line.toString());
                    }
                }
            }
        }
        Files.write(sample.resolve(ROWS), lines);
        Files.copy(data.resolve(KEY), sample.resolve(KEY));
    }

    private static void row(ResultSet rows, ObjectNode row) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String name = columns.getColumnName(i);
            switch (rows.getObject(i)) {
                case null -> row.putNull(name);
                case byte[] bytes -> row.put(name, BLOB + HexFormat.of().formatHex(bytes));
                case Number number -> row.put(name, number.longValue());
                case Object other -> row.put(name, "t:" + other);
            }
        }
    }

    /**
     * Makes a data folder of a schema.
     *
     * @return the tables that have rows of the sample
     */
    public static Set<String> restore(Path sample, Path data, int schema)
            throws IOException, SQLException {
        Files.createDirectories(data);
        SqliteFile file = new SqliteFile(data.resolve("hookline.db"));
        file.prepare();
        flyway(file.url()).target(String.valueOf(schema)).load().migrate();
        Files.copy(sample.resolve(KEY), data.resolve(KEY));
        Set<String> filled = new TreeSet<>();
        try (Connection connection = connection(data);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            List<String> tables = tables(connection);
            for (String table : tables) {
                // Some begin with a row.
                statement.execute("DELETE FROM " + table);
            }
            for (String line : Files.readAllLines(sample.resolve(ROWS))) {
                JsonNode entry = Json.MAPPER.readTree(line);
                String table = entry.path("table").asText();
                if (tables.contains(table)) {
                    insert(connection, table, entry.path("row"));
                    filled.add(table);
                }
            }
            connection.commit();
        }
        return filled;
    }

    private static void insert(Connection connection, String table, JsonNode row)
            throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet known =
                connection
                        .createStatement()
                        .executeQuery("SELECT name FROM pragma_table_info('" + table + "')")) {
            while (known.next()) {
                if (row.has(known.getString(1))) {
                    columns.add(known.getString(1));
                }
            }
        }
        String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO %s (%s) VALUES (%s)"
                                .formatted(table, String.join(", ", columns), marks))) {
            for (int i = 0; i < columns.size(); i++) {
                bind(insert, i + 1, row.path(columns.get(i)));
            }
            insert.executeUpdate();
        }
    }

    private static void bind(PreparedStatement insert, int index, JsonNode value)
            throws SQLException {
        if (value.isNull()) {
            insert.setNull(index, Types.NULL);
        } else if (value.isNumber()) {
            insert.setLong(index, value.longValue());
        } else if (value.asText().startsWith(BLOB)) {
            insert.setBytes(index, HexFormat.of().parseHex(value.asText().substring(2)));
        } else {
            insert.setString(index, value.asText().substring(2));
        }
    }

    private static Connection connection(Path data) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hookline.db"));
    }

    /** Those that hold data, in the order in which rows may refer to each other. */
    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet names =
                        statement.executeQuery(
                                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT"
                                        + " LIKE 'sqlite%' AND name <> 'flyway_schema_history'"
                                        + " ORDER BY name")) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        return tables;
    }

    /** The tables of a schema without a row in the sample. */
    public static Set<String> empty(Path sample, Path data) throws IOException, SQLException {
        Set<String> empty = new TreeSet<>();
        try (Connection connection = connection(data)) {
            empty.addAll(tables(connection));
        }
        for (String line : Files.readAllLines(sample.resolve(ROWS))) {
            empty.remove(Json.MAPPER.readTree(line).path("table").asText());
        }
        return empty;
    }
}
