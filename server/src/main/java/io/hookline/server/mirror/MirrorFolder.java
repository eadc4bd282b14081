package io.hookline.server.mirror;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files in a folder. Beside them {@code .pulled.json} remembers what the server had at the last
 * pull or push from here, so that a change by somebody else is noticed; it is of no use to others.
 */
final class MirrorFolder {
    private static final String REMEMBERED = ".pulled.json";

    private final Path root;

    MirrorFolder(Path root) {
        this.root = root;
    }

    /** Content by file. */
    SortedMap<String, ObjectNode> read() {
        SortedMap<String, ObjectNode> files = new TreeMap<>();
        for (Path path : paths()) {
            String file = root.relativize(path).toString().replace('\\', '/');
            if (kind(file).isPresent()) {
                files.put(file, content(path, file));
            }
        }
        return files;
    }

    /** What a file is by its place and ending. */
    static Optional<Kind> kind(String file) {
        return Arrays.stream(Kind.values()).filter(kind -> kind.isOf(file)).findFirst();
    }

    private java.util.List<Path> paths() {
        if (!Files.isDirectory(root)) {
            throw new MirrorRefused(root + " is no folder; 'hookline pull' makes one.");
        }
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode content(Path path, String file) {
        try {
            if (Json.MAPPER.readTree(Files.readAllBytes(path)) instanceof ObjectNode object) {
                return object;
            }
            throw new MirrorRefused(file + " holds no JSON object.");
        } catch (JsonProcessingException e) {
            throw new MirrorRefused(
                    "%s is no JSON (line %d): %s"
                            .formatted(
                                    file,
                                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                                    e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what differs, and removes files of ours that are not among them. */
    void write(SortedMap<String, ObjectNode> files) {
        try {
            Files.createDirectories(root);
            for (Path path : paths()) {
                String file = root.relativize(path).toString().replace('\\', '/');
                if (kind(file).isPresent() && !files.containsKey(file)) {
                    Files.delete(path);
                }
            }
            for (Map.Entry<String, ObjectNode> one : files.entrySet()) {
                Path path = root.resolve(one.getKey());
                String text = Stable.text(one.getValue());
                if (!Files.exists(path) || !Files.readString(path).equals(text)) {
                    Files.createDirectories(path.getParent());
                    Files.writeString(path, text);
                }
            }
            remember(files);
        } catch (IOException e) {
            throw new MirrorRefused("The files could not be written to %s: %s".formatted(root, e));
        }
    }

    /** What the server has now. */
    void remember(SortedMap<String, ObjectNode> files) throws IOException {
        ObjectNode digests = Json.object();
        files.forEach((file, content) -> digests.put(file, digest(content)));
        Files.writeString(root.resolve(REMEMBERED), Stable.text(digests));
    }

    /** Digest by file of what the server had; empty when nothing was pulled here. */
    Optional<ObjectNode> remembered() {
        Path path = root.resolve(REMEMBERED);
        return Files.exists(path) ? Optional.of(content(path, REMEMBERED)) : Optional.empty();
    }

    static String digest(ObjectNode content) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(Stable.text(content).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
