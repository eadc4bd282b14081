package io.hookline.connectors.files;

import io.hookline.connectors.files.IdentitySpec.Groups;
import io.hookline.connectors.files.IdentitySpec.Lookup;
import io.hookline.connectors.files.IdentitySpec.Source;
import io.hookline.connectors.files.IdentitySpec.Target;
import io.hookline.connectors.files.Located.Mapping;
import io.hookline.connectors.files.Located.Scalar;
import io.hookline.connectors.files.Located.Sequence;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;
import io.hookline.outbound.Origin;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads whom the requests of a connector touch. */
final class IdentityReader {
    /** The name of the answer that says whom an action touches. */
    static final String TARGET = "target";

    private static final Set<String> SETTINGS =
            Set.of("user", "groups", "group", "touches", "nobody", "destroys");
    private static final Set<String> LOOKUP = Set.of("request", "query", "headers", "id", "names");
    private static final Set<String> GROUPS =
            Set.of("request", "query", "headers", "items", "names", "paging");
    private static final Set<String> SOURCE = Set.of("request", "query", "headers", "value");
    private static final String PART = "[A-Za-z0-9$._~!'()@:=-]+|\\*|\\{user}|\\{group}";

    private final Faults faults;
    private final OutputReader paths;
    private final Paging paging;
    private final RequestReader requests;

    /**
     * @param paging how lists are paged, unless they say something else
     */
    IdentityReader(Faults faults, OutputReader paths, Paging paging) {
        this.faults = faults;
        this.paths = paths;
        this.paging = paging;
        this.requests = new RequestReader(faults);
    }

    IdentitySpec read(Located value) {
        Members settings = Members.of(value, "\"identity\"", faults, SETTINGS);
        List<PathRule> touches = rules(settings, "touches");
        Optional<Groups> groups = settings.find("groups").map(this::groups);
        Optional<Lookup> group = settings.find("group").map(given -> lookup(given, "group"));
        if (!settings.has("user")) {
            faults.add(
                    settings.place(),
                    "\"identity\" needs \"user\": where the id and the names of a user stand.");
        }
        if (groups.isPresent() != group.isPresent()) {
            faults.add(
                    settings.place(),
                    "\"groups\", the groups of a user, and \"group\", a group by its id, stand in"
                            + " \"identity\" together or not at all.");
        }
        boolean names = touches.stream().anyMatch(rule -> rule.parts().contains(PathRule.GROUP));
        if (names && group.isEmpty()) {
            faults.add(
                    settings.place("touches"),
                    "\"touches\" names a {group}, so that \"identity\" needs \"group\" and"
                            + " \"groups\".");
        }
        return new IdentitySpec(
                settings.find("user").map(given -> lookup(given, "user")),
                groups,
                group,
                touches,
                rules(settings, "nobody"),
                rules(settings, "destroys"));
    }

    private Lookup lookup(Located value, String what) {
        Members settings = Members.of(value, "\"" + what + "\" of identity", faults, LOOKUP);
        return new Lookup(
                reading(settings, templates("name")),
                settings.text("id").map(path -> paths.path(path, settings.place("id"))),
                names(settings));
    }

    private Groups groups(Located value) {
        Members settings = Members.of(value, "\"groups\" of identity", faults, GROUPS);
        if (!settings.has("request")) {
            faults.add(settings.place(), "\"groups\" of identity needs \"request\".");
        }
        return new Groups(
                reading(settings, templates("name", "id")),
                paths.path(settings.text("items").orElse("$"), settings.place("items")),
                names(settings),
                settings.find("paging").map(new ListReader(faults, paths)::paging).orElse(paging));
    }

    private List<AnswerPath> names(Members settings) {
        List<String> texts = settings.texts("names");
        if (texts.isEmpty()) {
            faults.add(
                    settings.place(),
                    "This needs \"names\": the places in the answer where all ids and names stand"
                            + " by which somebody may be listed as protected.");
        }
        return texts.stream().map(text -> paths.path(text, settings.place("names"))).toList();
    }

    private TemplateReader templates(String... names) {
        Map<String, InputSpec> inputs = new java.util.LinkedHashMap<>();
        for (String name : names) {
            inputs.put(
                    name,
                    new InputSpec(
                            FieldDefinition.of(name, FieldType.TEXT, "Who is looked up"),
                            Map.of(),
                            Optional.empty()));
        }
        return new TemplateReader(inputs, Set.of(), Set.of(), false, faults);
    }

    private List<RequestSpec> reading(Members settings, TemplateReader templates) {
        List<RequestSpec> sent = requests.several(settings, templates);
        if (sent.stream().anyMatch(request -> !request.isGet())) {
            faults.add(
                    settings.place("request"),
                    "People are looked up with GET, which changes nothing.");
        }
        return sent;
    }

    private List<PathRule> rules(Members settings, String key) {
        Optional<Located> value = settings.find(key);
        if (value.isEmpty()) {
            return List.of();
        }
        List<Located> items =
                value.get() instanceof Sequence list ? list.items() : List.of(value.get());
        List<PathRule> rules = new ArrayList<>();
        items.forEach(item -> rule(item, key).ifPresent(rules::add));
        return rules;
    }

    private Optional<PathRule> rule(Located item, String key) {
        if (item instanceof Scalar scalar) {
            return rule(scalar.text(), List.of(), scalar.place(), key);
        }
        Members both =
                Members.of(item, "A path of \"" + key + "\"", faults, Set.of("path", "sends"));
        return rule(both.needed("path"), both.texts("sends"), both.place("path"), key);
    }

    private Optional<PathRule> rule(String text, List<String> sends, Place place, String key) {
        int blank = text.indexOf(' ');
        Optional<String> method =
                blank < 0 ? Optional.empty() : Optional.of(text.substring(0, blank));
        String url = text.substring(blank + 1).strip();
        Optional<Origin> origin = Optional.empty();
        if (url.matches("https?://[A-Za-z0-9.:-]+/.*")) {
            int path = url.indexOf('/', "https://".length());
            origin = Origin.of(URI.create(url.substring(0, path)));
            url = url.substring(path);
        }
        boolean below = url.endsWith("/**");
        String plain = below ? url.substring(0, url.length() - "/**".length()) : url;
        List<String> parts =
                plain.length() < 2 ? List.of() : Arrays.asList(plain.substring(1).split("/", -1));
        boolean right =
                plain.startsWith("/")
                        && parts.stream().allMatch(part -> part.matches(PART))
                        && method.filter(verb -> !RequestSpec.METHODS.contains(verb)).isEmpty();
        if (!right) {
            faults.add(
                    place,
                    "\""
                            + Members.shown(text)
                            + "\" is no path of \""
                            + key
                            + "\"; expected one such as \"/users/{user}/**\" or \"POST"
                            + " /users/{user}/signOut\", with {user}, {group} and * as parts.");
            return Optional.empty();
        }
        return Optional.of(new PathRule(method, origin, parts, below, sends));
    }

    /**
     * Whom an action touches: {@code nobody}, or an object of {@code user} or {@code group}.
     *
     * @param templates what the braces may name
     */
    List<Target> targets(Located value, TemplateReader templates) {
        if (value instanceof Scalar scalar && scalar.text().equals("nobody")) {
            return List.of(new Target.Nobody());
        }
        Members settings =
                Members.of(value, "\"touches\" of an action", faults, Set.of("user", "group"));
        List<Target> targets = new ArrayList<>();
        settings.find("user")
                .ifPresent(given -> targets.add(new Target.User(source(given, templates))));
        settings.find("group")
                .ifPresent(given -> targets.add(new Target.Group(source(given, templates))));
        if (targets.isEmpty()) {
            faults.add(
                    value.place(),
                    "\"touches\" says whom the action touches: {user: \"{User/ID}\"}, {group: …},"
                            + " or nobody.");
        }
        return targets;
    }

    private Source source(Located value, TemplateReader templates) {
        if (value instanceof Mapping) {
            Members settings = Members.of(value, "Whom an action touches", faults, SOURCE);
            Optional<Located> named = settings.find("value");
            if (named.isEmpty()) {
                faults.add(
                        settings.place(),
                        "This needs \"value\", such as \"{@target.user.email}\".");
            }
            return new Source(
                    reading(settings, templates),
                    named.map(templates.after(TARGET)::read).orElse(new Template.Items(List.of())));
        }
        return new Source(List.of(), templates.read(value));
    }
}
