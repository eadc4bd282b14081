package io.hookline.flow.flopack;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The published files, where they are at hand. */
final class PublishedFlopacks {
    private PublishedFlopacks() {}

    /** All files by name; skips the test when there are none. */
    static List<Path> all() {
        Path folder =
                Path.of(System.getProperty("hookline.root", "."), "..", "shared", "flopacks")
                        .normalize();
        Assumptions.assumeTrue(
                Files.isDirectory(folder), "The published flopacks are not here: " + folder);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".flopack")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(String name) {
        return read(
                all().stream()
                        .filter(file -> file.getFileName().toString().equals(name + ".flopack"))
                        .findFirst()
                        .orElseThrow());
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
