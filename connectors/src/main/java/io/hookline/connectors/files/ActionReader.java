package io.hookline.connectors.files;

import io.hookline.connectors.files.Located.Mapping;
import io.hookline.connectors.files.Located.Scalar;
import io.hookline.connectors.files.Located.Sequence;
import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.LesserEffect;
import io.hookline.flow.card.Repeat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one action. */
final class ActionReader {
    private static final Set<String> SETTINGS =
            Stream.concat(
                            RequestReader.SETTINGS.stream(),
                            Stream.of(
                                    "title",
                                    "help",
                                    "formerly",
                                    "any",
                                    "effect",
                                    "effectWhen",
                                    "repeat",
                                    "in",
                                    "first",
                                    "touches",
                                    "answer",
                                    "requests",
                                    "each",
                                    "list",
                                    "out",
                                    "example",
                                    "examples"))
                    .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> STEP =
            Stream.concat(
                            RequestReader.SETTINGS.stream(),
                            Stream.of("requests", "missing", "items", "match"))
                    .collect(Collectors.toUnmodifiableSet());

    /** The answer of the request that counts, for outputs that are made of it. */
    static final String ANSWER = "answer";

    private static final Set<String> NAMES_OF_OURS =
            Set.of(ANSWER, "item", "now", "key", "search", "base");

    private final Faults faults;
    private final Map<String, Mapping> shapes;
    private final Paging paging;
    private final RequestReader requests;
    private final Optional<IdentitySpec> identity;
    private final Map<String, Located> fields;

    /**
     * @param shapes fields that several actions share, by name
     * @param fields inputs that several actions have, by name
     * @param paging how lists are paged, unless they say something else
     * @param identity whom requests of the connector touch
     */
    ActionReader(
            Faults faults,
            Map<String, Mapping> shapes,
            Map<String, Located> fields,
            Paging paging,
            Optional<IdentitySpec> identity) {
        this.fields = fields;
        this.identity = identity;
        this.faults = faults;
        this.shapes = shapes;
        this.paging = paging;
        this.requests = new RequestReader(faults);
    }

    ActionSpec read(String name, Place place, Located given) {
        Located value = anyRequest(given);
        Members settings =
                Members.of(value, "The action \"" + Members.shown(name) + "\"", faults, SETTINGS);
        LoadReader loads = new LoadReader(faults, paging, records());
        InputReader inputs = new InputReader(faults, loads, fields);
        settings.find("in").ifPresent(inputs::read);
        TemplateReader templates =
                new TemplateReader(inputs.inputs, groups(inputs.added), Set.of(), false, faults);
        List<ActionSpec.Step> steps = new ArrayList<>();
        if (settings.has("first")) {
            templates = steps(settings.find("first").orElseThrow(), templates, steps);
        }
        Optional<Expression> each = each(settings, templates);
        TemplateReader after = templates;
        TemplateReader inRequest = each.isPresent() ? templates.forItems() : templates;
        List<RequestSpec> sent = requests.several(settings, inRequest);
        Optional<ListSpec> list =
                settings.find("list")
                        .map(spec -> new ListReader(faults, records()).read(spec, paging, after));
        List<ActionSpec.Added> added = new ArrayList<>();
        OutputReader outputs =
                new OutputReader(shapes, Optional.of(templates.after(ANSWER)), faults)
                        .loading((group, member) -> loads.outputs(group, member, inputs.inputs));
        List<OutputSpec> out =
                settings.find("out").map(groups -> outputs.groups(groups, added)).orElse(List.of());
        checkParts(settings, sent, list, each);
        String[] words = settings.text("effect").orElse("").split("\\s+", 2);
        Effect effect = effect(words[0], settings, sent, steps);
        List<IdentitySpec.Target> touches = touches(settings, templates);
        ActionSpec action =
                new ActionSpec(
                        name,
                        place,
                        settings.text("title").orElseGet(() -> KeyWords.of(name)),
                        settings.needed("help"),
                        settings.texts("formerly"),
                        effect,
                        Destruction.watched(
                                lesser(settings, inputs.inputs, effect), sent, identity),
                        repeat(words, settings, effect),
                        List.copyOf(inputs.inputs.values()),
                        inputs.added,
                        steps,
                        sent,
                        answered(settings),
                        touches,
                        each,
                        list,
                        out,
                        added,
                        examples(settings, inputs));
        return action;
    }

    /** What {@code any: /users} stands for, an action of whatever request the author wants. */
    private static final String ANY_REQUEST =
            """
            title: Custom API Action
            help: Sends any request to the API and gives the answer.
            effect: DESTRUCTIVE
            effectWhen: {parameters/requestType: {GET: READ, POST: CHANGE, PUT: CHANGE, PATCH: CHANGE}}
            request: {method: "{parameters/requestType}", url: "{Request/Relative URL}"}
            query: "{Request/Query}"
            headers: "{Request/Headers}"
            body: "{Request/Body}"
            in:
              parameters: {requestType: {help: The method, choices: [GET, POST, PUT, PATCH, DELETE], blank: GET}}
              Request:
                Relative URL*: "The path, as in %s"
                Query: (object) Parameters by name
                Headers: (object) Headers by name
                Body: (any) What is sent, as JSON
            out: {Response: {Status Code: $status, Headers: $headers, Body: any $}}
            """;

    /** The settings that stand for a whole action; those that are written beside count more. */
    private Located anyRequest(Located given) {
        if (!(given instanceof Mapping mapping) || !mapping.members().containsKey("any")) {
            return given;
        }
        Members settings = Members.of(given, "\"any\"", faults, Set.of());
        String example = settings.text("any").orElse("");
        if (!example.matches("/[A-Za-z0-9/._-]*")) {
            faults.add(
                    settings.place("any"),
                    "\"any\" is a path that shows how those of the API look, such as /users.");
            example = "/";
        }
        Map<String, Located.Member> all = new LinkedHashMap<>();
        if (LocatedReader.read(ANY_REQUEST.formatted(example), faults) instanceof Mapping usual) {
            all.putAll(usual.members());
        }
        all.putAll(mapping.members());
        return new Mapping(mapping.place(), all);
    }

    private ActionSpec.Answered answered(Members settings) {
        ActionSpec.Answered answered =
                settings.word("answer", words(ActionSpec.Answered.values()))
                        .map(ActionSpec.Answered::valueOf)
                        .orElse(ActionSpec.Answered.JSON);
        if (answered == ActionSpec.Answered.FILE && settings.has("list")) {
            faults.add(settings.place("answer"), "A list is read from JSON or XML, not a file.");
        }
        return answered;
    }

    private List<IdentitySpec.Target> touches(Members settings, TemplateReader templates) {
        Optional<Located> touches = settings.find("touches");
        if (touches.isPresent() && identity.isEmpty()) {
            faults.add(
                    touches.get().place(),
                    "\"touches\" needs \"identity\" at the top of the file, which says how people"
                            + " are looked up.");
        }
        return touches.map(value ->
                        new IdentityReader(faults, records(), paging).targets(value, templates))
                .orElse(List.of());
    }

    private OutputReader records() {
        return new OutputReader(shapes, Optional.empty(), faults);
    }

    private static Set<String> groups(List<AddedFields> added) {
        return added.stream().map(AddedFields::group).collect(Collectors.toSet());
    }

    private void checkParts(
            Members settings,
            List<RequestSpec> sent,
            Optional<ListSpec> list,
            Optional<Expression> each) {
        if (sent.isEmpty() && (list.isPresent() || each.isPresent())) {
            faults.add(settings.place(), "This action needs \"request\".");
        }
        if (list.isPresent() && (settings.has("out") || each.isPresent())) {
            faults.add(
                    settings.place("list"),
                    "\"list\" says all outputs; it cannot stand beside \"out\" or \"each\".");
        }
        if (sent.isEmpty()) {
            for (String key : RequestReader.SETTINGS) {
                if (settings.has(key)) {
                    faults.add(settings.place(key), "\"" + key + "\" needs \"request\" beside it.");
                }
            }
        }
    }

    private TemplateReader steps(
            Located value, TemplateReader templates, List<ActionSpec.Step> steps) {
        TemplateReader known = templates;
        Members first = Members.of(value, "\"first\"", faults, Set.of());
        Map<String, Located.Member> members = new LinkedHashMap<>();
        first.each(members::put);
        for (var member : members.entrySet()) {
            String name = member.getKey();
            if (!name.matches("[A-Za-z][A-Za-z0-9]*") || NAMES_OF_OURS.contains(name)) {
                faults.add(
                        member.getValue().place(),
                        "\""
                                + Members.shown(name)
                                + "\" cannot name a request: letters and digits, and none of "
                                + String.join(", ", NAMES_OF_OURS.stream().sorted().toList())
                                + ".");
            }
            Members step =
                    Members.of(
                            member.getValue().value(),
                            "The request \"" + name + "\"",
                            faults,
                            STEP);
            if (!step.has("request") && !step.has("requests")) {
                faults.add(step.place(), "This needs \"request\".");
            }
            steps.add(
                    new ActionSpec.Step(
                            name,
                            requests.several(step, known),
                            step.isSet("missing", false),
                            pick(step, known)));
            known = known.after(name);
        }
        return known;
    }

    private Optional<ActionSpec.Pick> pick(Members step, TemplateReader templates) {
        if (step.has("items") != step.has("match")) {
            faults.add(
                    step.place(),
                    "\"items\" says where the records are and \"match\" which one is meant:"
                            + " both, or none of them.");
        }
        return step.has("match")
                ? Optional.of(
                        new ActionSpec.Pick(
                                records().path(step.text("items").orElse("$"), step.place("items")),
                                new ListReader(faults, records()).match(step, templates)))
                : Optional.empty();
    }

    private Optional<Expression> each(Members settings, TemplateReader templates) {
        Optional<Located> each = settings.find("each");
        if (each.isEmpty()) {
            return Optional.empty();
        }
        if (each.get() instanceof Scalar scalar
                && templates.text(scalar.text(), scalar.place()) instanceof Template.Whole whole) {
            return Optional.of(whole.expression());
        }
        faults.add(
                each.get().place(),
                "\"each\" must be one input or place of an answer that is a list, such as"
                        + " \"{Product/licenses}\".");
        return Optional.empty();
    }

    private Optional<String> word(String key, String given, Enum<?>[] values, Members settings) {
        Optional<String> known = words(values).stream().filter(given::equalsIgnoreCase).findFirst();
        if (known.isEmpty()) {
            faults.add(
                    settings.place(key),
                    "\""
                            + key
                            + "\" has \""
                            + Members.shown(given)
                            + "\"; expected one of "
                            + String.join(", ", words(values))
                            + ".");
        }
        return known;
    }

    private Effect effect(
            String said, Members settings, List<RequestSpec> sent, List<ActionSpec.Step> steps) {
        boolean onlyGets =
                Stream.concat(
                                sent.stream(),
                                steps.stream().flatMap(step -> step.requests().stream()))
                        .allMatch(RequestSpec::isGet);
        if (!settings.has("effect")) {
            if (!onlyGets) {
                faults.add(
                        settings.place(),
                        "This action needs \"effect\": READ when its request only reads, NOTIFY,"
                                + " CHANGE when it can be undone, DESTRUCTIVE when it suspends,"
                                + " deletes, resets or ends something.");
            }
            return sent.isEmpty() && steps.isEmpty() ? Effect.NONE : Effect.READ;
        }
        Effect effect =
                word("effect", said, Effect.values(), settings)
                        .map(Effect::valueOf)
                        .orElse(Effect.DESTRUCTIVE);
        if (effect == Effect.NONE && !sent.isEmpty()) {
            faults.add(
                    settings.place("effect"),
                    "An action with a request has an effect, at least READ.");
        }
        boolean deletes =
                sent.stream()
                        .anyMatch(request ->
                                request.method() instanceof Template.Fixed fixed
                                        && fixed.value().asText().equals("DELETE"));
        if (deletes && effect.compareTo(Effect.CHANGE) < 0) {
            faults.add(
                    settings.place("effect"),
                    "A request with DELETE is no less than CHANGE; DESTRUCTIVE unless the same"
                            + " connector can undo it.");
        }
        return effect;
    }

    private static Set<String> words(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(Enum::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What is not said to be harmless may happen twice. */
    private Repeat repeat(String[] said, Members settings, Effect effect) {
        Optional<String> again =
                said.length < 2
                        ? settings.word("repeat", words(Repeat.values()))
                        : word("effect", said[1], Repeat.values(), settings);
        return again.map(Repeat::valueOf)
                .orElse(effect.acts() ? Repeat.UNCERTAIN : Repeat.HARMLESS);
    }

    private List<LesserEffect> lesser(
            Members settings, Map<String, InputSpec> inputs, Effect effect) {
        List<LesserEffect> lesser = new ArrayList<>();
        settings.find("effectWhen")
                .ifPresent(value ->
                        Members.of(value, "\"effectWhen\"", faults, inputs.keySet())
                                .each((name, member) -> {
                                    InputSpec input = inputs.get(name);
                                    if (input != null) {
                                        lesser(input, member, effect, lesser);
                                    }
                                }));
        return lesser;
    }

    private void lesser(
            InputSpec input, Located.Member member, Effect effect, List<LesserEffect> lesser) {
        List<String> choices = input.field().form().choices();
        Members.of(member.value(), "\"effectWhen\"", faults, Set.copyOf(choices))
                .each((choice, said) -> {
                    String word = said.value() instanceof Scalar scalar ? scalar.text() : "";
                    Optional<Effect> found =
                            Arrays.stream(Effect.values())
                                    .filter(one -> one.name().equals(word.toUpperCase(Locale.ROOT)))
                                    .findFirst();
                    if (found.isEmpty()
                            || found.get() == Effect.NONE
                            || found.get().compareTo(effect) >= 0) {
                        faults.add(
                                said.value().place(),
                                "The effect for \""
                                        + Members.shown(choice)
                                        + "\" must be READ, NOTIFY or CHANGE, and less than "
                                        + effect
                                        + ", the effect of the action.");
                    } else {
                        lesser.add(
                                new LesserEffect(
                                        input.field().group(),
                                        input.field().key(),
                                        List.of(choice),
                                        found.get()));
                    }
                });
    }

    private List<CardExample> examples(Members settings, InputReader inputs) {
        List<Located> given = new ArrayList<>();
        settings.find("example").ifPresent(given::add);
        settings.find("examples")
                .ifPresent(value -> {
                    if (value instanceof Sequence list) {
                        given.addAll(list.items());
                    } else {
                        faults.add(value.place(), "\"examples\" must be a list.");
                    }
                });
        List<CardExample> examples = new ArrayList<>();
        for (Located example : given) {
            Members both = Members.of(example, "An example", faults, Set.of("in", "out"));
            both.find("in").ifPresent(in -> checkInputs(in, inputs));
            examples.add(
                    new CardExample(
                            both.find("in").map(in -> in.json().toString()).orElse("{}"),
                            both.find("out").map(out -> out.json().toString()).orElse("{}")));
        }
        return examples;
    }

    private void checkInputs(Located in, InputReader inputs) {
        Members.of(in, "\"in\" of an example", faults, Set.of())
                .each((group, member) -> {
                    boolean open =
                            inputs.added.stream().anyMatch(fields -> fields.group().equals(group));
                    if (!open && member.value() instanceof Mapping fields) {
                        fields.members()
                                .forEach((key, field) -> {
                                    boolean known =
                                            inputs.inputs.containsKey(group + "/" + key)
                                                    || group.equals("parameters")
                                                    || group.equals("Streaming");
                                    if (!known) {
                                        faults.add(
                                                field.place(),
                                                "The example has the input \""
                                                        + Members.shown(group + "/" + key)
                                                        + "\", which the action lacks.");
                                    }
                                });
                    }
                });
    }
}
