package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.files.Expression.WhenBlank;
import io.hookline.connectors.files.Located.Mapping;
import io.hookline.connectors.files.Located.Scalar;
import io.hookline.connectors.files.Located.Sequence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads values with braces. A brace itself is written twice. */
final class TemplateReader {
    private static final String NULL = "null";
    private static final String NEEDED = "needed";
    private static final String EACH = "$each";
    private static final String AS = "$as";
    private static final String CELLS = "$cells";
    private static final String OF = "$of";
    private static final String KEY = "$key";
    private static final String KEYS = "$keys";
    private static final String AGO = "@ago.";

    private final Map<String, InputSpec> inputs;
    private final Set<String> added;
    private final Set<String> answers;
    private final boolean hasItem;
    private final Faults faults;

    /**
     * @param inputs by their names, {@code group/key}
     * @param added groups to which the author of a flow adds fields
     * @param answers names of the requests before
     * @param hasItem whether the request is repeated for the items of a list
     */
    TemplateReader(
            Map<String, InputSpec> inputs,
            Set<String> added,
            Set<String> answers,
            boolean hasItem,
            Faults faults) {
        this.inputs = inputs;
        this.added = added;
        this.answers = answers;
        this.hasItem = hasItem;
        this.faults = faults;
    }

    /** The same after one more request. */
    TemplateReader after(String answer) {
        Set<String> more = new HashSet<>(answers);
        more.add(answer);
        return new TemplateReader(inputs, added, more, hasItem, faults);
    }

    /** The same for the items of a list. */
    TemplateReader forItems() {
        return new TemplateReader(inputs, added, answers, true, faults);
    }

    Map<String, InputSpec> inputs() {
        return inputs;
    }

    /** A value of any kind. */
    Template read(Located value) {
        return switch (value) {
            case Scalar scalar ->
                    scalar.value().isTextual()
                            ? text(scalar.value().textValue(), scalar.place())
                            : new Template.Fixed(scalar.value());
            case Sequence list ->
                    new Template.Items(list.items().stream().map(this::read).toList());
            case Mapping mapping ->
                    mapping.members().containsKey(EACH)
                            ? each(mapping)
                            : mapping.members().containsKey(CELLS)
                                    ? cells(mapping)
                                    : mapping.members().containsKey(OF)
                                            ? picked(mapping)
                                            : members(mapping);
        };
    }

    /** {@code {$each: "{Fields/Components}", $as: {name: "{@item}"}}}. */
    private Template each(Mapping mapping) {
        Members settings = Members.of(mapping, "An object with " + EACH, faults, Set.of(EACH, AS));
        Optional<Located> over = settings.find(EACH);
        Optional<Located> as = settings.find(AS);
        if (over.isPresent()
                && as.isPresent()
                && over.get() instanceof Scalar scalar
                && text(scalar.text(), scalar.place()) instanceof Template.Whole whole) {
            return new Template.Each(whole.expression(), forItems().read(as.get()));
        }
        faults.add(
                mapping.place(),
                EACH
                        + " must be one input that is a list, such as \"{Fields/Components}\", and "
                        + AS
                        + " what each item becomes, with {@item}.");
        return new Template.Fixed(TextNode.valueOf(""));
    }

    /** {@code {$of: "{@item}", $key: "{A/B}"}}, or {@code $keys} for an object of several. */
    private Template picked(Mapping mapping) {
        Members settings =
                Members.of(mapping, "An object with " + OF, faults, Set.of(OF, KEY, KEYS));
        Optional<Expression> of = whole(settings, OF);
        Optional<Expression> key = whole(settings, settings.has(KEYS) ? KEYS : KEY);
        if (of.isPresent() && key.isPresent() && settings.has(KEY) != settings.has(KEYS)) {
            return new Template.Picked(of.get(), key.get(), settings.has(KEYS));
        }
        faults.add(
                mapping.place(),
                OF
                        + " must be one value that is an object, and beside it either "
                        + KEY
                        + ", an input that names one of its keys, or "
                        + KEYS
                        + ", a list of them.");
        return new Template.Fixed(TextNode.valueOf(""));
    }

    private Optional<Expression> whole(Members settings, String key) {
        return settings.find(key)
                .filter(Scalar.class::isInstance)
                .map(value -> text(((Scalar) value).text(), value.place()))
                .filter(Template.Whole.class::isInstance)
                .map(template -> ((Template.Whole) template).expression());
    }

    /** {@code {$cells: Columns}}: the fields of a group as a list. */
    private Template cells(Mapping mapping) {
        Members settings = Members.of(mapping, "An object with " + CELLS, faults, Set.of(CELLS));
        List<String> group = settings.find(CELLS).map(value -> groups(value)).orElse(List.of(""));
        return new Template.Cells(group.getFirst());
    }

    /** An object; the member {@code *} adds the fields of a group. */
    Template.Members members(Mapping mapping) {
        Map<String, Template> members = new LinkedHashMap<>();
        List<String> groups = new ArrayList<>();
        mapping.members()
                .forEach((key, member) -> {
                    if (key.equals("*")) {
                        groups.addAll(groups(member.value()));
                    } else {
                        members.put(key, read(member.value()));
                    }
                });
        return new Template.Members(members, groups);
    }

    private List<String> groups(Located value) {
        List<Located> items = value instanceof Sequence list ? list.items() : List.of(value);
        List<String> groups = new ArrayList<>();
        for (Located item : items) {
            String group = item instanceof Scalar scalar ? scalar.text() : "";
            if (!added.contains(group)) {
                faults.add(
                        item.place(),
                        "\"*\" names a group to which flows add fields, but "
                                + (item instanceof Scalar
                                        ? "\"" + Members.shown(group) + "\""
                                        : item.kind())
                                + " is none; declare the member \"*\" in that group of \"in\".");
            }
            groups.add(group);
        }
        return groups;
    }

    /** A text with braces. */
    Template text(String text, Place place) {
        List<Template.Part> parts = parts(text, place);
        if (parts.size() == 1 && parts.getFirst() instanceof Template.Part.Hole hole) {
            return new Template.Whole(hole.expression());
        }
        if (parts.stream().allMatch(Template.Part.Letters.class::isInstance)) {
            StringBuilder letters = new StringBuilder();
            parts.forEach(part -> letters.append(((Template.Part.Letters) part).letters()));
            return new Template.Fixed(TextNode.valueOf(letters.toString()));
        }
        guardQuotes(parts, place);
        return new Template.Text(parts);
    }

    /** A value inside of quotes could end them, and say more than it may. */
    private void guardQuotes(List<Template.Part> parts, Place place) {
        for (int i = 1; i < parts.size(); i++) {
            if (parts.get(i) instanceof Template.Part.Hole hole
                    && parts.get(i - 1) instanceof Template.Part.Letters before
                    && before.letters().matches("(?s).*['\"][^'\"]*")
                    && isOpen(parts.subList(0, i))
                    && hole.expression().filters().stream().noneMatch(Filter::guardsQuotes)) {
                faults.add(
                        place,
                        "A value stands between quotes, which it could end. Say how quotes in it"
                                + " are written: |odata or |soql between single quotes, |quoted"
                                + " between double quotes.");
                return;
            }
        }
    }

    private static boolean isOpen(List<Template.Part> before) {
        char open = 0;
        for (Template.Part part : before) {
            if (part instanceof Template.Part.Letters letters) {
                for (char c : letters.letters().toCharArray()) {
                    if (open == 0 && (c == '\'' || c == '"')) {
                        open = c;
                    } else if (open == c) {
                        open = 0;
                    }
                }
            }
        }
        return open != 0;
    }

    /** The parts of a text. */
    List<Template.Part> parts(String text, Place place) {
        List<Template.Part> parts = new ArrayList<>();
        StringBuilder letters = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean twice = i + 1 < text.length() && text.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && twice) {
                letters.append(c);
                i += 2;
            } else if (c == '{') {
                int end = text.indexOf('}', i);
                if (end < 0) {
                    faults.add(
                            place,
                            "A brace is opened and not closed. A brace itself is written {{.");
                    return List.of(new Template.Part.Letters(""));
                }
                if (!letters.isEmpty()) {
                    parts.add(new Template.Part.Letters(letters.toString()));
                    letters.setLength(0);
                }
                expression(text.substring(i + 1, end), place)
                        .ifPresent(hole -> parts.add(new Template.Part.Hole(hole)));
                i = end + 1;
            } else {
                if (c == '}') {
                    faults.add(
                            place,
                            "A brace is closed that was not opened. A brace itself is written }}.");
                }
                letters.append(c);
                i++;
            }
        }
        if (!letters.isEmpty() || parts.isEmpty()) {
            parts.add(new Template.Part.Letters(letters.toString()));
        }
        return parts;
    }

    /** What stands between braces. */
    Optional<Expression> expression(String text, Place place) {
        String[] pieces = text.split("\\|", -1);
        List<Reference> alternatives = new ArrayList<>();
        for (String name : pieces[0].split("\\?\\?", -1)) {
            reference(name.strip(), place).ifPresent(alternatives::add);
        }
        List<Filter> filters = new ArrayList<>();
        WhenBlank blank = WhenBlank.LEFT_OUT;
        for (int i = 1; i < pieces.length; i++) {
            String word = pieces[i].strip();
            Optional<Filter> filter = Filter.of(word);
            if (word.equals(NULL)) {
                blank = WhenBlank.NULL;
            } else if (word.equals(NEEDED)) {
                blank = WhenBlank.NEEDED;
            } else if (filter.isPresent()) {
                filters.add(filter.get());
            } else {
                faults.add(
                        place,
                        "\"|"
                                + Members.shown(word)
                                + "\" is unknown; expected one of needed, null, "
                                + String.join(", ", Filter.words())
                                + ".");
            }
        }
        return alternatives.isEmpty()
                ? Optional.empty()
                : Optional.of(new Expression(alternatives, filters, blank));
    }

    private Optional<Reference> reference(String name, Place place) {
        if (name.equals("@now")) {
            return Optional.of(new Reference.Now());
        }
        if (name.equals("@base")) {
            return Optional.of(new Reference.Base());
        }
        if (name.equals("@key")) {
            return Optional.of(new Reference.Key());
        }
        if (name.startsWith(AGO)) {
            return reference(name.substring(AGO.length()), place).map(Reference.Ago::new);
        }
        if (name.startsWith("@")) {
            return answer(name.substring(1), place);
        }
        if (name.endsWith("/*") && added.contains(name.substring(0, name.length() - 2))) {
            return Optional.of(new Reference.Added(name.substring(0, name.length() - 2)));
        }
        InputSpec input = inputs.get(name);
        if (input != null) {
            return Optional.of(new Reference.Input(input));
        }
        Set<String> known = new TreeSet<>(inputs.keySet());
        faults.add(
                place,
                "There is no input \""
                        + Members.shown(name)
                        + "\""
                        + Members.similar(name, known)
                                .map(meant -> "; did you mean \"" + meant + "\"?")
                                .orElse(
                                        known.isEmpty()
                                                ? "; this action has none."
                                                : "; expected one of "
                                                        + String.join(", ", known)
                                                        + "."));
        return Optional.empty();
    }

    private Optional<Reference> answer(String text, Place place) {
        int dot = text.indexOf('.');
        String name = dot < 0 ? text : text.substring(0, dot);
        try {
            AnswerPath path = dot < 0 ? AnswerPath.BODY : AnswerPath.of(text.substring(dot + 1));
            if (name.equals("item") && hasItem) {
                return Optional.of(new Reference.Item(path));
            }
            if (answers.contains(name)) {
                return Optional.of(new Reference.Answer(name, path));
            }
            Set<String> known = new TreeSet<>(answers);
            known.add("base");
            known.add("now");
            known.add("key");
            if (hasItem) {
                known.add("item");
            }
            faults.add(
                    place,
                    "\"@"
                            + Members.shown(name)
                            + "\" is unknown here; expected one of @"
                            + String.join(", @", known)
                            + ".");
        } catch (IllegalArgumentException mistake) {
            faults.add(place, sentence(mistake));
        }
        return Optional.empty();
    }

    static String sentence(IllegalArgumentException mistake) {
        String message = String.valueOf(mistake.getMessage());
        return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    }
}
