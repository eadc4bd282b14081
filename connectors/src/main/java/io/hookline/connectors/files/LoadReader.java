package io.hookline.connectors.files;

import io.hookline.connectors.files.Located.Mapping;
import io.hookline.connectors.files.Located.Member;
import io.hookline.connectors.files.Located.Scalar;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a card asks the service for: the choices of an input, and the fields of a group. */
final class LoadReader implements InputReader.LoadReader {
    private static final Set<String> CHOICES =
            Stream.concat(
                            RequestReader.SETTINGS.stream(),
                            Stream.of("requests", "items", "value", "label", "size", "paging"))
                    .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> FIELDS =
            Stream.concat(
                            RequestReader.SETTINGS.stream(),
                            Stream.of(
                                    "requests",
                                    "items",
                                    "key",
                                    "label",
                                    "type",
                                    "types",
                                    "needed",
                                    "match",
                                    "sent",
                                    "numbered",
                                    "size",
                                    "paging"))
                    .collect(Collectors.toUnmodifiableSet());

    /** What {@code *} may have in outputs. */
    static final Set<String> OUTPUTS = Set.of("help", "from", "load");

    private static final Set<String> INPUTS = Set.of("help", "load");

    private final Faults faults;
    private final Paging paging;
    private final OutputReader paths;
    private final RequestReader requests;

    /**
     * @param paging how lists are paged, unless they say something else
     */
    LoadReader(Faults faults, Paging paging, OutputReader paths) {
        this.faults = faults;
        this.paging = paging;
        this.paths = paths;
        this.requests = new RequestReader(faults);
    }

    /** How choices are loaded, by a request that may depend on inputs before. */
    @Override
    public Optional<LoadSpec> read(Located value, Map<String, InputSpec> before) {
        Members settings = Members.of(value, "\"load\"", faults, CHOICES);
        return list(settings, "value", templates(before));
    }

    private TemplateReader templates(Map<String, InputSpec> before) {
        return new TemplateReader(Map.copyOf(before), Set.of(), Set.of("search"), false, faults);
    }

    private Optional<LoadSpec> list(Members settings, String value, TemplateReader templates) {
        ListReader lists = new ListReader(faults, paths);
        ListReader.Size size = lists.size(settings);
        var sent = requests.several(settings, templates);
        if (sent.isEmpty()) {
            faults.add(settings.place(), "\"load\" needs \"request\".");
            return Optional.empty();
        }
        for (RequestSpec request : sent) {
            if (!request.isGet() && !(request.method() instanceof Template.Fixed)) {
                faults.add(settings.place(), "What is loaded needs a fixed method.");
            }
        }
        String item = settings.needed(value);
        return Optional.of(
                new LoadSpec(
                        sent,
                        paths.path(settings.text("items").orElse("$"), settings.place("items")),
                        paths.path(item, settings.place(value)),
                        paths.path(settings.text("label").orElse(item), settings.place("label")),
                        size.parameter(),
                        size.most(),
                        settings.find("paging").map(lists::paging).orElse(paging)));
    }

    @Override
    public AddedFields fields(String group, Member member, Map<String, InputSpec> before) {
        return fields(group, member, before, INPUTS);
    }

    /** The fields of a group of outputs. */
    AddedFields outputs(String group, Member member, Map<String, InputSpec> before) {
        return fields(group, member, before, OUTPUTS);
    }

    private AddedFields fields(
            String group, Member member, Map<String, InputSpec> before, Set<String> known) {
        if (member.value() instanceof Mapping mapping) {
            Members settings = Members.of(mapping, "\"*\"", faults, known);
            return new AddedFields(
                    group,
                    settings.needed("help"),
                    settings.find("load").flatMap(load -> load(load, before)));
        }
        String help = member.value() instanceof Scalar scalar ? scalar.text() : "";
        if (help.isBlank()) {
            faults.add(
                    member.value().place(),
                    "\"*\" needs a text that says which fields the author of a flow adds, or an"
                            + " object with \"help\" and \"load\".");
        }
        return new AddedFields(group, help, Optional.empty());
    }

    private Optional<FieldLoad> load(Located value, Map<String, InputSpec> before) {
        Members settings = Members.of(value, "\"load\"", faults, FIELDS);
        TemplateReader templates = templates(before);
        Map<String, FieldWord> types = new LinkedHashMap<>();
        settings.find("types")
                .ifPresent(words ->
                        Members.of(words, "\"types\"", faults, Set.of())
                                .each((word, type) -> {
                                    if (type.value() instanceof Scalar scalar) {
                                        types.put(
                                                word,
                                                FieldWord.of(
                                                        scalar.text(), scalar.place(), faults));
                                    } else {
                                        faults.add(
                                                type.place(),
                                                "The type for \""
                                                        + Members.shown(word)
                                                        + "\" must be a word, such as number.");
                                    }
                                }));
        Template.Members match = new ListReader(faults, paths).match(settings, templates);
        return list(settings, "key", templates)
                .map(list ->
                        new FieldLoad(
                                list,
                                path(settings, "type"),
                                types,
                                path(settings, "needed"),
                                match,
                                path(settings, "sent"),
                                settings.isSet("numbered", false)));
    }

    private Optional<AnswerPath> path(Members settings, String key) {
        return settings.text(key).map(text -> paths.path(text, settings.place(key)));
    }
}
