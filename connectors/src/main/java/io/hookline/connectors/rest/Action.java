package io.hookline.connectors.rest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardBuilder;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.DynamicFields;
import io.hookline.flow.card.DynamicFields.Source;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldSource;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.GivenInputs;
import io.hookline.flow.card.LesserEffect;
import io.hookline.flow.card.Repeat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes one action down: what it takes, which request it makes, and what it gives. */
public final class Action {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final CardBuilder card;
    private final List<Consumer<RestApi>> loaded = new ArrayList<>();
    private final List<CardExample> examples = new ArrayList<>();
    private final List<LesserEffect> lesser = new ArrayList<>();
    private final Map<String, Function<GivenInputs, String>> named = new HashMap<>();
    private final Map<String, BiFunction<GivenInputs, CardContext, Optional<String>>> query =
            new LinkedHashMap<>();
    private final List<BiConsumer<RestReply, ObjectNode>> outputs = new ArrayList<>();
    private Function<GivenInputs, String> method = inputs -> "GET";
    private String path = "";
    private BiFunction<GivenInputs, CardContext, Optional<JsonNode>> body =
            (inputs, context) -> Optional.empty();
    private Optional<Listing> listing = Optional.empty();

    private Action(CardBuilder card) {
        this.card = card.connects(true).effect(Effect.READ, Repeat.HARMLESS);
    }

    /** An action that reads, until something else is said. */
    public static Action of(CardBuilder card) {
        return new Action(card);
    }

    /** What running it can do to the world, and what a second run does. */
    public Action effect(Effect effect, Repeat repeat) {
        card.effect(effect, repeat);
        return this;
    }

    /** What it can do at most with one of these choices of an option. */
    public Action effectWhen(String option, Effect effect, String... choices) {
        lesser.add(new LesserEffect(CardDefinition.OPTIONS, option, List.of(choices), effect));
        return this;
    }

    public Action in(FieldDefinition... fields) {
        card.in(fields);
        return this;
    }

    /** The inputs of a group as the author of a flow adds them. */
    public Action inAdded(String group, String help) {
        card.in(DynamicFields.from(Source.AUTHOR_DEFINED, group, help));
        return this;
    }

    /** The inputs of a group as the system names them, and others that a flow adds. */
    public Action inLoaded(String group, String help, Function<RestApi, FieldSource> fields) {
        loaded.add(api -> card.in(DynamicFields.loaded(group, help, fields.apply(api))));
        return this;
    }

    /** {@code GET} of a path; parts in braces are inputs, as {@code {User/ID}}. */
    public Action get(String template) {
        return request("GET", template);
    }

    public Action post(String template) {
        return request("POST", template);
    }

    public Action put(String template) {
        return request("PUT", template);
    }

    public Action delete(String template) {
        return request("DELETE", template);
    }

    private Action request(String verb, String template) {
        return request(inputs -> verb, template);
    }

    /** A method that the inputs decide. */
    public Action request(Function<GivenInputs, String> verb, String template) {
        method = verb;
        path = template;
        return this;
    }

    /** A part of the path that is no input as it stands. */
    public Action with(String name, Function<GivenInputs, String> value) {
        named.put(name, value);
        return this;
    }

    /** A parameter of the query; without a value it is left out. */
    public Action query(String name, Function<GivenInputs, Optional<String>> value) {
        return query(name, (inputs, context) -> value.apply(inputs));
    }

    /** The same for a value that depends on more than the inputs. */
    public Action query(String name, BiFunction<GivenInputs, CardContext, Optional<String>> value) {
        query.put(name, value);
        return this;
    }

    /** What the request carries. */
    public Action body(BiFunction<GivenInputs, CardContext, Optional<JsonNode>> value) {
        body = value;
        return this;
    }

    /** An output that is the status of the answer. */
    public Action status(String group, String key) {
        card.out(
                FieldDefinition.of(key, FieldType.NUMBER, "The status of the answer, 200 to 299")
                        .labelled(key.equals("statusCode") ? "Status Code" : label(key))
                        .in(group));
        outputs.add((reply, into) -> into.withObjectProperty(group).put(key, reply.status()));
        return this;
    }

    private static String label(String key) {
        return key.equals("status") ? "Status" : key;
    }

    /** Outputs of a group that are parts of the answer. */
    public Action gives(String group, Shape shape) {
        card.out(shape.fields(group));
        outputs.add((reply, into) -> into.withObjectProperty(group).setAll(shape.of(reply.body())));
        return this;
    }

    /**
     * Whatever outputs of a group the flow declares, by their keys from one place of the answer.
     */
    public Action givesAll(String group, String from, String help) {
        card.out(DynamicFields.from(Source.AUTHOR_DEFINED, group, help));
        return takesAll(group, from);
    }

    /** The same, where the system knows the outputs. */
    public Action givesLoaded(
            String group, String from, String help, Function<RestApi, FieldSource> fields) {
        loaded.add(api -> card.out(DynamicFields.loaded(group, help, fields.apply(api))));
        return takesAll(group, from);
    }

    private Action takesAll(String group, String from) {
        JsonPointer place = JsonPointer.compile(from);
        outputs.add((reply, into) -> {
            if (reply.body().at(place) instanceof ObjectNode fields) {
                into.withObjectProperty(group).setAll(fields);
            }
        });
        return this;
    }

    /** The answer is a list of records. */
    public Action lists(Listing records) {
        listing = Optional.of(records);
        card.streams(records.streams());
        card.in(records.inputs().toArray(FieldDefinition[]::new));
        card.out(records.outputs().toArray(FieldDefinition[]::new));
        return this;
    }

    /** Inputs and outputs as JSON, with single quotes for double ones. */
    public Action example(String in, String out) {
        examples.add(new CardExample(in.replace('\'', '"'), out.replace('\'', '"')));
        return this;
    }

    /** The card. */
    public CardDefinition build(RestApi api) {
        PathTemplate template = new PathTemplate(path, named);
        loaded.forEach(fields -> fields.accept(api));
        card.examples(examples).lesserEffects(lesser);
        return card.build((inputs, context) -> run(api, template, inputs, context));
    }

    private ObjectNode run(
            RestApi api, PathTemplate template, GivenInputs inputs, CardContext context) {
        if (listing.isPresent()) {
            return listing.get()
                    .run(
                            api,
                            context,
                            inputs,
                            size -> request(template, inputs, context, Optional.of(size)));
        }
        RestReply reply = api.send(context, request(template, inputs, context, Optional.empty()));
        ObjectNode given = JSON.objectNode();
        outputs.forEach(output -> output.accept(reply, given));
        return given;
    }

    private RestRequest request(
            PathTemplate template,
            GivenInputs inputs,
            CardContext context,
            Optional<Integer> pageSize) {
        ObjectNode parameters = JSON.objectNode();
        query.forEach((name, value) ->
                value.apply(inputs, context).ifPresent(text -> parameters.put(name, text)));
        pageSize.ifPresent(size -> parameters.put("limit", Integer.toString(size)));
        return new RestRequest(
                method.apply(inputs),
                template.of(inputs),
                parameters.isEmpty() ? Optional.empty() : Optional.of(parameters),
                body.apply(inputs, context));
    }
}
