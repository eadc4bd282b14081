package io.hookline.server.configuration;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The declaration of one setting.
 *
 * @param name in {@code hookline.yaml}; its variable and its option are named after it
 * @param places where it may be set
 * @param type what it takes
 * @param standard what counts while it is not set, written as a user would write it
 * @param help what it is for, in one sentence
 */
public record Setting<T>(
        String name,
        Set<Place> places,
        SettingType<T> type,
        Optional<String> standard,
        String help) {
    /** Where a setting may be set; a later place overrides an earlier one. */
    public enum Place {
        FILE,
        VARIABLE,
        OPTION
    }

    public Setting {
        places = Set.copyOf(places);
        standard.ifPresent(type::read);
    }

    /** A setting of the file and the environment. */
    static <T> Setting<T> of(String name, SettingType<T> type, String help) {
        return new Setting<>(
                name, EnumSet.of(Place.FILE, Place.VARIABLE), type, Optional.empty(), help);
    }

    /** The same setting with a default. */
    Setting<T> standard(String value) {
        return new Setting<>(name, places, type, Optional.of(value), help);
    }

    /** The same setting, also an option of {@code start}. */
    Setting<T> withOption() {
        return in(Place.FILE, Place.VARIABLE, Place.OPTION);
    }

    /** The same setting in other places. */
    Setting<T> in(Place... others) {
        return new Setting<>(name, Set.of(others), type, standard, help);
    }

    public boolean isIn(Place place) {
        return places.contains(place);
    }

    /** Whether its option takes no value: to give it is to say yes. */
    public boolean isFlag() {
        return type.isFlag();
    }

    /** For example {@code HOOKLINE_HOOKS_MOST_ACTIVE}. */
    public String variable() {
        return "HOOKLINE_" + words("_").toUpperCase(Locale.ROOT);
    }

    /** For example {@code --base-url}. */
    public String option() {
        return "--" + words("-").toLowerCase(Locale.ROOT);
    }

    /** How problems name it: by all the names that somebody may have used. */
    String label() {
        List<String> others =
                places.stream()
                        .filter(place -> place != Place.FILE)
                        .sorted()
                        .map(place -> place == Place.OPTION ? option() : variable())
                        .toList();
        return isIn(Place.FILE)
                ? name + " (" + String.join(", ", others) + ")"
                : String.join(", ", others);
    }

    private String words(String separator) {
        return name.replace(".", separator).replaceAll("(?<=[a-z])(?=[A-Z])", separator);
    }
}
