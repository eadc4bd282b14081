package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.store.DataFolder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A killed {@code template test} leaves its folder to the next one, which removes it. */
class ScratchServerTest {
    /** No process has that number. */
    private static final String DEAD = "999999999999";

    private static Path folder(Path in, String name) throws IOException {
        Path folder = Files.createDirectories(in.resolve(name));
        Files.writeString(folder.resolve("hookline.db"), "rows");
        return folder;
    }

    @Test
    void foldersOfDeadProcessesGoAndOthersStay(@TempDir Path temporary) throws IOException {
        Path left = folder(temporary, "hookline-samples-" + DEAD + "-17");
        Path ours = folder(temporary, "hookline-samples-" + ProcessHandle.current().pid() + "-17");
        Path other = folder(temporary, "hookline-" + DEAD + "-17");
        Path linked = folder(temporary, "precious");
        Path link =
                Files.createSymbolicLink(
                        temporary.resolve("hookline-samples-" + DEAD + "-18"), linked);
        Path used = folder(temporary, "hookline-samples-" + DEAD + "-19");
        try (DataFolder locked = DataFolder.lock(used)) {
            ScratchServer.removeLeftOvers(temporary);
        }

        assertThat(left).doesNotExist();
        assertThat(ours).exists();
        assertThat(other).exists();
        assertThat(link).exists();
        assertThat(linked.resolve("hookline.db")).hasContent("rows");
        assertThat(used.resolve("hookline.db")).hasContent("rows");
        ScratchServer.removeLeftOvers(temporary);
        assertThat(used).doesNotExist();
        ScratchServer.removeLeftOvers(temporary.resolve("missing"));
    }
}
