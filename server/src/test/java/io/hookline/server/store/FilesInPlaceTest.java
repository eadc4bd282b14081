package io.hookline.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Nothing is accepted into files that lie nowhere any more. */
@DisabledOnOs(OS.WINDOWS)
class FilesInPlaceTest {
    @TempDir Path parent;
    private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();
    private Path path;
    private DataFolder folder;
    private SqliteDatabase database;

    @BeforeEach
    void open() {
        path = parent.resolve("data");
        folder = DataFolder.lock(path);
        database = SqliteDatabase.open(folder, fatal::complete);
        assertThat(database.<Boolean>write(tx -> true)).isTrue();
    }

    @AfterEach
    void close() {
        database.close();
        folder.close();
    }

    private void isRefused() throws Exception {
        assertThatThrownBy(() -> database.write(tx -> true))
                .isInstanceOf(StoreBusy.class)
                .hasMessageContaining("data folder")
                .hasMessageContaining("removed or replaced");
        assertThat(fatal.get(20, TimeUnit.SECONDS)).isInstanceOf(FilesInPlace.DataFolderLost.class);
    }

    @Test
    void aFolderThatWasMovedAwayIsNotWrittenAnyMore() throws Exception {
        Files.move(path, parent.resolve("elsewhere"));

        isRefused();
    }

    @Test
    void aFolderThatWasReplacedIsNotWrittenAnyMore() throws Exception {
        Files.move(path, parent.resolve("elsewhere"));
        Files.createDirectory(path);
        Files.copy(parent.resolve("elsewhere/hookline.db"), path.resolve("hookline.db"));

        isRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hookline.db", "hookline.db-wal"})
    void aFileThatWasRemovedOrReplacedIsNotWrittenAnyMore(String name) throws Exception {
        Path file = path.resolve(name);
        Path copy = Files.copy(file, parent.resolve("copy"));
        Files.delete(file);
        Files.move(copy, file);

        isRefused();
    }

    @Test
    void aServerWithoutWorkNoticesToo() throws Exception {
        Files.move(path, parent.resolve("elsewhere"));

        assertThat(fatal.get(20, TimeUnit.SECONDS))
                .hasMessageContaining("was removed or moved while the server ran");
    }
}
