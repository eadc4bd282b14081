package io.hookline.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.json.TimeSpan;
import io.hookline.server.json.Times;
import io.hookline.server.refusal.FieldError;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.refusal.Refusal.Invalid.Place;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads the members of a JSON object that a caller sent. A member that is null counts as left out.
 * What is not as expected becomes a fault that names the member by its path: the request ends at
 * the first one, or, with {@link #of(ObjectNode, Faults)}, when all are collected; then a method
 * that must give a value gives an empty one and the caller asks {@link Faults#raise} at the end.
 */
public final class Body {
    private final ObjectNode json;
    private final String path;
    private final Faults faults;

    private Body(ObjectNode json, String path, Faults faults) {
        this.json = json;
        this.path = path;
        this.faults = faults;
    }

    public static Body of(ObjectNode json) {
        return of(json, Faults.first(Place.BODY));
    }

    public static Body of(ObjectNode json, Faults faults) {
        return new Body(json, "", faults);
    }

    /** The object itself. */
    public ObjectNode json() {
        return json;
    }

    /** The value as it was sent; missing when it was left out. */
    public JsonNode node(String name) {
        return json.path(name);
    }

    /** Whether the member was sent, be it null. */
    public boolean has(String name) {
        return json.has(name);
    }

    /** Whether the member was left out or is null. */
    public boolean isAbsent(String name) {
        return !json.hasNonNull(name);
    }

    /** Where a member is in the whole body, for example {@code auth.token}. */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Adds a fault that only the feature can know. */
    public void fault(String name, String sentence) {
        faults.add(path(name), sentence);
    }

    /** Adds a fault that ends in what was sent instead: not for secrets. */
    public void unexpected(String name, String expected) {
        fault(name, Expected.found(expected, node(name)));
    }

    /** The refusal of one member, for those who throw it themselves. */
    public Refusal invalid(String name, String sentence) {
        return new Refusal.Invalid(
                Place.BODY, path(name), List.of(new FieldError(path(name), sentence)));
    }

    /** Refuses members that are not named here. */
    public void allowOnly(String... names) {
        List<String> known = Arrays.asList(names);
        json.fieldNames()
                .forEachRemaining(name -> {
                    if (!known.contains(name)) {
                        fault(name, Expected.unknown(known));
                    }
                });
    }

    /**
     * Refuses members that an object does not have when it is read, and that are not named here
     * either.
     */
    public void allowOnlyMembersOf(ObjectNode shown, Collection<String> writeOnly) {
        Set<String> known = new LinkedHashSet<>();
        shown.fieldNames().forEachRemaining(known::add);
        known.addAll(writeOnly);
        allowOnly(known.toArray(String[]::new));
    }

    /** This body with the members that it leaves out taken from the object as it was read. */
    public Body completedFrom(ObjectNode before) {
        ObjectNode completed = before.deepCopy();
        completed.setAll(json);
        return new Body(completed, path, faults);
    }

    /** A required text of 1 to {@code max} characters on one line, without blanks around it. */
    public String line(String name, int max) {
        JsonNode text = node(name);
        if (text.isTextual()
                && !text.textValue().isBlank()
                && text.textValue().strip().length() <= max
                && isWhole(text.textValue())
                && text.textValue().chars().noneMatch(Character::isISOControl)) {
            return text.textValue().strip();
        }
        unexpected(name, Expected.line(max));
        return "";
    }

    public Optional<String> optionalLine(String name, int max) {
        return isAbsent(name) ? Optional.empty() : Optional.of(line(name, max));
    }

    /** A text of at most {@code max} characters. */
    public Optional<String> text(String name, int max) {
        return isAbsent(name) ? Optional.empty() : Optional.of(requiredText(name, 0, max));
    }

    public String requiredText(String name, int min, int max) {
        JsonNode text = node(name);
        if (text.isTextual()
                && text.textValue().length() >= min
                && text.textValue().length() <= max
                && isWhole(text.textValue())) {
            return text.textValue();
        }
        unexpected(name, Expected.text(min, max));
        return "";
    }

    /** Whether a database gives the text back as it is: no NUL, no half of a surrogate pair. */
    private static boolean isWhole(String text) {
        return text.codePoints()
                .noneMatch(character ->
                        character == 0 || Character.getType(character) == Character.SURROGATE);
    }

    /**
     * A secret, which no answer repeats.
     *
     * @param expected what it must be, for example {@code expected a text on one line}
     */
    public Optional<Secret> secret(String name, Predicate<String> fits, String expected) {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        JsonNode text = node(name);
        if (!text.isTextual() || !isWhole(text.textValue()) || !fits.test(text.textValue())) {
            fault(name, expected + ".");
            return Optional.empty();
        }
        return Optional.of(new Secret(text.textValue()));
    }

    public Optional<Boolean> flag(String name) {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        if (!node(name).isBoolean()) {
            unexpected(name, Expected.flag());
            return Optional.empty();
        }
        return Optional.of(node(name).booleanValue());
    }

    public Optional<Integer> number(String name, int min, int max) {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        JsonNode number = node(name);
        if (number.isIntegralNumber()
                && number.canConvertToInt()
                && number.intValue() >= min
                && number.intValue() <= max) {
            return Optional.of(number.intValue());
        }
        unexpected(name, Expected.number(min, max));
        return Optional.empty();
    }

    /**
     * One of several.
     *
     * @param word what stands for each in JSON
     */
    public <T> Optional<T> choice(String name, List<T> options, Function<T, String> word) {
        return isAbsent(name) ? Optional.empty() : chosen(node(name), name, options, word);
    }

    /** A required list of one or more of several; one that comes twice counts once. */
    public <T> List<T> choices(String name, List<T> options, Function<T, String> word) {
        List<T> chosen = new ArrayList<>();
        JsonNode list = node(name);
        if (!list.isArray() || list.isEmpty()) {
            unexpected(
                    name,
                    Expected.choice(options.stream().map(word).toList())
                            .replaceFirst("one", "a list of one or more"));
            return chosen;
        }
        for (int i = 0; i < list.size(); i++) {
            chosen(list.get(i), name + "[" + i + "]", options, word)
                    .filter(option -> !chosen.contains(option))
                    .ifPresent(chosen::add);
        }
        return chosen;
    }

    private <T> Optional<T> chosen(
            JsonNode sent, String name, List<T> options, Function<T, String> word) {
        Optional<T> chosen =
                options.stream()
                        .filter(option ->
                                sent.isTextual() && word.apply(option).equals(sent.textValue()))
                        .findFirst();
        if (chosen.isEmpty()) {
            fault(name, Expected.found(Expected.choice(options.stream().map(word).toList()), sent));
        }
        return chosen;
    }

    public Optional<Instant> time(String name) {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        JsonNode text = node(name);
        Optional<Instant> time =
                text.isTextual() ? Times.parse(text.textValue()) : Optional.empty();
        if (time.isEmpty()) {
            unexpected(name, Times.EXPECTED);
        }
        return time;
    }

    /** The members {@code since} and {@code until}. */
    public TimeSpan span() {
        return faults.span(time("since"), time("until"));
    }

    /** The id of something that is named as {@code {id, …}}. */
    public Optional<String> reference(String name) {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        JsonNode id = node(name).path("id");
        if (!id.isTextual()) {
            fault(name + ".id", Expected.found("expected an object with an id", node(name)));
            return Optional.empty();
        }
        return Optional.of(id.textValue());
    }

    /** An object below this one. */
    public Optional<Body> object(String name) {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        if (node(name) instanceof ObjectNode object) {
            return Optional.of(new Body(object, path(name), faults));
        }
        unexpected(name, "expected an object");
        return Optional.empty();
    }

    /** The elements of a list; of no list there are none. */
    public Optional<List<JsonNode>> list(String name, int min, int max) {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        if (node(name) instanceof ArrayNode list && list.size() >= min && list.size() <= max) {
            return Optional.of(list.valueStream().toList());
        }
        unexpected(name, "expected a list of " + min + " to " + max);
        return Optional.empty();
    }

    /** A list of texts, each of 1 to {@code maxLength} characters. */
    public Optional<List<String>> texts(String name, int min, int max, int maxLength) {
        return list(name, min, max)
                .map(list -> {
                    List<String> texts = new ArrayList<>();
                    for (int i = 0; i < list.size(); i++) {
                        JsonNode text = list.get(i);
                        if (text.isTextual()
                                && !text.textValue().isEmpty()
                                && text.textValue().length() <= maxLength
                                && isWhole(text.textValue())) {
                            texts.add(text.textValue());
                        } else {
                            fault(
                                    name + "[" + i + "]",
                                    Expected.found(Expected.text(1, maxLength), text));
                        }
                    }
                    return texts;
                });
    }

    /** A list of objects. */
    public Optional<List<Body>> objects(String name, int min, int max) {
        return list(name, min, max)
                .map(list -> {
                    List<Body> objects = new ArrayList<>();
                    for (int i = 0; i < list.size(); i++) {
                        String at = name + "[" + i + "]";
                        if (list.get(i) instanceof ObjectNode object) {
                            objects.add(new Body(object, path(at), faults));
                        } else {
                            fault(at, Expected.found("expected an object", list.get(i)));
                        }
                    }
                    return objects;
                });
    }
}
