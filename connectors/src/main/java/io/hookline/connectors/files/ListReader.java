package io.hookline.connectors.files;

import io.hookline.connectors.rest.Listing;
import io.hookline.connectors.rest.Shape;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads lists of records: where they are, how their pages follow, and what becomes of them. */
final class ListReader {
    private static final Set<String> SETTINGS =
            Set.of(
                    "items", "absent", "group", "output", "label", "help", "record", "values",
                    "option", "sets", "size", "limit", "flow", "paging", "match");
    private static final Set<String> PAGING =
            Set.of("kind", "next", "cursor", "parameter", "in", "first", "last", "more", "total");
    private static final Set<String> KINDS =
            Set.of("none", "link", "next", "cursor", "offset", "page");
    private static final int USUAL_SIZE = 100;
    private static final Map<String, Listing.Set> SETS =
            Map.of(
                    "first", Listing.Set.FIRST,
                    "page", Listing.Set.PAGE,
                    "all", Listing.Set.ALL,
                    "stream", Listing.Set.STREAM);

    private final Faults faults;
    private final OutputReader outputs;

    /**
     * @param outputs reads the fields of records
     */
    ListReader(Faults faults, OutputReader outputs) {
        this.faults = faults;
        this.outputs = outputs;
    }

    /**
     * A parameter for the size of pages.
     *
     * @param most how many records are asked for at a time
     */
    record Size(Optional<Paging.Parameter> parameter, int most) {}

    ListSpec read(Located value, Paging usual, TemplateReader templates) {
        Members settings = Members.of(value, "\"list\"", faults, SETTINGS);
        String group = settings.text("group").orElse("Result");
        List<OutputSpec> record = settings.find("record").map(outputs::fields).orElse(List.of());
        if (settings.has("record") == settings.has("values")) {
            faults.add(
                    settings.place(),
                    "\"list\" needs \"record\", the fields that each record becomes, or"
                            + " \"values\", the place in each record that alone is given.");
        }
        if (settings.has("values") && settings.has("sets")) {
            faults.add(settings.place("sets"), "With \"values\" all records are given.");
        }
        Shape shape = new Shape(record.stream().map(OutputSpec::part).toList());
        Size size = size(settings);
        String output = settings.text("output").orElse("Records");
        Listing listing =
                Listing.of(
                                group,
                                output,
                                settings.text("help").orElse("The records"),
                                shape,
                                size.most())
                        .labelled(settings.text("label").orElse(output));
        for (var set : sets(settings).entrySet()) {
            listing = listing.when(set.getKey(), set.getValue());
        }
        listing = settings.text("option").map(listing::chosenBy).orElse(listing);
        String[] limit = name(settings, "limit", "List Criteria/Limit");
        String[] flow = name(settings, "flow", "Streaming/Flow");
        listing = listing.limitedBy(limit[0], limit[1]).streamedBy(flow[0], flow[1]);
        AnswerPath items =
                outputs.path(settings.text("items").orElse("$"), settings.place("items"));
        Paging paging = settings.find("paging").map(this::paging).orElse(usual);
        return new ListSpec(
                items,
                settings.isSet("absent", false),
                size.parameter(),
                paging,
                match(settings, templates),
                listing,
                path(settings, "values"));
    }

    Template.Members match(Members settings, TemplateReader templates) {
        Optional<Located> value = settings.find("match");
        if (value.isPresent() && value.get() instanceof Located.Mapping mapping) {
            mapping.members().forEach((path, member) -> outputs.path(path, member.place()));
            return templates.members(mapping);
        }
        value.ifPresent(wrong ->
                faults.add(
                        wrong.place(),
                        "\"match\" must be an object of paths into a record, each with the value"
                                + " that is meant."));
        return new Template.Members(Map.of(), List.of());
    }

    private static String[] name(Members settings, String key, String usual) {
        String name = settings.text(key).orElse(usual);
        int slash = name.indexOf('/');
        return new String[] {slash < 0 ? "" : name.substring(0, slash), name.substring(slash + 1)};
    }

    private Map<String, Listing.Set> sets(Members settings) {
        Map<String, Listing.Set> sets = new LinkedHashMap<>();
        settings.find("sets")
                .ifPresent(value ->
                        Members.of(value, "\"sets\"", faults, Set.of())
                                .each((word, member) -> {
                                    String text =
                                            member.value() instanceof Located.Scalar scalar
                                                    ? scalar.text()
                                                    : "";
                                    Listing.Set set = SETS.get(text);
                                    if (set == null) {
                                        faults.add(
                                                member.value().place(),
                                                "\""
                                                        + Members.shown(word)
                                                        + "\" must be one of first, page, all,"
                                                        + " stream.");
                                    } else {
                                        sets.put(word, set);
                                    }
                                }));
        return sets;
    }

    /** {@code {parameter: per_page, most: 100, in: query}}. */
    Size size(Members settings) {
        Optional<Located> value = settings.find("size");
        if (value.isEmpty()) {
            return new Size(Optional.empty(), USUAL_SIZE);
        }
        Members size =
                Members.of(value.get(), "\"size\"", faults, Set.of("parameter", "most", "in"));
        return new Size(
                Optional.of(new Paging.Parameter(size.needed("parameter"), inBody(size))),
                size.number("most", 1, 10_000).orElse(USUAL_SIZE));
    }

    private static boolean inBody(Members settings) {
        return settings.word("in", Set.of("query", "body")).filter("body"::equals).isPresent();
    }

    /** {@code link}, or an object. */
    Paging paging(Located value) {
        if (value instanceof Located.Scalar scalar) {
            return switch (scalar.text()) {
                case "none" -> new Paging.None();
                case "link" -> new Paging.Link();
                default -> {
                    faults.add(
                            value.place(),
                            "\"paging\" is \""
                                    + Members.shown(scalar.text())
                                    + "\"; expected none, link, or an object with \"kind\".");
                    yield new Paging.None();
                }
            };
        }
        Members settings = Members.of(value, "\"paging\"", faults, PAGING);
        if (!settings.has("kind")) {
            faults.add(settings.place(), "\"paging\" needs the setting \"kind\".");
        }
        Paging.End end =
                new Paging.End(
                        path(settings, "last"), path(settings, "more"), path(settings, "total"));
        return switch (settings.word("kind", KINDS).orElse("none")) {
            case "link" -> new Paging.Link();
            case "next" -> new Paging.Next(needed(settings, "next"));
            case "cursor" ->
                    new Paging.Cursor(needed(settings, "cursor"), parameter(settings), end);
            case "offset" -> new Paging.Offset(parameter(settings), end);
            case "page" ->
                    new Paging.Page(
                            parameter(settings), settings.number("first", 0, 1).orElse(1), end);
            default -> new Paging.None();
        };
    }

    private static Paging.Parameter parameter(Members settings) {
        return new Paging.Parameter(settings.needed("parameter"), inBody(settings));
    }

    private AnswerPath needed(Members settings, String key) {
        return outputs.path(settings.needed(key), settings.place(key));
    }

    private Optional<AnswerPath> path(Members settings, String key) {
        return settings.text(key).map(text -> outputs.path(text, settings.place(key)));
    }
}
