package io.hookline.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.stream.Stream;

class MigrationBackupsTest {
    private static final int OLD = 8;

    @TempDir Path folder;
    private Path data;
    private Path backups;

    @BeforeEach
    void leaveTheDataOfAnOlderVersion() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
        backups = data.resolve("backups");
        SqliteFile file = new SqliteFile(data.resolve("hookline.db"));
        file.prepare();
        Flyway.configure()
                .dataSource(file.url(), null, null)
                .locations("classpath:db/migration")
                .target(String.valueOf(OLD))
                .load()
                .migrate();
        execute("CREATE TABLE mine (word TEXT)", "INSERT INTO mine VALUES ('kept')");
    }

    private void execute(String... statements) throws Exception {
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hookline.db"));
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static int schema(Path data) throws Exception {
        return Migrations.version(new SqliteFile(data.resolve("hookline.db")));
    }

    @Test
    void theDataIsBackedUpBeforeAMigrationAndCanBeBroughtBack() throws Exception {
        TestDatabase.open(data).close();
        assertThat(schema(data)).isEqualTo(Migrations.NEWEST);
        Path other = folder.resolve("other");
        new Restore(backups.resolve("schema-" + OLD + ".zip")).into(other, Progress.NONE);
        assertThat(schema(other)).isEqualTo(OLD);
        try (TestDatabase database = TestDatabase.open(other)) {
            assertThat(
                            database.<String>read(tx ->
                                    tx.prepare(Sql.once("SELECT word FROM mine"))
                                            .one(row -> row.text("word"))))
                    .isEqualTo("kept");
        }
    }

    @Test
    void anEmptyOrCurrentDatabaseIsNotBackedUp() {
        Path fresh = folder.resolve("fresh");
        TestDatabase.open(fresh).close();
        TestDatabase.open(fresh).close();
        assertThat(fresh.resolve("backups")).doesNotExist();
    }

    @Test
    void theNewestThreeSchemasAreKeptAndNothingForeignIsTouched() throws Exception {
        Files.createDirectory(backups);
        for (String name : new String[] {"schema-1.zip", "schema-2.zip", "schema-3.zip"}) {
            Files.writeString(backups.resolve(name), "old");
        }
        Files.writeString(backups.resolve("mine.zip"), "mine");
        TestDatabase.open(data).close();
        try (Stream<Path> files = Files.list(backups)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "mine.zip", "schema-2.zip", "schema-3.zip", "schema-" + OLD + ".zip");
        }
    }

    @Test
    void anOlderBackupOfTheSameSchemaIsReplaced() throws Exception {
        Files.createDirectory(backups);
        Path file = Files.writeString(backups.resolve("schema-" + OLD + ".zip"), "old");
        TestDatabase.open(data).close();
        new Restore(file).into(folder.resolve("other"), Progress.NONE);
    }

    @Test
    void nothingIsMigratedWhenTheBackupCannotBeMade() throws Exception {
        Files.writeString(backups, "in the way");
        assertThatThrownBy(() -> TestDatabase.open(data))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("the backup before a migration");
        assertThat(schema(data)).isEqualTo(OLD);
    }

    @Test
    void aMigrationThatFailsIsReportedInOneSentenceThatNamesTheBackup() throws Exception {
        execute("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'");
        assertThatThrownBy(() -> TestDatabase.open(data))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("could not be brought from schema " + OLD)
                .hasMessageContaining("schema-" + OLD + ".zip")
                .extracting(Throwable::getMessage)
                .satisfies(message -> assertThat(message.lines()).hasSize(1));
        assertThat(schema(data)).isEqualTo(OLD);
    }
}
