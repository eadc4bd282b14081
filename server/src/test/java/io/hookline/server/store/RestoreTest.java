package io.hookline.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

class RestoreTest {
    private static final String KEY = "dGhpcyBpcyBhIGtleSBvZiAyNTYgYml0cywgaW5kZWU=\n";

    @TempDir static Path template;

    @TempDir Path folder;
    private Path data;
    private Path file;
    private Path target;

    @BeforeAll
    static void makeADatabase() {
        TestDatabase.open(template).close();
    }

    @BeforeEach
    void backUp() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
        Files.copy(template.resolve("hookline.db"), data.resolve("hookline.db"));
        Files.writeString(data.resolve("hookline.key"), KEY);
        file = backup("backup.zip", false);
        target = folder.resolve("target");
    }

    private Path backup(String name, boolean withKey) {
        Path written = folder.resolve(name);
        new Backup(data, InstantSource.fixed(BackupTest.NOW))
                .write(written, withKey, Progress.NONE);
        return written;
    }

    private Restore.Restored restore() {
        return new Restore(file).into(target, Progress.NONE);
    }

    private void assertRefused(String saying) {
        assertThatThrownBy(this::restore)
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining(saying)
                .extracting(Throwable::getMessage)
                .satisfies(message -> assertThat(message.lines()).hasSize(1));
    }

    private List<String> placed() throws Exception {
        if (!Files.exists(target)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.map(found -> found.getFileName().toString())
                    .filter(name -> !name.equals("hookline.lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void bringsTheKeyWhenTheBackupHasIt() throws Exception {
        file = backup("with-key.zip", true);
        Restore.Restored restored = restore();
        assertThat(restored.missingKey()).isEmpty();
        assertThat(restored.time()).isEqualTo(BackupTest.NOW);
        assertThat(placed()).containsExactly("hookline.db", "hookline.key");
        Path key = target.resolve("hookline.key");
        assertThat(key).hasContent(KEY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void saysWhereTheKeyIsMissingAndAStartIsRefusedUntilItIsThere() throws Exception {
        assertThat(restore().missingKey()).contains(target.resolve("hookline.key"));
        try (DataFolder locked = DataFolder.lock(target)) {
            assertThatThrownBy(locked::requireKeyOfDatabase)
                    .isInstanceOf(StoreRefused.class)
                    .hasMessageContaining("the key of its secrets is missing");
            Files.writeString(target.resolve("hookline.key"), KEY);
            locked.requireKeyOfDatabase();
        }
    }

    @Test
    void usesTheKeyThatIsThereAndRefusesAnotherOne() throws Exception {
        Files.createDirectory(target);
        Files.writeString(target.resolve("hookline.key"), "another one");
        assertRefused("is not the one that the secrets");
        assertThat(placed()).containsExactly("hookline.key");
        Files.writeString(target.resolve("hookline.key"), KEY.strip());
        assertThat(restore().missingKey()).isEmpty();
    }

    @Test
    void refusesAFolderThatHasADatabaseOrTheRestOfOne() throws Exception {
        Files.createDirectory(target);
        for (String name : List.of("hookline.db", "hookline.db-wal")) {
            Files.writeString(target.resolve(name), "something");
            assertRefused("There is a database in " + target + " (" + name + ")");
            assertThat(target.resolve(name)).hasContent("something");
            assertThat(placed()).containsExactly(name);
            Files.delete(target.resolve(name));
        }
        restore();
    }

    @Test
    void refusesAFolderInUse() throws Exception {
        try (DataFolder inUse = DataFolder.lock(target)) {
            assertRefused("in use by another Hookline process");
        }
        assertThat(placed()).isEmpty();
    }

    @Test
    void refusesWhatIsNoBackup() throws Exception {
        file = folder.resolve("missing.zip");
        assertRefused("There is no file");
        file = Files.writeString(folder.resolve("text.zip"), "not a zip");
        assertRefused("is not a backup of Hookline");
        for (String manifest :
                List.of("", "[]", "{", "null", "{\"format\": 1}", "{\"format\": \"x\"}")) {
            file = archive(manifest);
            assertRefused("is not a backup of Hookline");
        }
        assertThat(target).doesNotExist();
    }

    @Test
    void refusesTheBackupOfANewerVersion() throws Exception {
        file = archive("{\"format\": 2, \"program\": \"9.1\"}");
        assertRefused("newer version of Hookline (9.1)");
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hookline.db"));
                var statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO flyway_schema_history (installed_rank, version, description, type,"
                        + " script, installed_by, execution_time, success) VALUES (900, '900', 'x',"
                        + " 'SQL', 'x', '', 0, 1)");
        }
        file = backup("newer.zip", false);
        assertRefused("schema 900");
        assertThat(target).doesNotExist();
    }

    @Test
    void refusesADatabaseOfAnotherSchemaThanTheManifestSays() throws Exception {
        byte[] database = Files.readAllBytes(data.resolve("hookline.db"));
        String hash = HexFormat.of().formatHex(BackupManifest.sha256().digest(database));
        file =
                archive(
                        """
                        {"format": 1, "program": "x", "time": "2026-03-01T12:00:00Z", "schema": 1,
                         "files": {"hookline.db": {"bytes": %d, "sha256": "%s"}}}\
                        """
                                .formatted(database.length, hash),
                        database);
        assertRefused("of another version than its manifest");
        assertThat(placed()).isEmpty();
    }

    @Test
    void refusesADatabaseThatWasDamagedBeforeItWasPacked() throws Exception {
        byte[] database = Files.readAllBytes(data.resolve("hookline.db"));
        for (int i = 3 * 16_384; i < database.length; i++) {
            database[i] = (byte) (i * 31);
        }
        String hash = HexFormat.of().formatHex(BackupManifest.sha256().digest(database));
        file =
                archive(
                        """
                        {"format": 1, "program": "x", "time": "2026-03-01T12:00:00Z", "schema": %d,
                         "files": {"hookline.db": {"bytes": %d, "sha256": "%s"}}}\
                        """
                                .formatted(Migrations.NEWEST, database.length, hash),
                        database);
        assertRefused("is damaged");
        assertThat(placed()).isEmpty();
    }

    @Test
    void refusesEveryDamagedArchiveOrRestoresItWhole() throws Exception {
        byte[] good = Files.readAllBytes(file);
        byte[] database = restoredDatabase();
        long seed = new Random().nextLong();
        System.out.println("RestoreTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            file = Files.write(folder.resolve("damaged.zip"), damage(good, random));
            target = folder.resolve("target-" + round);
            try {
                restore();
                // The damage hit what means nothing, such as a time stamp in the archive.
                assertThat(Files.readAllBytes(target.resolve("hookline.db")))
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(database);
            } catch (StoreRefused e) {
                assertThat(e.getMessage().lines()).hasSize(1);
                assertThat(placed()).as("seed %d, round %d", seed, round).isEmpty();
            }
        }
    }

    private byte[] restoredDatabase() throws Exception {
        Path whole = folder.resolve("whole");
        new Restore(file).into(whole, Progress.NONE);
        return Files.readAllBytes(whole.resolve("hookline.db"));
    }

    private static byte[] damage(byte[] good, Random random) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(good, random.nextInt(good.length));
        }
        byte[] damaged = good.clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    private Path archive(String manifest, byte[]... database) throws Exception {
        Path made = folder.resolve("made.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(made))) {
            for (byte[] content : database) {
                zip.putNextEntry(new ZipEntry("hookline.db"));
                zip.write(content);
            }
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(manifest.getBytes(StandardCharsets.UTF_8));
        }
        return made;
    }
}
