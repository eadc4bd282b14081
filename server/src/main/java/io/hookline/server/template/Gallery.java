package io.hookline.server.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.flopack.Flopack;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can be installed: the detections that come with Hookline, and the {@code .flopack} files of
 * a folder and of the folders in it.
 */
public final class Gallery {
    private static final String FILE = ".flopack";
    private static final int MOST_FILES = 1_000;

    private final Optional<Path> folder;

    public Gallery(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Something to install. */
    public sealed interface Entry {
        /** By which the API names it. */
        String id();

        String title();

        /** In one sentence; empty when nothing says it. */
        String summary();

        /** In Markdown; empty when there is none. */
        String readme();

        /** The connectors of which it needs a connection. */
        List<String> connectors();
    }

    /** A detection with its event hook. */
    public record Detection(String id, TemplateFolder files, Template template) implements Entry {
        @Override
        public String title() {
            return template.title();
        }

        @Override
        public String summary() {
            return template.summary();
        }

        @Override
        public String readme() {
            return Templates.readme(id);
        }

        @Override
        public List<String> connectors() {
            return List.copyOf(template.connections().keySet());
        }
    }

    /** A file of flows, as they are exported and published. */
    public record FlowFile(String id, String title, String readme, Path path, JsonNode content)
            implements Entry {
        /** The first line of what stands beside it that is text. */
        @Override
        public String summary() {
            return readme.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && Character.isLetter(line.charAt(0)))
                    .findFirst()
                    .orElse("");
        }

        @Override
        public List<String> connectors() {
            return content.at("/data/configs")
                    .valueStream()
                    .map(config -> config.path("module").asText())
                    .filter(module -> !module.isEmpty())
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    /** Everything, the detections first; a file that cannot be read is left out. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        Templates.names().forEach(name -> entries.add(detection(name)));
        files().forEach(path -> file(path).ifPresent(entries::add));
        return entries;
    }

    /**
     * @throws Refusal.NotFound when there is none
     */
    public Entry entry(String id) {
        if (Templates.names().contains(id)) {
            return detection(id);
        }
        return files().stream()
                .filter(path -> id(path).equals(id))
                .findFirst()
                .flatMap(this::file)
                .orElseThrow(() -> new Refusal.NotFound("template", id));
    }

    private static Detection detection(String name) {
        TemplateFolder files = Templates.find(name);
        return new Detection(name, files, files.template());
    }

    private List<Path> files() {
        if (folder.filter(Files::isDirectory).isEmpty()) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(folder.get(), 2)) {
            return found.filter(path -> path.toString().toLowerCase(Locale.ROOT).endsWith(FILE))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Its path in the folder; a colon stands between folders, so that it is one part of an address.
     */
    private String id(Path path) {
        String relative = folder.orElseThrow().relativize(path).toString().replace('\\', '/');
        return relative.substring(0, relative.length() - FILE.length()).replace('/', ':');
    }

    private Optional<Entry> file(Path path) {
        try {
            if (Files.size(path) > Flopack.MAX_BYTES) {
                return Optional.empty();
            }
            JsonNode content = Json.parse(Files.readAllBytes(path));
            String id = id(path);
            String name = id.substring(id.lastIndexOf(':') + 1);
            return content.path("type").asText().equals("flopack")
                    ? Optional.of(new FlowFile(id, title(name), readme(path, name), path, content))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String title(String name) {
        String words = name.replaceAll("[_-]+", " ").strip();
        return words.isEmpty()
                ? name
                : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** A text of the same name beside it, or the README of a folder that holds this file alone. */
    private String readme(Path path, String name) throws IOException {
        Path beside = path.resolveSibling(name + ".md");
        if (Files.isRegularFile(beside)) {
            return Files.readString(beside);
        }
        if (path.getParent().equals(folder.orElseThrow())) {
            return "";
        }
        try (Stream<Path> siblings = Files.list(path.getParent())) {
            Optional<Path> text =
                    siblings.filter(one ->
                                    one.getFileName().toString().equalsIgnoreCase("readme.md"))
                            .findFirst();
            return text.isPresent() ? Files.readString(text.get()) : "";
        }
    }
}
