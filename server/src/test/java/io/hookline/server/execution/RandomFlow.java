package io.hookline.server.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.Effect;
import io.hookline.server.execution.FlowWriter.Card;
import io.hookline.server.execution.FlowWriter.Out;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.json.Json;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes a flow with its helpers out of function cards: paths, blocks, loops and calls in each
 * other, waits and pauses, values linked and typed in; one seed, one flow.
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

    /** Runs begin about now, so that some dates are passed and others are waited for. */
    static final Instant START = Instant.parse("2026-03-01T09:30:00Z");

    /** No flow waits until later, nor longer than two hours. */
    static final Instant AFTER_ALL_DATES = START.plus(Duration.ofDays(5));

    private static final int DEEPEST = 3;

    private final RandomValues values;
    private final String prefix;
    private final List<CardDefinition> pure;

    /** What they make differs from run to run: clock and chance. */
    private final List<CardDefinition> drawing;

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

    /**
     * @param prefix begins the id of the flow and of its helpers, and of nothing else
     */
    public RandomFlow(long seed, String prefix, CardCatalog catalog) {
        this.values = new RandomValues(new Random(seed));
        this.prefix = prefix;
        this.pure = cards(catalog, Effect.NONE);
        this.drawing = cards(catalog, Effect.READ);
        documents.addFirst(root());
    }

    private static List<CardDefinition> cards(CardCatalog catalog, Effect effect) {
        return catalog.cards().stream()
                .filter(card -> card.method().isPresent() && card.effect() == effect)
                .toList();
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
        RandomScope scope = scope(prefix, "Flow", 0, true);
        Card begin = scope.flow.card("control.callable");
        seesWhoRuns(scope, begin);
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

    private RandomScope scope(String id, String name, int depth, boolean pauses) {
        return new RandomScope(new FlowWriter(id, name), depth, pauses, values);
    }

    /** When and under which id it runs: fields that no caller gives. */
    private void seesWhoRuns(RandomScope scope, Card begin) {
        if (values.chance(40)) {
            scope.seen.add(begin.mirrored("context", "execution_time", "Date"));
        }
        if (values.chance(20)) {
            scope.seen.add(begin.mirrored("context", "execution_id", "string"));
        }
    }

    /** A last card with a field of each type. */
    private void end(RandomScope scope, String card, List<String> types) {
        Card end = scope.flow.card(card);
        for (int i = 0; i < types.size(); i++) {
            scope.give(end, "", "out" + i, types.get(i));
        }
    }

    private void fill(RandomScope scope, int count) {
        for (int i = 0; i < count; i++) {
            add(scope);
        }
    }

    private void add(RandomScope scope) {
        switch (scope.depth < DEEPEST ? values.upTo(26) : values.upTo(11)) {
            case 0, 1, 2, 3, 4, 5 -> scope.function(values.one(pure));
            case 6, 7 -> assign(scope);
            case 8 -> scope.flow.card(values.chance(50) ? "control.comment" : "control.noop");
            case 9 -> expand(scope);
            case 10 -> scope.function(values.one(drawing));
            case 11 -> rest(scope);
            case 12 -> continueIf(scope);
            case 13, 14, 15 -> ifElse(scope);
            case 16, 17 -> branch(scope);
            case 18, 19 -> guard(scope);
            case 20 -> call(scope, "control.spawn");
            case 21 -> call(scope, "control.run");
            case 22, 23 -> scope.function(values.one(drawing));
            default -> loop(scope);
        }
    }

    /** Waits, until a time or for somebody. */
    private void rest(RandomScope scope) {
        if (scope.pauses && values.chance(40)) {
            Card card = scope.flow.card("http.pause");
            scope.give(card, "", "question", "string");
            scope.seen.add(card.out("answer", "string"));
            scope.seen.add(card.out("many", "number[]"));
            return;
        }
        if (values.chance(50)) {
            scope.flow
                    .card("control.wait")
                    .in("", "delay", "number", number(values.upTo(90)))
                    .in("unit", "string", values.one(List.of("second", "minute", "")));
            return;
        }
        Card card = scope.flow.card("control.until");
        // from a day ago on, never so far ahead that a flow may not wait for it
        Duration ahead = Duration.ofHours(values.upTo(100)).minusDays(1);
        card.in("date", "Date", START.plus(ahead).toString());
    }

    private void assign(RandomScope scope) {
        Card card = scope.flow.card("control.let");
        for (int i = values.upTo(2); i >= 0; i--) {
            String type = values.one(TYPES);
            scope.give(card, "", "v" + i, type);
            scope.seen.add(card.out("v" + i, type));
        }
    }

    private void expand(RandomScope scope) {
        List<Out> objects = scope.seen.stream().filter(out -> out.type().equals("object")).toList();
        if (!objects.isEmpty()) {
            Card card = scope.flow.card("object.expand");
            card.link("", "object", "object", values.one(objects));
            scope.seen.add(card.part("string", values.one(List.of("id", "name", "n"))));
        }
    }

    private void condition(RandomScope scope, Card card, String group) {
        String type = values.one(List.of("string", "number", "*", "boolean", "Date"));
        scope.give(card, group, "left-operand", type);
        card.in(
                group,
                "operator",
                "string",
                Json.MAPPER.getNodeFactory().textNode(values.operator()));
        scope.give(card, group, "right-operand", type);
    }

    private void continueIf(RandomScope scope) {
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
        scope.give(card, "otherwise", "message", "string");
        scope.give(card, "", "message", "string");
        scope.give(card, "", "statusCode", "number");
    }

    private void ifElse(RandomScope scope) {
        Card choice = scope.flow.card("control.if");
        condition(scope, choice, "");
        scope.seen.add(choice.out("result", "boolean"));
        Card join = scope.flow.join();
        String type = values.one(TYPES);
        List<Out> sources = new ArrayList<>();
        for (boolean when : new boolean[] {true, false}) {
            RandomScope inside = scope.inside();
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

    private void branch(RandomScope scope) {
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

    private void guard(RandomScope scope) {
        List<String> types = List.of(values.one(TYPES), "string");
        Card card = scope.flow.card("control.tryCatch");
        card.body("", "flo", block(scope, card, false, types));
        card.handler(block(scope, card, true, types));
        outputs(scope, card, types);
    }

    private static void outputs(RandomScope scope, Card card, List<String> types) {
        for (int i = 0; i < types.size(); i++) {
            scope.seen.add(card.out("out" + i, types.get(i)));
        }
    }

    /** A flow inside of a card: it sees what the card captures for it. */
    private FlowWriter block(RandomScope scope, Card holder, boolean handles, List<String> types) {
        RandomScope inside = scope(prefix + "-block" + blocks++, "", scope.depth + 1, scope.pauses);
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

    /** Runs a helper, or starts it and goes on. */
    private void call(RandomScope scope, String kind) {
        Helper helper = helper(scope, Gives.VALUE);
        Card card = scope.flow.card(kind).in("flo", "flo", helper.id);
        scope.give(card, "", "item", "*");
        scope.give(card, "", "more", "string");
        if (kind.equals("control.run")) {
            return;
        }
        scope.seen.add(card.out("out0", values.one(List.of("string", "object[]", "*"))));
    }

    private void loop(RandomScope scope) {
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
            case "object.map" -> scope.give(card, "", "object", "object");
            default -> scope.give(card, "", "list", "object[]");
        }
        card.in("flo", "flo", helper.id);
        card.in("", "concurrency", "number", number(values.one(List.of(0, 1, 2, 5))));
        if (!kind.equals("control.times")) {
            card.item("item", "*", values.one(List.of("", "name", "value", "id")));
        }
        scope.give(card, "", "more", "string");
        switch (kind) {
            case "list.map", "object.map" ->
                    scope.seen.add(
                            card.out("new list", values.one(List.of("string[]", "object[]"))));
            case "list.filter" -> scope.seen.add(card.out("list", "object[]"));
            case "list.reduce" -> {
                scope.give(card, "", "memo", "string");
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
    private Helper helper(RandomScope scope, Gives gives) {
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
        RandomScope inside = scope(id, "Helper " + place, depth, false);
        Card begin = inside.flow.card("control.callable");
        seesWhoRuns(inside, begin);
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
            case MEMO -> inside.give(inside.flow.card("control.return"), "", "memo", "string");
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
