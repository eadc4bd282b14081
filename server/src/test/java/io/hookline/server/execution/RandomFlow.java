package io.hookline.server.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.server.execution.FlowWriter.Card;
import io.hookline.server.execution.FlowWriter.Out;
import io.hookline.server.http.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Makes a flow with its helpers out of function cards: paths, blocks, loops and calls in each
 * other, values linked and typed in; one seed, one flow.
 */
public final class RandomFlow {
    static final List<String> TYPES =
            List.of(
                    "string",
                    "number",
                    "boolean",
                    "Date",
                    "object",
                    "string[]",
                    "number[]",
                    "object[]");

    /** The time of the run stands in what it makes. */
    private static final String CLOCK = "jwt.sign";

    private static final int DEEPEST = 3;

    private final RandomValues values;
    private final String prefix;
    private final List<CardDefinition> cards;
    private final List<Helper> helpers = new ArrayList<>();
    private final List<ObjectNode> documents = new ArrayList<>();
    private final ObjectNode inputs = Json.object();
    private int captured;
    private int blocks;

    /** What a helper gives back. */
    private enum Gives {
        VALUE,
        TRUTH,
        MEMO
    }

    /**
     * A helper.
     *
     * @param depth only flows that lie less deep call it, so that loops of loops stay small
     */
    private record Helper(String id, Gives gives, int depth) {}

    /** One flow that is being written, and the outputs that its next card can see. */
    private record Scope(FlowWriter flow, List<Out> seen, int depth) {
        Scope inside() {
            return new Scope(flow, new ArrayList<>(seen), depth + 1);
        }
    }

    /**
     * @param prefix begins the id of the flow and of its helpers, and of nothing else
     */
    public RandomFlow(long seed, String prefix, CardCatalog catalog) {
        this.values = new RandomValues(new Random(seed));
        this.prefix = prefix;
        this.cards =
                catalog.cards().stream()
                        .filter(card -> card.effect() == Effect.NONE && !card.id().equals(CLOCK))
                        .toList();
        documents.addFirst(root());
    }

    /** The flow, then its helpers. */
    List<ObjectNode> documents() {
        return documents;
    }

    /** What it is started with. */
    Payload payload() {
        return new Payload.Inputs(inputs);
    }

    private ObjectNode root() {
        Scope scope = scope(prefix, "Flow", 0);
        Card begin = scope.flow.card("control.callable");
        for (String type : List.of("string", "number", "object", "string[]", "object[]")) {
            String key = "in " + type;
            scope.seen.add(begin.mirrored("", key, type));
            if (values.chance(85)) {
                inputs.set(key, values.of(type));
            }
        }
        fill(scope, 3 + values.upTo(8));
        end(scope, "control.return", List.of("string", "*", "object", "number[]"));
        return scope.flow.document();
    }

    private Scope scope(String id, String name, int depth) {
        return new Scope(new FlowWriter(id, name), new ArrayList<>(), depth);
    }

    /** A last card with a field of each type. */
    private void end(Scope scope, String card, List<String> types) {
        Card end = scope.flow.card(card);
        for (int i = 0; i < types.size(); i++) {
            give(scope, end, "", "out" + i, types.get(i));
        }
    }

    private void fill(Scope scope, int count) {
        for (int i = 0; i < count; i++) {
            add(scope);
        }
    }

    private void add(Scope scope) {
        switch (scope.depth < DEEPEST ? values.upTo(21) : values.upTo(9)) {
            case 0, 1, 2, 3, 4, 5 -> function(scope);
            case 6, 7 -> assign(scope);
            case 8 -> scope.flow.card(values.chance(50) ? "control.comment" : "control.noop");
            case 9 -> expand(scope);
            case 10 -> continueIf(scope);
            case 11, 12, 13 -> ifElse(scope);
            case 14, 15 -> branch(scope);
            case 16, 17 -> guard(scope);
            case 18 -> call(scope);
            default -> loop(scope);
        }
    }

    /** A card of the catalog with the inputs of one of its examples, some of them replaced. */
    private void function(Scope scope) {
        CardDefinition definition = values.one(cards);
        CardExample example = values.one(definition.examples());
        Card card = scope.flow.card(definition.id());
        for (var input : example.in().properties()) {
            FieldDefinition field = declared(definition.inputs(), input.getKey());
            if (field == null && isGroup(definition, input.getValue())) {
                input.getValue()
                        .properties()
                        .forEach(inner ->
                                card.in(input.getKey(), inner.getKey(), "*", inner.getValue()));
                continue;
            }
            String type = field == null ? typeOf(input.getValue()) : word(field);
            if (values.chance(25)) {
                give(scope, card, "", input.getKey(), type);
            } else {
                card.in("", input.getKey(), type, input.getValue());
            }
        }
        for (var output : example.out().properties()) {
            FieldDefinition field = declared(definition.outputs(), output.getKey());
            boolean any = field == null || word(field).startsWith("*");
            String type = any ? typeOf(output.getValue()) : word(field);
            scope.seen.add(card.out(output.getKey(), type));
        }
    }

    private static FieldDefinition declared(List<FieldDefinition> fields, String key) {
        return fields.stream()
                .filter(field -> field.group().isEmpty() && field.key().equals(key))
                .findFirst()
                .orElse(null);
    }

    private static boolean isGroup(CardDefinition definition, JsonNode value) {
        return value.isObject()
                && Set.of("control.lookup", "string.replaceAny").contains(definition.id());
    }

    private static String word(FieldDefinition field) {
        return field.type().kind().word() + (field.type().list() ? "[]" : "");
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case OBJECT -> "object";
            case ARRAY -> value.isEmpty() ? "object[]" : typeOf(value.get(0)) + "[]";
            default -> "*";
        };
    }

    /** An input: linked to what fits, or typed in. */
    private void give(Scope scope, Card card, String group, String key, String type) {
        List<Out> fitting =
                scope.seen.stream()
                        .filter(out -> type.startsWith("*") || out.type().equals(type))
                        .toList();
        if (!fitting.isEmpty() && values.chance(75)) {
            card.link(group, key, type, values.one(fitting));
        } else if (!scope.seen.isEmpty() && values.chance(30)) {
            converted(card, group, key, type, values.one(scope.seen));
        } else {
            card.in(group, key, type, values.of(type));
        }
    }

    private void converted(Card card, String group, String key, String type, Out from) {
        String convert =
                switch (type) {
                    case "string" -> from.type().equals("Date") ? "isoString" : "stringify";
                    case "string[]", "number[]", "object[]" -> "wrapArray";
                    default -> "";
                };
        card.link(group, key, type, from, convert);
    }

    private void assign(Scope scope) {
        Card card = scope.flow.card("control.let");
        for (int i = values.upTo(2); i >= 0; i--) {
            String type = values.one(TYPES);
            give(scope, card, "", "v" + i, type);
            scope.seen.add(card.out("v" + i, type));
        }
    }

    private void expand(Scope scope) {
        List<Out> objects = scope.seen.stream().filter(out -> out.type().equals("object")).toList();
        if (!objects.isEmpty()) {
            Card card = scope.flow.card("object.expand");
            card.link("", "object", "object", values.one(objects));
            scope.seen.add(card.part("string", values.one(List.of("id", "name", "n"))));
        }
    }

    private void condition(Scope scope, Card card, String group) {
        String type = values.one(List.of("string", "number", "*", "boolean", "Date"));
        give(scope, card, group, "left-operand", type);
        card.in(
                group,
                "operator",
                "string",
                Json.MAPPER.getNodeFactory().textNode(values.operator()));
        give(scope, card, group, "right-operand", type);
    }

    private void continueIf(Scope scope) {
        Card card = scope.flow.card(values.chance(50) ? "control.continueIf" : "control.throwIf");
        if (values.chance(70)) {
            // goes on in most cases, so that what follows is run as well
            boolean stops = values.chance(10);
            card.in("", "left-operand", "number", values.of("number"));
            card.in("operator", "string", stops ? "is empty" : "is not empty");
            card.in("", "right-operand", "number", values.of("number"));
        } else {
            condition(scope, card, "");
        }
        give(scope, card, "otherwise", "message", "string");
        give(scope, card, "", "message", "string");
        give(scope, card, "", "statusCode", "number");
    }

    private void ifElse(Scope scope) {
        Card choice = scope.flow.card("control.if");
        condition(scope, choice, "");
        scope.seen.add(choice.out("result", "boolean"));
        Card join = scope.flow.join();
        String type = values.one(TYPES);
        List<Out> sources = new ArrayList<>();
        for (boolean when : new boolean[] {true, false}) {
            Scope inside = scope.inside();
            scope.flow.path(
                    choice,
                    when,
                    join,
                    () -> {
                        fill(inside, values.upTo(3));
                        inside.seen.stream()
                                .filter(out -> out.type().equals(type))
                                .reduce((first, second) -> second)
                                .ifPresent(sources::add);
                        if (values.chance(8)) {
                            end(inside, "control.return", List.of("string"));
                        }
                    });
        }
        scope.flow.goOn(join);
        scope.seen.add(join.joined("either", type, sources.toArray(Out[]::new)));
    }

    private void branch(Scope scope) {
        List<String> types = List.of(values.one(TYPES), "string");
        Card card = scope.flow.card("control.branch");
        List<String> groups = values.chance(50) ? List.of("if") : List.of("if", "kQ3x");
        for (String group : groups) {
            condition(scope, card, group);
            card.body(group, "flo", block(scope, card, false, types));
        }
        if (values.chance(70)) {
            card.body("else", "flo", block(scope, card, false, types));
        }
        outputs(scope, card, types);
    }

    private void guard(Scope scope) {
        List<String> types = List.of(values.one(TYPES), "string");
        Card card = scope.flow.card("control.tryCatch");
        card.body("", "flo", block(scope, card, false, types));
        card.handler(block(scope, card, true, types));
        outputs(scope, card, types);
    }

    private static void outputs(Scope scope, Card card, List<String> types) {
        for (int i = 0; i < types.size(); i++) {
            scope.seen.add(card.out("out" + i, types.get(i)));
        }
    }

    /** A flow inside of a card: it sees what the card captures for it. */
    private FlowWriter block(Scope scope, Card holder, boolean handles, List<String> types) {
        Scope inside = scope(prefix + "-block" + blocks++, "", scope.depth + 1);
        Card begin = inside.flow.card("control.callable");
        for (int i = values.upTo(3); i > 0 && !scope.seen.isEmpty(); i--) {
            Out from = values.one(scope.seen);
            String key = "K" + captured++;
            holder.capture(key, from);
            inside.seen.add(begin.mirrored("context", key, from.type()));
        }
        if (handles) {
            Out error = begin.mirrored("context", "error", "object");
            Card message = inside.flow.card("object.expand");
            message.link("", "object", "object", error);
            inside.seen.add(message.part("string", "message"));
        }
        fill(inside, values.upTo(3));
        if (!handles && values.chance(25)) {
            Card raise = inside.flow.card("control.throw");
            raise.in("message", "string", "on purpose");
            raise.in("", "statusCode", "number", values.of("number"));
        }
        end(inside, "control.return", types);
        return inside.flow;
    }

    private void call(Scope scope) {
        Helper helper = helper(scope, Gives.VALUE);
        Card card = scope.flow.card("control.spawn").in("flo", "flo", helper.id);
        give(scope, card, "", "item", "*");
        give(scope, card, "", "more", "string");
        scope.seen.add(card.out("out0", values.one(List.of("string", "object[]", "*"))));
    }

    private void loop(Scope scope) {
        String kind =
                values.one(
                        List.of(
                                "list.each",
                                "list.asyncEach",
                                "list.map",
                                "list.map",
                                "list.filter",
                                "list.reduce",
                                "control.times",
                                "object.map"));
        Gives gives =
                switch (kind) {
                    case "list.filter" -> Gives.TRUTH;
                    case "list.reduce" -> Gives.MEMO;
                    default -> Gives.VALUE;
                };
        Helper helper = helper(scope, gives);
        Card card = scope.flow.card(kind);
        switch (kind) {
            case "control.times" -> card.in("", "count", "number", number(values.upTo(4)));
            case "object.map" -> give(scope, card, "", "object", "object");
            default -> give(scope, card, "", "list", "object[]");
        }
        card.in("flo", "flo", helper.id);
        card.in("", "concurrency", "number", number(values.one(List.of(0, 1, 2, 5))));
        if (!kind.equals("control.times")) {
            card.item("item", "*", values.one(List.of("", "name", "value", "id")));
        }
        give(scope, card, "", "more", "string");
        switch (kind) {
            case "list.map", "object.map" ->
                    scope.seen.add(
                            card.out("new list", values.one(List.of("string[]", "object[]"))));
            case "list.filter" -> scope.seen.add(card.out("list", "object[]"));
            case "list.reduce" -> {
                give(scope, card, "", "memo", "string");
                scope.seen.add(card.out("item", "string"));
            }
            default -> {
                // nothing comes back
            }
        }
    }

    private static JsonNode number(int number) {
        return Json.MAPPER.getNodeFactory().numberNode(number);
    }

    /** A helper that is there already, or a new one; none calls itself. */
    private Helper helper(Scope scope, Gives gives) {
        int depth = Math.max(2, scope.depth + 1);
        List<Helper> there =
                helpers.stream()
                        .filter(helper -> helper.gives == gives && helper.depth >= depth)
                        .toList();
        if (!there.isEmpty() && values.chance(50)) {
            return values.one(there);
        }
        String id = prefix + "-helper" + documents.size();
        int place = documents.size();
        documents.add(Json.object());
        Scope inside = scope(id, "Helper " + place, depth);
        Card begin = inside.flow.card("control.callable");
        inside.seen.add(begin.mirrored("", "item", "*"));
        inside.seen.add(begin.mirrored("", "more", "string"));
        inside.seen.add(begin.mirrored("context", "index", "number"));
        if (gives == Gives.MEMO) {
            inside.seen.add(begin.mirrored("", "memo", "string"));
        }
        fill(inside, values.upTo(4));
        switch (gives) {
            case VALUE -> {
                if (values.chance(85)) {
                    List<String> all = List.of("string", "*", "number[]");
                    end(inside, "control.return", all.subList(0, 1 + values.upTo(2)));
                }
            }
            case TRUTH -> {
                Card compare = inside.flow.card("boolean.compare");
                condition(inside, compare, "");
                inside.flow
                        .card("control.return")
                        .link("", "keep", "boolean", compare.out("result", "boolean"));
            }
            case MEMO -> give(inside, inside.flow.card("control.return"), "", "memo", "string");
        }
        documents.set(place, inside.flow.document());
        Helper helper = new Helper(id, gives, depth);
        helpers.add(helper);
        return helper;
    }

    /** The documents of several flows as one file. */
    public static ObjectNode file(List<RandomFlow> flows) {
        ObjectNode file = Json.object().put("type", "flopack").put("version", "1.5.0");
        file.put("created", "2026-01-01T00:00:00.000Z");
        file.putObject("flags").put("auto-transform", true).put("looseNulls", true);
        ObjectNode data = file.putObject("data");
        ObjectNode flos = data.putObject("flos");
        for (RandomFlow flow : flows) {
            flow.documents.forEach(document -> flos.set(document.path("id").asText(), document));
        }
        for (String none : List.of("configs", "tables", "groups")) {
            data.putObject(none);
        }
        return file;
    }

    /** The ids of a file's flows, in its order. */
    static List<String> ids(JsonNode file) {
        List<String> ids = new ArrayList<>();
        file.at("/data/flos").fieldNames().forEachRemaining(ids::add);
        return ids;
    }
}
