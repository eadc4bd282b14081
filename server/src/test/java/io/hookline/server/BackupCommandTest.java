package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.TinkSealer;
import io.hookline.server.store.DataFolder;
import io.hookline.server.store.StoreRefused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

class BackupCommandTest {
    @TempDir Path folder;

    private record Ended(int exit, String out, String err) {}

    private static Ended run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit =
                new CommandLine(new Commands())
                        .setExecutionExceptionHandler(Commands::refused)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(
                                List.of(arguments).stream()
                                        .map(Object::toString)
                                        .toArray(String[]::new));
        return new Ended(exit, out.toString(), err.toString());
    }

    private Server start(Path data) {
        return Server.start(
                TestSettings.in(data, Map.of("HOOKLINE_ADMIN_PASSWORD", "a long enough one")),
                InstantSource.system());
    }

    @Test
    void aRunningServerIsBackedUpAndARestoredOneKnowsItsPeopleAndOpensItsSecrets() {
        Path data = folder.resolve("data");
        Path file = folder.resolve("backup.zip");
        byte[] sealed;
        try (Server server = start(data)) {
            assertThat(server.setupToken()).isEmpty();
            Ended ended = run("backup", file, "--data", data, "--with-key");
            assertThat(ended.err()).isEmpty();
            assertThat(ended.exit()).isZero();
            assertThat(ended.out())
                    .contains("Backed up to " + file + " (0.")
                    .contains("with the key of the secrets");
        }
        try (DataFolder locked = DataFolder.lock(data)) {
            sealed = TinkSealer.inFolder(locked).seal(new Secret("hush"), "test");
        }
        Path other = folder.resolve("other");
        Ended ended = run("restore", file, "--data", other);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exit()).isZero();
        assertThat(ended.out()).contains("into " + other).doesNotContain("missing");
        try (DataFolder locked = DataFolder.lock(other)) {
            assertThat(TinkSealer.inFolder(locked).open(sealed, "test").reveal()).isEqualTo("hush");
        }
        try (Server server =
                Server.start(TestSettings.in(other, Map.of()), InstantSource.system())) {
            assertThat(server.setupToken()).as("somebody has an account").isEmpty();
        }
    }

    @Test
    void aServerDoesNotStartWithoutTheKeyOfItsDatabase() throws Exception {
        Path data = folder.resolve("data");
        Path file = folder.resolve("backup.zip");
        start(data).close();
        assertThat(run("backup", file, "--data", data).out())
                .contains("without the key of the secrets");
        Path other = folder.resolve("other");
        assertThat(run("restore", file, "--data", other).out())
                .contains("put it at " + other.resolve("hookline.key"));
        assertThatThrownBy(() -> start(other))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("the key of its secrets is missing");
        assertThat(other.resolve("hookline.key")).doesNotExist();
        Files.copy(data.resolve("hookline.key"), other.resolve("hookline.key"));
        start(other).close();
    }

    @Test
    void everyRefusalIsOneSentenceAndExitOne() throws Exception {
        Path data = folder.resolve("data");
        Path file = Files.writeString(folder.resolve("backup.zip"), "mine");
        for (Ended ended :
                List.of(
                        run("backup", file, "--data", data),
                        run("backup", folder.resolve("new.zip"), "--data", data),
                        run("restore", file, "--data", data),
                        run("restore", folder.resolve("missing.zip"), "--data", data))) {
            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.err()).startsWith("hookline: ").endsWith("." + System.lineSeparator());
            assertThat(ended.err().lines()).hasSize(1);
            assertThat(ended.out()).isEmpty();
        }
    }

    @Test
    void bothExplainThemselves() {
        assertThat(run("backup", "--help").out())
                .contains("hookline backup", "FILE", "--data", "--with-key");
        assertThat(run("restore", "--help").out()).contains("hookline restore", "FILE", "--data");
        assertThat(run("backup").err()).contains("FILE");
    }

    @Test
    void progressIsPrintedOnceASecondAndNotForShortWork() {
        StringWriter out = new StringWriter();
        AtomicLong nanos = new AtomicLong();
        PrintedProgress progress = new PrintedProgress(new PrintWriter(out), nanos::get);
        progress.at("copying", 1, 10);
        assertThat(out.toString()).isEmpty();
        nanos.set(1_000_000_000);
        progress.at("copying", 5, 10);
        nanos.set(1_500_000_000);
        progress.at("copying", 7, 10);
        assertThat(out.toString()).isEqualToIgnoringNewLines("  copying: 50 %\n");
    }
}
