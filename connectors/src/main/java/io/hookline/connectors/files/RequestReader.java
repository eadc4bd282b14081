package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.files.Located.Mapping;
import io.hookline.connectors.files.Located.Scalar;
import io.hookline.connectors.files.Located.Sequence;
import io.hookline.connectors.files.RequestSpec.Content;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads requests: {@code GET /users/{User/ID}} or an object of method and URL, with query, headers
 * and one kind of content.
 */
final class RequestReader {
    /** The settings of a request. */
    static final Set<String> SETTINGS =
            Set.of("request", "query", "headers", "body", "form", "multipart", "text", "file");

    private static final Set<String> CONTENT = Set.of("body", "form", "multipart", "text", "file");
    private static final Map<String, String> TYPES =
            Map.of(
                    "body", "application/json",
                    "form", "application/x-www-form-urlencoded",
                    "multipart", "multipart/form-data",
                    "text", "text/plain; charset=utf-8");

    /** Said by connections or by the sender itself. */
    private static final Set<String> NOT_OURS =
            Set.of("authorization", "cookie", "host", "content-length", "transfer-encoding");

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

    private final Faults faults;

    RequestReader(Faults faults) {
        this.faults = faults;
    }

    /** One request, or several of which the first is made that fits. */
    List<RequestSpec> several(Members settings, TemplateReader templates) {
        if (!settings.has("requests")) {
            return settings.has("request")
                    ? List.of(one(settings, List.of(), templates))
                    : List.of();
        }
        for (String key : SETTINGS) {
            if (settings.has(key)) {
                faults.add(
                        settings.place(key),
                        "\"" + key + "\" stands in each of \"requests\", not beside them.");
            }
        }
        List<RequestSpec> requests = new ArrayList<>();
        Set<String> known = new LinkedHashSet<>(SETTINGS);
        known.add("when");
        Located given = settings.find("requests").orElseThrow();
        List<Located> items = given instanceof Sequence list ? list.items() : List.of(given);
        for (Located item : items) {
            Members request = Members.of(item, "A request", faults, known);
            requests.add(one(request, conditions(request, templates), templates));
        }
        return requests;
    }

    private List<Condition> conditions(Members request, TemplateReader templates) {
        List<Condition> conditions = new ArrayList<>();
        request.find("when")
                .ifPresent(value -> {
                    Members when = Members.of(value, "\"when\"", faults, Set.of());
                    when.each((name, member) -> {
                        if (name.equals("given") || name.equals("blank")) {
                            for (String input : when.texts(name)) {
                                input(input, member.value().place(), templates)
                                        .map(spec ->
                                                new Condition.Given(spec, name.equals("given")))
                                        .ifPresent(conditions::add);
                            }
                        } else {
                            List<String> texts = when.texts(name);
                            input(name, member.place(), templates)
                                    .map(spec -> is(spec, texts, member.value().place()))
                                    .ifPresent(conditions::add);
                        }
                    });
                });
        return conditions;
    }

    private Condition.Is is(InputSpec spec, List<String> texts, Place place) {
        List<String> choices = spec.field().form().choices();
        for (String text : texts) {
            if (!choices.isEmpty() && choices.stream().noneMatch(text::equalsIgnoreCase)) {
                faults.add(
                        place,
                        "\""
                                + Members.shown(text)
                                + "\" is none of the choices of \""
                                + spec.field().name()
                                + "\": "
                                + String.join(", ", choices)
                                + ".");
            }
        }
        return new Condition.Is(spec, texts);
    }

    private Optional<InputSpec> input(String name, Place place, TemplateReader templates) {
        InputSpec spec = templates.inputs().get(name);
        if (spec == null) {
            var unused = templates.expression(name, place);
        }
        return Optional.ofNullable(spec);
    }

    /** The request of these settings. */
    RequestSpec one(Members settings, List<Condition> when, TemplateReader templates) {
        Members method = line(settings);
        String verb = method.needed("method");
        String url = method.needed("url");
        Place place = settings.place("request");
        Place urlPlace =
                settings.find("request").orElse(null) instanceof Mapping
                        ? method.place("url")
                        : place;
        return new RequestSpec(
                when,
                method(verb, place, templates),
                path(url, urlPlace, templates),
                fields(settings, "query", templates),
                free(settings, "query", templates),
                headers(settings, templates),
                free(settings, "headers", templates),
                content(settings, templates));
    }

    /** {@code METHOD path}, or an object of both. */
    private Members line(Members settings) {
        Optional<Located> request = settings.find("request");
        if (request.isPresent() && request.get() instanceof Scalar scalar) {
            String text = scalar.text().strip();
            int blank = text.indexOf(' ');
            Map<String, Located.Member> both =
                    blank < 0
                            ? Map.of()
                            : Map.of(
                                    "method",
                                    member(scalar.place(), text.substring(0, blank)),
                                    "url",
                                    member(scalar.place(), text.substring(blank + 1).strip()));
            if (blank < 0) {
                faults.add(
                        scalar.place(),
                        "\"request\" is \""
                                + Members.shown(text)
                                + "\"; expected a method and a path, such as \"GET /users\".");
                return Members.of(
                        new Mapping(
                                scalar.place(),
                                Map.of(
                                        "method", member(scalar.place(), "GET"),
                                        "url", member(scalar.place(), "/"))),
                        "\"request\"",
                        faults,
                        Set.of());
            }
            return Members.of(new Mapping(scalar.place(), both), "\"request\"", faults, Set.of());
        }
        Located value = request.orElse(new Mapping(settings.place(), Map.of()));
        return Members.of(value, "\"request\"", faults, Set.of("method", "url"));
    }

    private static Located.Member member(Place place, String text) {
        return new Located.Member(place, new Scalar(place, TextNode.valueOf(text), text));
    }

    private Template method(String verb, Place place, TemplateReader templates) {
        Template method = templates.text(verb, place);
        switch (method) {
            case Template.Fixed fixed -> {
                if (!RequestSpec.METHODS.contains(fixed.value().asText())) {
                    faults.add(
                            place,
                            "The method \""
                                    + Members.shown(verb)
                                    + "\" is unknown; expected one of "
                                    + String.join(
                                            ", ", RequestSpec.METHODS.stream().sorted().toList())
                                    + ", or an input with such choices.");
                }
            }
            case Template.Whole whole -> checkChoices(whole, place);
            default -> faults.add(place, "The method must be a word or one input.");
        }
        return method;
    }

    private void checkChoices(Template.Whole whole, Place place) {
        for (Reference reference : whole.expression().alternatives()) {
            boolean right =
                    reference instanceof Reference.Input input
                            && !input.input().field().form().choices().isEmpty()
                            && input.input().field().form().choices().stream()
                                    .map(choice ->
                                            Optional.ofNullable(input.input().sent().get(choice))
                                                    .map(value -> value.asText())
                                                    .orElse(choice)
                                                    .toUpperCase(Locale.ROOT))
                                    .allMatch(RequestSpec.METHODS::contains);
            if (!right) {
                faults.add(
                        place, "A method may only be an input all of whose choices are methods.");
            }
        }
    }

    private PathSpec path(String url, Place place, TemplateReader templates) {
        List<Template.Part> parts = templates.parts(url, place);
        if (parts.size() == 1 && parts.getFirst() instanceof Template.Part.Hole hole) {
            return new PathSpec.Free(hole.expression());
        }
        String start =
                parts.getFirst() instanceof Template.Part.Letters letters ? letters.letters() : "";
        if (!start.startsWith("/") && !isOrigin(start)) {
            faults.add(
                    place,
                    "The path \""
                            + Members.shown(url)
                            + "\" must begin with a slash, or with https:// and a host that no"
                            + " input decides.");
        }
        StringBuilder skeleton = new StringBuilder();
        for (Template.Part part : parts) {
            skeleton.append(
                    part instanceof Template.Part.Letters letters ? letters.letters() : "x");
        }
        String path = skeleton.toString().replaceFirst("^https?://[^/]*", "");
        if (path.contains("?") || path.contains("#")) {
            faults.add(place, "Parameters stand in \"query\", not in the path.");
        }
        if (path.matches("(?i).*(^|/)(\\.|%2e){1,2}(/|$).*")
                || path.matches("(?i).*(%2f|%5c|\\\\).*")
                || path.contains("//")
                || path.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            faults.add(
                    place,
                    "The path \""
                            + Members.shown(url)
                            + "\" may have no empty parts, no . or .. as parts, no encoded slashes,"
                            + " no blanks and no letters outside of ASCII.");
        }
        return new PathSpec.Segments(parts);
    }

    /** An origin that is written out, so that no value decides whom the request reaches. */
    private static boolean isOrigin(String start) {
        if (!start.matches("(?i)https?://[a-z0-9.:-]+/.*")) {
            return false;
        }
        try {
            return new URI(start.replaceAll("[^A-Za-z0-9:/._-]", "x")).getHost() != null;
        } catch (URISyntaxException mistake) {
            return false;
        }
    }

    /** Query or headers that an object is written out for; those of one input are added. */
    private Template.Members fields(Members settings, String key, TemplateReader templates) {
        Optional<Located> value = settings.find(key);
        if (value.isEmpty() || value.get() instanceof Scalar) {
            return new Template.Members(Map.of(), List.of());
        }
        if (value.get() instanceof Mapping mapping) {
            return templates.members(mapping);
        }
        faults.add(value.get().place(), "\"" + key + "\" must be an object, not a list.");
        return new Template.Members(Map.of(), List.of());
    }

    private Optional<Expression> free(Members settings, String key, TemplateReader templates) {
        Optional<Located> value = settings.find(key);
        if (value.isPresent() && value.get() instanceof Scalar scalar) {
            if (templates.text(scalar.text(), scalar.place()) instanceof Template.Whole whole) {
                return Optional.of(whole.expression());
            }
            faults.add(
                    scalar.place(),
                    "\"" + key + "\" must be an object, or one input that is an object.");
        }
        return Optional.empty();
    }

    private Template.Members headers(Members settings, TemplateReader templates) {
        settings.find("headers")
                .filter(Mapping.class::isInstance)
                .ifPresent(value ->
                        ((Mapping) value)
                                .members()
                                .forEach((name, member) -> checkHeader(name, member.place())));
        return fields(settings, "headers", templates);
    }

    /** Whether a file may say that header. */
    void checkHeader(String name, Place place) {
        if (name.equals("*")) {
            return;
        }
        if (!HEADER.matcher(name).matches()) {
            faults.add(place, "\"" + Members.shown(name) + "\" cannot be the name of a header.");
        } else if (NOT_OURS.contains(name.toLowerCase(Locale.ROOT))) {
            faults.add(
                    place,
                    "The header "
                            + name
                            + " is not for a file to say: credentials come from the connection, the"
                            + " rest from the sender.");
        }
    }

    private Content content(Members settings, TemplateReader templates) {
        List<String> given = CONTENT.stream().filter(settings::has).sorted().toList();
        if (given.isEmpty()) {
            return new Content.Nothing();
        }
        String kind = given.getFirst();
        if (given.size() > 1) {
            faults.add(
                    settings.place(given.get(1)),
                    "A request carries one of " + String.join(", ", given) + ", not several.");
        }
        Located value = settings.find(kind).orElseThrow();
        Template template = templates.read(value);
        if (kind.equals("text") && template instanceof Template.Text) {
            faults.add(
                    value.place(),
                    "\"text\" is one input or a fixed text: a value in the middle of a text could"
                            + " say more than it may. Use \"body\" or \"form\".");
        }
        if ((kind.equals("form") || kind.equals("multipart"))
                && !(template instanceof Template.Members)
                && !(template instanceof Template.Whole)) {
            faults.add(value.place(), "\"" + kind + "\" must be an object of fields.");
        }
        return new Content.Value(template, Optional.ofNullable(TYPES.get(kind)));
    }
}
