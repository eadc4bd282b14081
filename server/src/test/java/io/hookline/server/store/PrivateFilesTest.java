package io.hookline.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.hookline.server.access.TinkSealer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of the data folder belong to their owner, whatever the folder was before. */
@DisabledOnOs(OS.WINDOWS)
class PrivateFilesTest {
    @TempDir Path parent;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger().addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger().detachAppender(lines);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(PrivateFiles.class);
    }

    private Path folder(String mode) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("data"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
        return folder;
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static void use(Path path) {
        try (DataFolder folder = DataFolder.lock(path)) {
            TinkSealer.inFolder(folder);
            Database database =
                    SqliteDatabase.open(
                            folder,
                            failure -> {
                                throw new AssertionError(failure);
                            });
            try (database) {
                database.write(tx -> true);
                new MigrationBackups(path, InstantSource.system()).make(1);
                assertThat(modes(path)).allSatisfy((name, mode) -> isPrivate(path, name, mode));
            }
            assertThat(modes(path)).allSatisfy((name, mode) -> isPrivate(path, name, mode));
        }
    }

    private static void isPrivate(Path path, String name, String mode) {
        boolean folder = Files.isDirectory(path.resolve(name));
        assertThat(mode).as(name).isEqualTo(folder ? "rwx------" : "rw-------");
    }

    private static Map<String, String> modes(Path folder) {
        Map<String, String> modes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> !file.equals(folder)).toList()) {
                if (!file.endsWith("foreign.txt")) {
                    modes.put(folder.relativize(file).toString(), mode(file));
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return modes;
    }

    @Test
    void everyFileInAnOpenFolderIsItsOwnersOnlyAndTheFolderIsWarnedOfOnce() throws IOException {
        Path folder = folder("rwxr-xr-x");

        use(folder);

        assertThat(modes(folder)).containsKeys("hookline.db", "hookline.key", "hookline.lock");
        assertThat(mode(folder)).isEqualTo("rwxr-xr-x");
        assertThat(lines.list)
                .singleElement()
                .satisfies(line ->
                        assertThat(line.getFormattedMessage())
                                .contains("rwxr-xr-x", "chmod 700 " + folder));
    }

    @Test
    void aClosedFolderIsNotWarnedOf() throws IOException {
        use(folder("rwx------"));

        assertThat(lines.list).isEmpty();
    }

    @Test
    void filesThatWereOpenAreNarrowedAtTheStartAndForeignOnesLeftAlone() throws IOException {
        Path folder = folder("rwx------");
        use(folder);
        Files.writeString(folder.resolve("hookline.yaml"), "port: 0\n");
        Files.writeString(folder.resolve("foreign.txt"), "not ours");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            }
        }

        use(folder);

        assertThat(modes(folder)).containsEntry("hookline.yaml", "rw-------");
        assertThat(mode(folder.resolve("foreign.txt"))).isEqualTo("rw-r--r--");
        assertThat(lines.list.toString()).contains("hookline.db was accessible");
    }
}
