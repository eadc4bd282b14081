package io.hookline.server.configuration;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code hookline.yaml}, with the line of each setting. A group such as {@code hooks} may be
 * written as an object or with dots.
 */
final class SettingsFile {
    private final Path path;
    private final Set<String> known;
    private final Map<String, Line> lines = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** The text of a setting and where it is. */
    record Line(int number, String text) {}

    private SettingsFile(Path path, Set<String> known) {
        this.path = path;
        this.known = known;
    }

    /**
     * Reads a file; there need not be one.
     *
     * @param known the settings that it may contain
     */
    static SettingsFile read(Path path, Set<String> known) {
        SettingsFile file = new SettingsFile(path, known);
        if (!Files.isRegularFile(path)) {
            return file;
        }
        try (JsonParser yaml = new YAMLFactory().createParser(Files.readAllBytes(path))) {
            JsonToken first = yaml.nextToken();
            if (first == JsonToken.START_OBJECT) {
                file.members(yaml, "");
            } else if (first != null && first != JsonToken.VALUE_NULL) {
                file.problem(line(yaml), "expected settings such as 'port: 8080'.");
            }
        } catch (JsonProcessingException e) {
            file.problem(
                    Optional.ofNullable(e.getLocation()).map(JsonLocation::getLineNr).orElse(1),
                    "this is no valid YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + ".");
        } catch (IOException e) {
            file.problems.add(path + " cannot be read: " + e.getMessage() + ".");
        }
        return file;
    }

    Optional<Line> find(String setting) {
        return Optional.ofNullable(lines.get(setting));
    }

    List<String> problems() {
        return problems;
    }

    /** How a problem names a line. */
    String place(int line) {
        return path + ", line " + line;
    }

    private void problem(int line, String sentence) {
        problems.add(place(line) + ": " + sentence);
    }

    private void members(JsonParser yaml, String group) throws IOException {
        while (yaml.nextToken() == JsonToken.FIELD_NAME) {
            String setting = group + yaml.currentName();
            int line = line(yaml);
            JsonToken value = yaml.nextToken();
            if (known.contains(setting)) {
                set(yaml, setting, line, value);
            } else if (isGroup(setting)) {
                group(yaml, setting, line, value);
            } else {
                yaml.skipChildren();
                String question = SimilarName.question(setting, known);
                problem(
                        line,
                        "there is no setting '"
                                + setting
                                + "'"
                                + (question.isEmpty()
                                        ? "; known are " + String.join(", ", known) + "."
                                        : question));
            }
        }
    }

    private void group(JsonParser yaml, String setting, int line, JsonToken value)
            throws IOException {
        if (value == JsonToken.START_OBJECT) {
            members(yaml, setting + ".");
        } else if (value != JsonToken.VALUE_NULL) {
            yaml.skipChildren();
            problem(line, "'" + setting + "' is a group of settings, not a setting.");
        }
    }

    private void set(JsonParser yaml, String setting, int line, JsonToken value)
            throws IOException {
        Optional<String> text =
                value == JsonToken.START_ARRAY ? items(yaml) : Optional.ofNullable(yaml.getText());
        if (value == JsonToken.START_OBJECT || text.isEmpty()) {
            yaml.skipChildren();
            problem(line, "'" + setting + "' takes a value or a list of values.");
        } else if (lines.containsKey(setting)) {
            problem(line, "'" + setting + "' is set a second time.");
        } else {
            lines.put(setting, new Line(line, value == JsonToken.VALUE_NULL ? "" : text.get()));
        }
    }

    /** A list as variables have it; empty when it contains more than values. */
    private static Optional<String> items(JsonParser yaml) throws IOException {
        List<String> items = new ArrayList<>();
        boolean plain = true;
        while (yaml.nextToken() != JsonToken.END_ARRAY) {
            plain &= yaml.currentToken().isScalarValue();
            items.add(yaml.getText());
            yaml.skipChildren();
        }
        return plain ? Optional.of(String.join(",", items)) : Optional.empty();
    }

    private boolean isGroup(String name) {
        return known.stream().anyMatch(setting -> setting.startsWith(name + "."));
    }

    private static int line(JsonParser yaml) {
        return yaml.currentTokenLocation().getLineNr();
    }
}
