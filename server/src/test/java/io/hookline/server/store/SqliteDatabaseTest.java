package io.hookline.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;

class SqliteDatabaseTest extends DatabaseConformance {
    @Override
    Database open(Path folder) {
        return TestDatabase.open(folder);
    }

    @Test
    void writesAheadAndWaitsForTheDisk() {
        try (TestDatabase database = TestDatabase.open(folder.resolve("modes"))) {
            assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(database, "synchronous")).isEqualTo("2");
            assertThat(pragma(database, "auto_vacuum")).isEqualTo("2");
        }
    }

    private static String pragma(Database database, String name) {
        return database.write(
                tx -> tx.prepare(Sql.once("PRAGMA " + name)).one(row -> row.text(name)));
    }

    @Test
    void refusesTheDataOfANewerVersionInOneSentence() throws Exception {
        Path newer = folder.resolve("newer");
        TestDatabase.open(newer).close();
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + newer.resolve("hookline.db"));
                var statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO flyway_schema_history (installed_rank, version, description, type,"
                        + " script, installed_by, execution_time, success) VALUES (900, '900', 'x',"
                        + " 'SQL', 'x', '', 0, 1)");
        }
        assertThatThrownBy(() -> TestDatabase.open(newer))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("newer version of Hookline (schema 900");
    }

    @Test
    void refusesAFolderThatIsInUse() {
        assertThatThrownBy(() -> DataFolder.lock(folder))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("in use by another Hookline process");
    }

    @Test
    void refusesAFileInPlaceOfTheFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> DataFolder.lock(file))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("is not a folder");
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws IOException {
        Path other = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(other.resolve("hookline.db"), "This is not a database. ".repeat(100));
        assertThatThrownBy(() -> TestDatabase.open(other))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("cannot be opened");
    }

    @Test
    void knowsItsNewestMigration() throws IOException {
        Path migrations = Path.of("src/main/resources/db/migration");
        try (var files = Files.list(migrations)) {
            int newest =
                    files.map(file -> file.getFileName().toString())
                            .mapToInt(
                                    name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                            .max()
                            .orElse(0);
            assertThat(Migrations.NEWEST).isEqualTo(newest);
        }
    }
}
