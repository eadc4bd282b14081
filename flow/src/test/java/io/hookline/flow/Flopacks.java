package io.hookline.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The published flow files, where they are present. */
public final class Flopacks {
    private static final Path FOLDER =
            Path.of(System.getProperty("hookline.root", ".."), "..", "shared", "flopacks");

    private Flopacks() {}

    /** All files, in order of name. */
    public static List<Path> files() {
        Assumptions.assumeTrue(
                Files.isDirectory(FOLDER), "the published flow files are not present");
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".flopack")).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The flow documents of one file, by name without the ending. */
    public static List<ObjectNode> flows(String name) {
        return flows(
                files().stream()
                        .filter(file -> file.getFileName().toString().equals(name + ".flopack"))
                        .findFirst()
                        .orElseThrow());
    }

    /** The flow documents of one file. */
    public static List<ObjectNode> flows(Path file) {
        try {
            var flows = new ArrayList<ObjectNode>();
            JsonText.read(Files.readString(file))
                    .path("data")
                    .path("flos")
                    .forEach(flow -> flows.add((ObjectNode) flow));
            return flows;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
