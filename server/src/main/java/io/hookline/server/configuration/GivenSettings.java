package io.hookline.server.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.hookline.server.configuration.Setting.Place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was set where: {@code hookline.yaml} in the data folder, overridden by environment
 * variables, overridden by options. Values that are not what their setting takes are collected as
 * problems.
 */
final class GivenSettings {
    private static final TreeSet<String> IN_FILE = new TreeSet<>();

    static {
        ServerSettings.ALL.stream()
                .filter(setting -> setting.isIn(Place.FILE))
                .forEach(setting -> IN_FILE.add(setting.name()));
    }

    private final Map<String, String> environment;
    private final Map<String, String> options;
    private final Map<String, String> file = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * @param environment variables of the process
     * @param options values by setting name, as far as they were given
     */
    GivenSettings(Map<String, String> environment, Map<String, String> options) {
        this.environment = environment;
        this.options = options;
    }

    /** The value of a setting that has a default; a value that is a problem counts as not set. */
    <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow();
    }

    /** The value of a setting, or its default; a value that is a problem counts as not set. */
    <T> Optional<T> find(Setting<T> setting) {
        return text(setting)
                .flatMap(value -> read(setting, value))
                .or(() -> setting.standard().map(setting.type()::read));
    }

    boolean isSet(Setting<?> setting) {
        return text(setting).isPresent();
    }

    private Optional<String> text(Setting<?> setting) {
        return Optional.ofNullable(setting.isIn(Place.OPTION) ? options.get(setting.name()) : null)
                .or(() ->
                        Optional.ofNullable(
                                setting.isIn(Place.VARIABLE)
                                        ? environment.get(setting.variable())
                                        : null))
                .or(() -> Optional.ofNullable(file.get(setting.name())))
                .filter(value -> !value.isBlank());
    }

    private <T> Optional<T> read(Setting<T> setting, String value) {
        SettingType<T> type = setting.type();
        try {
            return Optional.of(type.read(value));
        } catch (SettingType.InvalidItem e) {
            problem("%s holds '%s'; expected %s.", setting.label(), e.item(), type.expected());
        } catch (IllegalArgumentException e) {
            if (type.secret()) {
                problem("%s needs %s.", setting.variable(), type.expected());
            } else {
                problem("%s is '%s'; expected %s.", setting.label(), value, type.expected());
            }
        }
        return Optional.empty();
    }

    void problem(String format, Object... values) {
        problems.add(format.formatted(values));
    }

    List<String> problems() {
        return problems;
    }

    /** Takes over what a file sets; there need not be one. */
    void readFile(Path path) {
        if (!Files.isRegularFile(path)) {
            return;
        }
        try {
            readMembers(path, "", new YAMLMapper().readTree(Files.readAllBytes(path)));
        } catch (JsonProcessingException e) {
            problem(
                    "%s is no valid YAML: %s.",
                    path, e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            problem("%s cannot be read: %s.", path, e.getMessage());
        }
    }

    /** A group such as {@code hooks} may be written as an object or with dots. */
    private void readMembers(Path path, String group, JsonNode tree) {
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            String setting = group + member.getKey();
            if (isGroup(setting) && member.getValue().isObject()) {
                readMembers(path, setting + ".", member.getValue());
            } else if (IN_FILE.contains(setting)) {
                file.put(setting, asText(member.getValue()));
            } else {
                problem(
                        "%s: there is no setting '%s'; known are %s.",
                        path, setting, String.join(", ", IN_FILE));
            }
        }
    }

    private static boolean isGroup(String name) {
        return IN_FILE.stream().anyMatch(known -> known.startsWith(name + "."));
    }

    private static String asText(JsonNode value) {
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(item.asText()));
            return String.join(",", items);
        }
        return value.asText();
    }
}
