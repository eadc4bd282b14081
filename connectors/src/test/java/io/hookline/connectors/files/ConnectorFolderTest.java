package io.hookline.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;

class ConnectorFolderTest {
    @TempDir Path folder;

    private ConnectorFolder files() {
        return new ConnectorFolder(
                folder, FileTrial.NO_CALLS, InstantSource.fixed(FileTrial.NOW), Set.of("okta"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aBrokenFileLeavesItsVersionBeforeInService() throws IOException {
        ConnectorFolder files = files();
        write("desk.yaml", ConnectorDraft.of("desk"));
        assertThat(files.look()).hasSize(1);
        assertThat(files.look()).isEmpty();

        write("desk.yaml", ConnectorDraft.of("desk") + "nonsense: 1\n");
        files.look();

        assertThat(files.all())
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.serving()).isPresent();
                    assertThat(file.faults()).hasSize(1);
                });

        write("desk.yaml", ConnectorDraft.of("desk").replace("Read User", "Look at a User"));
        files.look();

        assertThat(files.all().getFirst().faults()).isEmpty();
        assertThat(files.all().getFirst().serving().orElseThrow().cards().getFirst().title())
                .isEqualTo("Look at a User");
    }

    @Test
    void whatIsGoneIsGoneAndOtherFilesAreLeftAlone() throws IOException {
        ConnectorFolder files = files();
        write("desk.yaml", ConnectorDraft.of("desk"));
        write("notes.txt", "no connector");
        write(".hidden.yaml", "{");
        files.look();
        assertThat(files.all()).hasSize(1);

        Files.delete(folder.resolve("desk.yaml"));

        assertThat(files.look()).hasSize(1);
        assertThat(files.all()).isEmpty();
    }

    @Test
    void anIdBelongsToOneFileAndNeverToAPartOfHookline() throws IOException {
        ConnectorFolder files = files();
        write("a.yaml", ConnectorDraft.of("desk"));
        write("b.yaml", ConnectorDraft.of("desk"));
        write("okta.yaml", ConnectorDraft.of("okta"));
        files.look();

        assertThat(files.all()).hasSize(3);
        assertThat(files.all().get(0).faults()).isEmpty();
        assertThat(files.all().get(1).faults().getFirst().message()).contains("a.yaml");
        assertThat(files.all().get(2).serving()).isEmpty();
        assertThat(files.all().get(2).faults().getFirst().message()).contains("part of Hookline");
    }

    @Test
    void aFileThatIsNoTextIsAFault() throws IOException {
        Files.write(folder.resolve("x.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        ConnectorFolder files = files();
        files.look();

        assertThat(files.all().getFirst().faults()).isNotEmpty();
    }

    @Test
    void aMissingFolderHasNoFiles() {
        ConnectorFolder files =
                new ConnectorFolder(
                        folder.resolve("nothing"),
                        FileTrial.NO_CALLS,
                        InstantSource.fixed(FileTrial.NOW),
                        Set.of());

        assertThat(files.look()).isEmpty();
        assertThat(files.all()).isEmpty();
    }
}
