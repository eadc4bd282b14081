package io.hookline.server.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The templates that come with Hookline, and those in folders of their own. */
public final class Templates {
    private static final String PACKED = "/templates/";

    private Templates() {}

    /** The names of those that come with Hookline. */
    public static List<String> names() {
        return packed("names.txt").orElseThrow().lines().filter(name -> !name.isBlank()).toList();
    }

    /**
     * Finds a template.
     *
     * @param name of one that comes with Hookline, or the path of a folder
     */
    public static TemplateFolder find(String name) {
        if (names().contains(name)) {
            return new TemplateFolder(
                    name,
                    packed(name + "/template.yaml").orElseThrow(),
                    packed(name + "/samples.yaml"));
        }
        Path folder = Path.of(name);
        if (name.contains("/") || Files.isDirectory(folder)) {
            return inFolder(folder);
        }
        throw new TemplateRefused(
                "There is no template '%s'; known are %s. A path of a folder with a template.yaml names another one."
                        .formatted(name, String.join(", ", names())));
    }

    /** What one that comes with Hookline says of itself, in Markdown. */
    static String readme(String name) {
        return packed(name + "/README.md").orElse("");
    }

    /** The template in a folder. */
    public static TemplateFolder inFolder(Path folder) {
        Path file = folder.resolve("template.yaml");
        if (!Files.isRegularFile(file)) {
            throw new TemplateRefused("There is no file " + file + ".");
        }
        Path samples = folder.resolve("samples.yaml");
        try {
            return new TemplateFolder(
                    folder.toString(),
                    Files.readString(file),
                    Files.isRegularFile(samples)
                            ? Optional.of(Files.readString(samples))
                            : Optional.empty());
        } catch (IOException e) {
            throw new TemplateRefused(folder + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static Optional<String> packed(String name) {
        try (InputStream in = Templates.class.getResourceAsStream(PACKED + name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new TemplateRefused("The program's own " + name + " cannot be read.");
        }
    }
}
