package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.files.Located.Mapping;
import io.hookline.connectors.files.Located.Member;
import io.hookline.connectors.files.Located.Scalar;
import io.hookline.connectors.files.Located.Sequence;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the inputs of an action: groups of fields. A field is a text, {@code (type) help}, or an
 * object; a star after its key says that it must not be blank, and the key {@code *} that the
 * author of a flow adds fields to the group.
 */
final class InputReader {
    private static final Set<String> SETTINGS =
            Set.of("type", "label", "help", "choices", "load", "blank", "secret", "inBase");
    private static final Pattern SHORT = Pattern.compile("(?s)(?:\\(([^)]*)\\)\\s*)?(.*)");
    private static final int MOST_CHOICES = 500;

    private final Faults faults;
    private final LoadReader loads;
    private final Map<String, Located> shared;

    /** What was read. */
    final Map<String, InputSpec> inputs = new LinkedHashMap<>();

    final List<AddedFields> added = new ArrayList<>();

    /** Reads how choices are loaded, which may depend on inputs before. */
    interface LoadReader {
        Optional<LoadSpec> read(Located value, Map<String, InputSpec> before);

        /** Reads how the fields of a group are loaded. */
        AddedFields fields(String group, Member member, Map<String, InputSpec> before);
    }

    /**
     * @param shared fields that several actions have, by name
     */
    InputReader(Faults faults, LoadReader loads, Map<String, Located> shared) {
        this.shared = shared;
        this.faults = faults;
        this.loads = loads;
    }

    void read(Located groups) {
        Members.of(groups, "\"in\"", faults, Set.of())
                .each((group, member) ->
                        Members.of(member.value(), "The group \"" + group + "\"", faults, Set.of())
                                .each((key, field) -> field(group, key, field)));
    }

    private void field(String group, String key, Member member) {
        if (key.equals("*")) {
            added.add(
                    loads.fields(
                            group, new Member(member.place(), shared(member.value())), inputs));
            return;
        }
        boolean needed = key.endsWith("*");
        String plain = needed ? key.substring(0, key.length() - 1) : key;
        if (plain.isBlank() || plain.contains("{") || plain.contains("}") || plain.contains("|")) {
            faults.add(
                    member.place(),
                    "\""
                            + Members.shown(key)
                            + "\" cannot be the key of an input: no braces, no |.");
        }
        Located value = shared(member.value());
        InputSpec spec =
                value instanceof Mapping mapping ? full(plain, mapping) : brief(plain, value);
        FieldDefinition field = spec.field().in(group);
        if (field.label().equals(plain)) {
            field = field.labelled(KeyWords.of(plain));
        }
        inputs.put(
                field.name(),
                new InputSpec(
                        needed ? field.needed() : field,
                        spec.sent(),
                        spec.choices(),
                        spec.inBase()));
    }

    /** What {@code $name} stands for; anything else is itself. */
    private Located shared(Located value) {
        if (!(value instanceof Scalar scalar) || !scalar.text().startsWith("$")) {
            return value;
        }
        String name = scalar.text().substring(1).strip();
        if (!shared.containsKey(name)) {
            faults.add(
                    value.place(),
                    "There is no field \""
                            + Members.shown(name)
                            + "\" in \"fields\""
                            + Members.similar(name, shared.keySet())
                                    .map(meant -> "; did you mean \"" + meant + "\"?")
                                    .orElse("."));
        }
        return shared.getOrDefault(name, value);
    }

    private InputSpec brief(String key, Located value) {
        if (!(value instanceof Scalar scalar) || scalar.text().isBlank()) {
            faults.add(
                    value.place(),
                    "The input \""
                            + Members.shown(key)
                            + "\" needs a text that says what it is, such as \"(number) How many"
                            + " days\", or an object of settings.");
            return plain(FieldDefinition.of(key, FieldType.TEXT, "missing"));
        }
        Matcher parts = SHORT.matcher(scalar.text().strip());
        if (!parts.matches()) {
            return plain(FieldDefinition.of(key, FieldType.TEXT, scalar.text()));
        }
        if (parts.group(2).isBlank()) {
            faults.add(
                    value.place(),
                    "The input \"" + Members.shown(key) + "\" needs a text after its type.");
        }
        String help = parts.group(2).strip();
        return parts.group(1) == null
                ? plain(FieldDefinition.of(key, FieldType.TEXT, help))
                : plain(typed(key, parts.group(1).strip(), help, scalar.place()));
    }

    private static InputSpec plain(FieldDefinition field) {
        return new InputSpec(field, Map.of(), Optional.empty());
    }

    private FieldDefinition typed(String key, String word, String help, Place place) {
        if (word.contains("|")) {
            List<String> choices = Arrays.stream(word.split("\\|", -1)).map(String::strip).toList();
            if (choices.stream().anyMatch(String::isEmpty)) {
                faults.add(place, "A choice between | is empty.");
            }
            return FieldDefinition.of(key, FieldType.TEXT, help).oneOf(choices);
        }
        FieldWord type = FieldWord.of(word, place, faults);
        FieldDefinition field = FieldDefinition.of(key, type.type(), help);
        return type.list() ? field.listed() : field;
    }

    private InputSpec full(String key, Mapping mapping) {
        Members settings =
                Members.of(mapping, "The input \"" + Members.shown(key) + "\"", faults, SETTINGS);
        String help = settings.needed("help");
        FieldDefinition field =
                typed(key, settings.text("type").orElse("text"), help, settings.place("type"));
        Map<String, JsonNode> sent = new LinkedHashMap<>();
        List<String> choices = choices(settings, sent);
        if (!choices.isEmpty()) {
            field = field.oneOf(choices);
        }
        field = settings.text("label").map(field::labelled).orElse(field);
        Optional<LoadSpec> load = settings.find("load").flatMap(value -> loads.read(value, inputs));
        if (load.isPresent() && !choices.isEmpty()) {
            faults.add(settings.place("load"), "Choices are either listed or loaded, not both.");
        }
        Optional<String> blank = settings.text("blank");
        if (blank.isPresent()) {
            if (!choices.isEmpty() && !choices.contains(blank.get())) {
                faults.add(
                        settings.place("blank"),
                        "\"blank\" is \""
                                + Members.shown(blank.get())
                                + "\", which is none of the choices.");
            }
            field = field.whenBlank(blank.get());
        }
        if (settings.isSet("secret", false)) {
            field = field.hidden();
        }
        return new InputSpec(field, sent, load, settings.isSet("inBase", false));
    }

    /** A list of choices, or an object whose values are what is sent for them. */
    private List<String> choices(Members settings, Map<String, JsonNode> sent) {
        Optional<Located> given = settings.find("choices");
        if (given.isEmpty()) {
            return List.of();
        }
        List<String> choices = new ArrayList<>();
        if (given.get() instanceof Mapping mapping) {
            mapping.members()
                    .forEach((choice, member) -> {
                        choices.add(choice);
                        if (member.value() instanceof Scalar scalar && !scalar.isNothing()) {
                            sent.put(choice, scalar.value());
                        } else {
                            faults.add(
                                    member.value().place(),
                                    "What is sent for the choice \""
                                            + Members.shown(choice)
                                            + "\" must be a text, a number, true or false.");
                        }
                    });
        } else {
            choices.addAll(settings.texts("choices"));
        }
        if (choices.isEmpty() || choices.size() > MOST_CHOICES) {
            faults.add(
                    given.get().place(),
                    "\"choices\" must have 1 to " + MOST_CHOICES + " entries.");
        }
        if (given.get() instanceof Sequence && Set.copyOf(choices).size() < choices.size()) {
            faults.add(given.get().place(), "A choice stands here twice.");
        }
        return choices;
    }
}
