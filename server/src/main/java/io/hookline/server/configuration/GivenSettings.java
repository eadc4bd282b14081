package io.hookline.server.configuration;

import io.hookline.server.configuration.Setting.Place;
import io.hookline.server.configuration.SettingsFile.Line;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What was set where: {@code hookline.yaml} in the data folder, overridden by environment
 * variables, overridden by options. Values that are not what their setting takes are collected as
 * problems, under the name by which they were set.
 */
final class GivenSettings {
    private static final TreeSet<String> IN_FILE = names(Place.FILE, Setting::name);
    private static final TreeSet<String> VARIABLES = names(Place.VARIABLE, Setting::variable);
    private static final String PREFIX = "HOOKLINE_";

    /** Those of the launcher and of the tests. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of(
                    "HOOKLINE_BROWSER",
                    "HOOKLINE_JAVA_HOME",
                    "HOOKLINE_JAVA_OPTIONS",
                    "HOOKLINE_JAVA_SEARCH",
                    "HOOKLINE_SKIP_BUILD");

    private final Map<String, String> environment;
    private final Map<String, String> options;
    private final List<String> problems = new ArrayList<>();
    private Optional<SettingsFile> file = Optional.empty();

    /**
     * @param environment variables of the process
     * @param options values by setting name, as far as they were given
     */
    GivenSettings(Map<String, String> environment, Map<String, String> options) {
        this.environment = environment;
        this.options = options;
    }

    private static TreeSet<String> names(Place place, Function<Setting<?>, String> name) {
        return ServerSettings.ALL.stream()
                .filter(setting -> setting.isIn(place))
                .map(name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A value and the name of the place that it comes from. */
    private record Given(String value, String name) {}

    /** The value of a setting that has a default; a value that is a problem counts as not set. */
    <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow();
    }

    /** The value of a setting, or its default; a value that is a problem counts as not set. */
    <T> Optional<T> find(Setting<T> setting) {
        return given(setting)
                .flatMap(given -> read(setting, given))
                .or(() -> setting.standard().map(setting.type()::read));
    }

    boolean isSet(Setting<?> setting) {
        return given(setting).isPresent();
    }

    /** Every setting with what it is now; secrets without their value. */
    List<SettingValue> values() {
        return ServerSettings.ALL.stream().map(this::value).toList();
    }

    private SettingValue value(Setting<?> setting) {
        Optional<Given> given = given(setting);
        Optional<String> value = given.map(Given::value).or(setting::standard);
        return new SettingValue(
                setting,
                setting.type().secret() ? Optional.empty() : value,
                given.map(Given::name));
    }

    private Optional<Given> given(Setting<?> setting) {
        return found(setting, Place.OPTION, options, setting.name(), setting.option())
                .or(() ->
                        found(
                                setting,
                                Place.VARIABLE,
                                environment,
                                setting.variable(),
                                setting.variable()))
                .or(() -> inFile(setting))
                .filter(given -> !given.value().isBlank());
    }

    private static Optional<Given> found(
            Setting<?> setting, Place place, Map<String, String> values, String key, String name) {
        return setting.isIn(place)
                ? Optional.ofNullable(values.get(key)).map(value -> new Given(value, name))
                : Optional.empty();
    }

    private Optional<Given> inFile(Setting<?> setting) {
        return file.flatMap(settings ->
                settings.find(setting.name())
                        .map(line -> new Given(line.text(), name(settings, setting, line))));
    }

    private static String name(SettingsFile file, Setting<?> setting, Line line) {
        return file.place(line.number()) + ": " + setting.name();
    }

    private <T> Optional<T> read(Setting<T> setting, Given given) {
        SettingType<T> type = setting.type();
        try {
            return Optional.of(type.read(given.value()));
        } catch (SettingType.InvalidItem e) {
            problem("%s holds '%s'; expected %s.", given.name(), e.item(), type.expected());
        } catch (IllegalArgumentException e) {
            if (type.secret()) {
                problem("%s needs %s.", given.name(), type.expected());
            } else {
                problem("%s is '%s'; expected %s.", given.name(), given.value(), type.expected());
            }
        }
        return Optional.empty();
    }

    void problem(String format, Object... values) {
        String problem = format.formatted(values);
        // A setting that is read twice is one problem.
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    List<String> problems() {
        return problems;
    }

    /** Takes over what a file sets; there need not be one. */
    void readFile(Path path) {
        SettingsFile settings = SettingsFile.read(path, IN_FILE);
        problems.addAll(settings.problems());
        file = Optional.of(settings);
    }

    /**
     * Variables that look like settings and are none. They are no problem: another program may have
     * them.
     */
    List<String> unknownVariables() {
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX))
                .filter(name -> !VARIABLES.contains(name) && !OTHER_VARIABLES.contains(name))
                .sorted()
                .map(GivenSettings::unknown)
                .toList();
    }

    private static String unknown(String variable) {
        Optional<String> option =
                ServerSettings.ALL.stream()
                        .filter(setting -> setting.variable().equals(variable))
                        .map(Setting::option)
                        .findFirst();
        String question =
                option.map(name -> "; use the option " + name + ".")
                        .orElseGet(() -> SimilarName.question(variable, VARIABLES));
        return variable
                + " is no setting and has no effect"
                + (question.isEmpty() ? "." : question);
    }
}
