package io.hookline.bench;

import io.hookline.flow.model.Flow;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Flows of one card that decides or calls, many times over: cards that call a helper for each item
 * do so for as many items, the others are repeated.
 */
final class SteeringFlows {
    private static final Set<String> DECIDING =
            Set.of(
                    "control.comment",
                    "control.continueIf",
                    "control.noop",
                    "control.run",
                    "control.spawn",
                    "control.throwIf",
                    "control.until");
    private static final Set<String> LOOPING =
            Set.of(
                    "control.times",
                    "list.asyncEach",
                    "list.each",
                    "list.filter",
                    "list.map",
                    "list.reduce");

    private SteeringFlows() {}

    static List<String> cards() {
        Set<String> all = new TreeSet<>(DECIDING);
        all.addAll(LOOPING);
        return List.copyOf(all);
    }

    /** What each card calls: a flow that gives back what it gets. */
    static Flow helper() {
        return Flow.read(
                BenchFlow.helper("Same", "item:number", "memo:number")
                        .card("end", "control.return", card -> card.from("r:number", "begin.item"))
                        .document());
    }

    /** A flow that runs the card that many times; empty when there is no such flow. */
    static Optional<Flow> of(String id, int times) {
        if (!DECIDING.contains(id) && !LOOPING.contains(id)) {
            return Optional.empty();
        }
        BenchFlow flow = BenchFlow.manual(id);
        int copies = LOOPING.contains(id) ? 1 : times;
        for (int i = 0; i < copies; i++) {
            flow.card("card" + i, id, inputs(id, times));
        }
        return Optional.of(Flow.read(flow.document()));
    }

    private static Consumer<BenchFlow.Card> inputs(String id, int times) {
        return switch (id) {
            case "control.continueIf" -> card -> compared(card, ">");
            case "control.throwIf" ->
                    card ->
                            compared(card, "<")
                                    .in("message:string", "No")
                                    .in("statusCode:string", "404");
            case "control.until" -> card -> card.in("date:Date", "2020-01-01T00:00:00Z");
            case "control.run", "control.spawn" ->
                    card -> card.in("flo:flo", "same").in("item:number", 1);
            case "control.times" ->
                    card ->
                            card.in("count:number", times)
                                    .in("flo:flo", "same")
                                    .in("item:number", 1);
            case "list.reduce" ->
                    card -> looping(card, times).in("memo:number", 0).out("item:number");
            case "list.each", "list.asyncEach" ->
                    card -> looping(card, times).in("concurrency:number", 1);
            case "list.filter", "list.map" ->
                    card ->
                            looping(card, times)
                                    .in("concurrency:number", 1)
                                    .out("new list:number[]");
            default -> card -> {};
        };
    }

    private static BenchFlow.Card compared(BenchFlow.Card card, String operator) {
        return card.in("left-operand:number", 2)
                .in("operator:string", operator)
                .in("right-operand:number", 1);
    }

    private static BenchFlow.Card looping(BenchFlow.Card card, int times) {
        return card.in("list:number[]", IntStream.range(0, times).toArray())
                .in("flo:flo", "same")
                .item("item:number");
    }
}
