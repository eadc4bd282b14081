package io.hookline.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

class BackupTest {
    private static final Sql INSERT_ONE = Sql.of("INSERT INTO one VALUES (:id, randomblob(100))");
    private static final Sql INSERT_TWO = Sql.of("INSERT INTO two VALUES (:id)");
    private static final Sql CONTENT =
            Sql.of(
                    """
                    SELECT id || ' ' || length(pad) || ' ' || hex(substr(pad, 1, 100)) AS line FROM one
                    UNION ALL SELECT 'two ' || id FROM two
                    UNION ALL SELECT 'schema ' || version FROM flyway_schema_history\
                    """);

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String KEY = "dGhpcyBpcyBhIGtleSBvZiAyNTYgYml0cywgaW5kZWU=\n";

    @TempDir static Path template;

    @TempDir Path folder;
    private Path data;
    private Path file;

    @BeforeAll
    static void fill() {
        try (TestDatabase database = TestDatabase.open(template)) {
            database.write(
                    tx -> tx.prepare(Sql.once("CREATE TABLE one (id INTEGER, pad BLOB)")).update());
            database.write(tx -> tx.prepare(Sql.once("CREATE TABLE two (id INTEGER)")).update());
            insertPair(database, 0);
        }
    }

    @BeforeEach
    void copyTheTemplate() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
        file = Files.createDirectory(folder.resolve("elsewhere")).resolve("backup.zip");
        Files.copy(template.resolve("hookline.db"), data.resolve("hookline.db"));
        Files.writeString(data.resolve("hookline.key"), KEY);
    }

    private static void insertPair(Database database, int id) {
        database.write(tx -> {
            tx.prepare(INSERT_ONE).number("id", id).update();
            return tx.prepare(INSERT_TWO).number("id", id).update();
        });
    }

    private static List<String> content(Path data) {
        try (TestDatabase database = TestDatabase.open(data)) {
            return content(database);
        }
    }

    private static List<String> content(Database database) {
        return database.read(tx -> tx.prepare(CONTENT).list(row -> row.text("line")));
    }

    private long backup(boolean withKey) {
        return new Backup(data, InstantSource.fixed(NOW)).write(file, withKey, Progress.NONE);
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(found -> found.getFileName().toString()).sorted().toList();
        }
    }

    private void assertRefused(String saying) throws Exception {
        assertThatThrownBy(() -> backup(false))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining(saying)
                .extracting(Throwable::getMessage)
                .satisfies(message -> assertThat(message.lines()).hasSize(1));
        assertThat(names(file.getParent())).doesNotContain("backup.zip");
    }

    @Test
    void holdsWhatWasCommittedWhenItBeganAlthoughTheServerWritesOn() {
        List<String> before;
        AtomicInteger written = new AtomicInteger();
        try (TestDatabase database = TestDatabase.open(data)) {
            // More than is copied at once, so that writes fall between two steps.
            database.write(tx ->
                    tx.prepare(
                                    Sql.once(
                                            "INSERT INTO one WITH n(i) AS (SELECT 1 UNION ALL"
                                                + " SELECT i + 1 FROM n WHERE i < 12) SELECT 1000 +"
                                                + " i, randomblob(1000000) FROM n"))
                            .update());
            before = content(database);
            new Backup(data, InstantSource.fixed(NOW))
                    .write(
                            file,
                            false,
                            (work, done, total) -> {
                                if (work.startsWith("copying")) {
                                    insertPair(database, written.incrementAndGet());
                                }
                            });
            assertThat(written.get()).isGreaterThan(2);
            assertThat(content(database)).hasSize(before.size() + 2 * written.get());
        }
        Path other = folder.resolve("other");
        new Restore(file).into(other, Progress.NONE);
        assertThat(content(other)).isEqualTo(before);
    }

    @Test
    void worksOnAFolderWhoseServerIsNotRunning() {
        long bytes = backup(false);
        assertThat(file).hasSize(bytes);
        Path other = folder.resolve("other");
        new Restore(file).into(other, Progress.NONE);
        assertThat(content(other)).isEqualTo(content(data));
    }

    @Test
    void isReadByItsOwnerOnlyAndHoldsTheKeyOnlyWhenAsked() throws Exception {
        backup(false);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (BackupArchive archive = BackupArchive.open(file)) {
            assertThat(archive.manifest().time()).isEqualTo(NOW);
            assertThat(archive.manifest().schema()).isEqualTo(Migrations.NEWEST);
            assertThat(archive.manifest().files()).containsOnlyKeys("hookline.db");
        }
        Files.delete(file);
        backup(true);
        try (BackupArchive archive = BackupArchive.open(file)) {
            assertThat(archive.manifest().files()).containsOnlyKeys("hookline.db", "hookline.key");
        }
    }

    @Test
    void leavesNothingWhenItFailsHalfway() throws Exception {
        assertThatThrownBy(() ->
                        new Backup(data, InstantSource.fixed(NOW))
                                .write(
                                        file,
                                        true,
                                        (work, done, total) -> {
                                            if (work.startsWith("packing")) {
                                                throw new IllegalStateException("stop");
                                            }
                                        }))
                .hasMessage("stop");
        assertThat(names(file.getParent())).isEmpty();
    }

    @Test
    void leavesNothingWhenTheProcessIsEndedHalfway() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                EndedHalfway.class.getName(),
                                data.toString(),
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isEqualTo(7);
        assertThat(names(file.getParent())).isEmpty();
    }

    /** A process that ends as soon as the packing has begun. */
    static final class EndedHalfway {
        private EndedHalfway() {}

        public static void main(String[] arguments) {
            new Backup(Path.of(arguments[0]), InstantSource.system())
                    .write(
                            Path.of(arguments[1]),
                            true,
                            (work, done, total) -> {
                                if (work.startsWith("packing")) {
                                    System.exit(7);
                                }
                            });
        }
    }

    @Test
    void overwritesNothing() throws Exception {
        Files.writeString(file, "mine");
        assertThatThrownBy(() -> backup(false))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("is there already");
        assertThat(file).hasContent("mine");
        assertThat(names(file.getParent())).containsExactly("backup.zip");
    }

    @Test
    void refusesAFolderWithoutADatabase() throws Exception {
        data = folder.resolve("nowhere");
        assertRefused("There is no database in " + data);
        assertThat(data).doesNotExist();
    }

    @Test
    void refusesADatabaseThatIsNotHooklines() throws Exception {
        data = Files.createDirectory(folder.resolve("foreign"));
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hookline.db"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE theirs (id INTEGER)");
        }
        assertRefused("is not one of Hookline's");
        Files.writeString(data.resolve("hookline.db"), "This is not a database. ".repeat(1000));
        assertRefused("could not be made");
    }

    @Test
    void refusesADamagedDatabase() throws Exception {
        byte[] bytes = Files.readAllBytes(data.resolve("hookline.db"));
        int page = 16_384;
        for (int i = 2 * page; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        Files.write(data.resolve("hookline.db"), bytes);
        assertRefused("could not be made");
    }

    @Test
    void refusesAFolderThatIsNotThere() throws Exception {
        file = folder.resolve("elsewhere/not/there.zip");
        assertThatThrownBy(() -> backup(false))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("does not exist");
        assertThat(names(folder.resolve("elsewhere"))).isEmpty();
    }

    @Test
    void refusesToIncludeAKeyThatIsMissing() throws Exception {
        Files.delete(data.resolve("hookline.key"));
        assertThatThrownBy(() -> backup(true))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("without --with-key");
        assertThat(names(file.getParent())).isEmpty();
    }
}
