package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.files.Located.Mapping;
import io.hookline.connectors.files.Located.Member;
import io.hookline.connectors.files.Located.Scalar;
import io.hookline.connectors.files.OutputSpec.Source;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads outputs: groups of fields. A field is a text, {@code type path} or {@code path}, or an
 * object; a star after its key says that an answer without it is an error.
 */
final class OutputReader {
    private static final Set<String> SETTINGS =
            Set.of("type", "from", "label", "help", "value", "present", "equals", "fields");

    private static final int DEEPEST = 8;

    private final Map<String, Mapping> shapes;
    private final Optional<TemplateReader> templates;
    private final Faults faults;
    private Optional<FieldLoads> fieldLoads = Optional.empty();
    private int depth;

    /** Reads how the fields of a group are loaded from the service. */
    interface FieldLoads {
        AddedFields fields(String group, Member member);
    }

    /**
     * @param shapes fields that several actions share, by name
     * @param templates reads values that are made of inputs; empty in records of lists
     */
    OutputReader(Map<String, Mapping> shapes, Optional<TemplateReader> templates, Faults faults) {
        this.shapes = shapes;
        this.templates = templates;
        this.faults = faults;
    }

    /** The same, whose groups may have fields that the service names. */
    OutputReader loading(FieldLoads loads) {
        fieldLoads = Optional.of(loads);
        return this;
    }

    /** All outputs; those of a group may be a shape. */
    List<OutputSpec> groups(Located groups, List<ActionSpec.Added> added) {
        List<OutputSpec> outputs = new ArrayList<>();
        Members.of(groups, "\"out\"", faults, Set.of())
                .each((group, member) -> {
                    Optional<Mapping> fields = shape(member.value());
                    fields.ifPresent(mapping ->
                            mapping.members()
                                    .forEach((key, field) -> {
                                        if (key.equals("*")) {
                                            added.add(added(group, field));
                                        } else {
                                            OutputSpec spec = field(key, field);
                                            outputs.add(
                                                    new OutputSpec(
                                                            spec.field().in(group),
                                                            spec.source(),
                                                            spec.needed()));
                                        }
                                    }));
                });
        return outputs;
    }

    private ActionSpec.Added added(String group, Member member) {
        if (member.value() instanceof Mapping mapping && fieldLoads.isPresent()) {
            Members settings = Members.of(mapping, "\"*\"", faults, LoadReader.OUTPUTS);
            return new ActionSpec.Added(
                    fieldLoads.get().fields(group, member),
                    path(settings.text("from").orElse("$"), settings.place("from")));
        }
        AnswerPath from =
                member.value() instanceof Scalar scalar
                        ? path(scalar.text(), scalar.place())
                        : AnswerPath.BODY;
        return new ActionSpec.Added(
                new AddedFields(group, "What the answer has under these keys.", Optional.empty()),
                from);
    }

    /** The fields of a record: a shape by name, or written here. */
    List<OutputSpec> fields(Located value) {
        if (++depth > DEEPEST || faults.isFull()) {
            faults.add(
                    value.place(),
                    "Shapes stand within each other more than "
                            + DEEPEST
                            + " deep, or give more fields than a file may have.");
            depth--;
            return List.of();
        }
        List<OutputSpec> fields = new ArrayList<>();
        shape(value)
                .ifPresent(mapping ->
                        mapping.members().forEach((key, field) -> fields.add(field(key, field))));
        depth--;
        return fields;
    }

    private Optional<Mapping> shape(Located value) {
        if (value instanceof Mapping mapping) {
            return Optional.of(mapping);
        }
        if (value instanceof Located.Sequence paths) {
            return Optional.of(keyedByPath(paths));
        }
        if (value instanceof Scalar name && shapes.containsKey(name.text())) {
            return Optional.of(shapes.get(name.text()));
        }
        faults.add(
                value.place(),
                value instanceof Scalar name && !name.text().isBlank()
                        ? "There is no shape \"" + Members.shown(name.text()) + "\" in \"shapes\"."
                        : "Expected an object of fields or the name of a shape, not "
                                + value.kind()
                                + ".");
        return Optional.empty();
    }

    /** {@code [id*, object[] licenses]}: each field has the last key of its path. */
    Mapping keyedByPath(Located.Sequence paths) {
        Map<String, Member> fields = new LinkedHashMap<>();
        for (Located path : paths.items()) {
            String text = path instanceof Scalar scalar ? scalar.text().strip() : "";
            String from = text.endsWith("*") ? text.substring(0, text.length() - 1) : text;
            String key = from.replaceFirst("(?s).*[ .]", "");
            if (key.isEmpty() || key.contains("|") || key.startsWith("/")) {
                faults.add(
                        path.place(),
                        "In a list of outputs each is a path whose last key is the output's, such"
                                + " as id or \"boolean user.active\"; others are written as an"
                                + " object.");
            }
            fields.put(
                    text.endsWith("*") ? key + "*" : key,
                    new Member(
                            path.place(), new Scalar(path.place(), TextNode.valueOf(from), from)));
        }
        return new Mapping(paths.place(), fields);
    }

    private OutputSpec field(String key, Member member) {
        faults.count();
        boolean needed = key.endsWith("*") && key.length() > 1;
        String plain = needed ? key.substring(0, key.length() - 1) : key;
        if (member.value() instanceof Mapping mapping) {
            return full(plain, mapping, needed);
        }
        if (!(member.value() instanceof Scalar scalar) || scalar.text().isBlank()) {
            faults.add(
                    member.value().place(),
                    "The output \""
                            + Members.shown(plain)
                            + "\" needs a path into the answer, such as user.login or \"date"
                            + " created_at\", or an object of settings.");
            return new OutputSpec(
                    FieldDefinition.of(plain, FieldType.TEXT, "missing"),
                    new Source.At(AnswerPath.BODY, List.of()),
                    needed);
        }
        String text = scalar.text().strip();
        int blank = text.indexOf(' ');
        Optional<FieldWord> type =
                blank < 0 ? Optional.empty() : FieldWord.find(text.substring(0, blank));
        if (type.isEmpty() && blank >= 0 && !text.startsWith("/") && text.indexOf('|') < 0) {
            var unused = FieldWord.of(text.substring(0, blank), scalar.place(), faults);
        }
        String from = type.isPresent() ? text.substring(blank + 1).strip() : text;
        Source.At at = at(from, scalar.place());
        return new OutputSpec(
                definition(plain, type.orElse(usual(at)), help(at.path())), at, needed);
    }

    /** What is usual at a place, unless something else is said. */
    private static FieldWord usual(Source.At at) {
        FieldType type =
                switch (at.path().root()) {
                    case STATUS -> FieldType.NUMBER;
                    case HEADERS -> at.path().keys().isEmpty() ? FieldType.OBJECT : FieldType.TEXT;
                    case BODY -> at.path().keys().isEmpty() ? FieldType.ANY : FieldType.TEXT;
                };
        return new FieldWord(type, false);
    }

    private static FieldDefinition definition(String key, FieldWord type, String help) {
        FieldDefinition field =
                FieldDefinition.of(key, type.type(), help).labelled(KeyWords.of(key));
        return type.list() ? field.listed() : field;
    }

    private static String help(AnswerPath path) {
        return switch (path.root()) {
            case STATUS -> "The status of the answer, 200 to 299";
            case HEADERS ->
                    path.keys().isEmpty()
                            ? "The headers of the answer, names in lower case"
                            : "The header `" + path.keys().getFirst() + "` of the answer";
            case BODY ->
                    path.keys().isEmpty()
                            ? "The body of the answer"
                            : "`" + path + "` of the answer";
        };
    }

    private Source.At at(String text, Place place) {
        String[] pieces = text.split("\\|", -1);
        List<Filter> filters = new ArrayList<>();
        for (int i = 1; i < pieces.length; i++) {
            String word = pieces[i].strip();
            Optional<Filter> filter = Filter.of(word);
            filter.ifPresent(filters::add);
            if (filter.isEmpty()) {
                faults.add(
                        place,
                        "\"|"
                                + Members.shown(word)
                                + "\" is unknown; expected one of "
                                + String.join(", ", Filter.words())
                                + ".");
            }
        }
        return new Source.At(path(pieces[0].strip(), place), filters);
    }

    AnswerPath path(String text, Place place) {
        try {
            return AnswerPath.of(text.strip());
        } catch (IllegalArgumentException mistake) {
            faults.add(place, TemplateReader.sentence(mistake));
            return AnswerPath.BODY;
        }
    }

    private OutputSpec full(String key, Mapping mapping, boolean needed) {
        Members settings =
                Members.of(mapping, "The output \"" + Members.shown(key) + "\"", faults, SETTINGS);
        Source source = source(key, settings);
        FieldWord type =
                settings.text("type")
                        .map(word -> FieldWord.of(word, settings.place("type"), faults))
                        .orElseGet(() -> usual(source));
        if (source instanceof Source.Nested && type.type() != FieldType.OBJECT) {
            faults.add(
                    settings.place("type"),
                    "An output with \"fields\" has the type object or object[].");
        }
        FieldDefinition field =
                definition(key, type, settings.text("help").orElseGet(() -> help(source)));
        return new OutputSpec(
                settings.text("label").map(field::labelled).orElse(field), source, needed);
    }

    private static FieldWord usual(Source source) {
        return switch (source) {
            case Source.At at -> usual(at);
            case Source.Nested nested -> new FieldWord(FieldType.OBJECT, false);
            case Source.Made made -> new FieldWord(FieldType.TEXT, false);
            case Source.Present present -> new FieldWord(FieldType.BOOLEAN, false);
            case Source.Equal equal -> new FieldWord(FieldType.BOOLEAN, false);
        };
    }

    private static String help(Source source) {
        return switch (source) {
            case Source.At at -> help(at.path());
            case Source.Nested nested ->
                    help(nested.from().path())
                            + ", with "
                            + String.join(
                                    ", ",
                                    nested.fields().stream()
                                            .map(field -> field.field().key())
                                            .toList());
            case Source.Made made -> "Made of the inputs";
            case Source.Present present -> "Whether there is a `" + present.path() + "`";
            case Source.Equal equal ->
                    "Whether `" + equal.at().path() + "` is `" + equal.to().asText() + "`";
        };
    }

    private Source source(String key, Members settings) {
        if (settings.has("value")) {
            Located value = settings.find("value").orElseThrow();
            if (templates.isEmpty()) {
                faults.add(
                        value.place(),
                        "\"value\" cannot stand in the records of a list; use \"from\".");
                return new Source.At(AnswerPath.BODY, List.of());
            }
            return new Source.Made(templates.get().read(value));
        }
        if (settings.has("present")) {
            return new Source.Present(
                    path(settings.text("present").orElse("$"), settings.place("present")));
        }
        Source.At from = at(settings.text("from").orElse("$"), settings.place("from"));
        if (!settings.has("from") && !settings.has("fields")) {
            faults.add(
                    settings.place(),
                    "The output \""
                            + Members.shown(key)
                            + "\" needs \"from\", a path into the answer ($ for the whole body),"
                            + " or \"value\".");
        }
        if (settings.has("equals")) {
            return new Source.Equal(from, settings.find("equals").orElseThrow().json());
        }
        if (settings.has("fields")) {
            return new Source.Nested(
                    from,
                    new OutputReader(shapes, Optional.empty(), faults)
                            .deeper(depth)
                            .fields(settings.find("fields").orElseThrow()));
        }
        return from;
    }

    private OutputReader deeper(int by) {
        depth = by + 1;
        return this;
    }
}
