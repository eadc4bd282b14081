package io.hookline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Cards that call a helper for each of many items: For Each, Map, and a search that streams the
 * rows of a table. The execution of each helper stays in history.
 */
record LoopRound(EngineLoad load) {
    private static final int WARM_UP = 2_000;

    /** Rows made at a time, which share commits. */
    private static final int FILLING = 10;

    private static final String STREAM = "stash.searchRows2";

    void each(int items) {
        BenchFlow helper = reading(BenchFlow.helper("One item", "item:number"), "begin.item");
        loop("for each", "list.each", over("For each item", "list.each", 1, helper), helper, items);
    }

    void map(int items) {
        BenchFlow helper =
                reading(BenchFlow.helper("Result of one item", "item:number"), "begin.item")
                        .card(
                                "end",
                                "control.return",
                                card -> card.from("o:string", "text.output"));
        BenchFlow flow = over("Result of each item", "list.map", 1, helper);
        loop("map", "list.map", flow, helper, items);
    }

    /** Fills a table and loops over it twice, first to warm up. */
    void stream(int items) {
        BenchFlow fill =
                BenchFlow.helper("One row", "item:number")
                        .card(
                                "row",
                                "stash.createRow",
                                card ->
                                        card.in("parameters/stash:string", BenchFlow.TABLE)
                                                .from("Fields/Number:number", "begin.item"));
        BenchFlow record =
                BenchFlow.helper("One record", "Record:object", "State:object")
                        .card(
                                "number",
                                "object.get",
                                card ->
                                        card.from("object:object", "begin.Record")
                                                .in("path:string", "Number")
                                                .out("output:number"));
        BenchFlow flow =
                over("Fill and stream", "list.each", FILLING, fill)
                        .card(
                                "search",
                                STREAM,
                                card ->
                                        card.in("parameters/stash:string", BenchFlow.TABLE)
                                                .in("parameters/resultSet:string", "stream")
                                                .in("Streaming/Flow:flo", record.id())
                                                .out("Result/Records Streamed:number"));
        Server.Flow prepared =
                load.server()
                        .prepare(
                                BenchFlow.file(flow, fill, reading(record, "number.output")),
                                load.slack().url());
        JsonNode filled = invoke(prepared, items);
        ObjectNode made = load.line("rows made in a loop").put("items", items);
        load.print(rate(made, filled, "list.each"));
        measure(load.line("stream"), STREAM, prepared, 0);
    }

    /** Adds one and writes a text. */
    private static BenchFlow reading(BenchFlow helper, String number) {
        return helper.card(
                        "add",
                        "math.add",
                        card ->
                                card.from("a:number", number)
                                        .in("b:number", 1)
                                        .out("output:number"))
                .card(
                        "text",
                        "string.compose",
                        card ->
                                card.in("_text_:string", "Item {{{number}}}")
                                        .from("number:number", "add.output")
                                        .out("output:string"));
    }

    private static BenchFlow over(String name, String loop, int atATime, BenchFlow helper) {
        return BenchFlow.endpoint(name, "body/items:number[]")
                .card(
                        "each",
                        loop,
                        card ->
                                card.from("list:number[]", "begin.body/items")
                                        .in("flo:flo", helper.id())
                                        .in("concurrency:number", atATime)
                                        .item("item:number")
                                        .out("new list:string[]"));
    }

    private void loop(String name, String card, BenchFlow flow, BenchFlow helper, int items) {
        Server.Flow prepared =
                load.server().prepare(BenchFlow.file(flow, helper), load.slack().url());
        invoke(prepared, WARM_UP);
        measure(load.line(name), card, prepared, items);
    }

    private void measure(ObjectNode line, String card, Server.Flow flow, int items) {
        Usage before = Usage.of(load.server());
        String id = EngineLoad.invoke(flow.invokeUrl(), body(items));
        Optional<Long> underway = heapInTheMiddle(id, card);
        load.server().awaitIdle(flow);
        JsonNode ended = load.server().execution(id);
        rate(line, ended, card).put("status", ended.get("status").asText());
        before.since(line, load.server());
        underway.ifPresent(bytes -> line.put("liveHeapUnderwayMiB", bytes >> 20));
        load.server().liveHeap().ifPresent(bytes -> line.put("liveHeapMiB", bytes >> 20));
        load.print(line);
    }

    /** The memory in use when some helpers have ended; empty when all were quicker than we look. */
    private Optional<Long> heapInTheMiddle(String id, String card) {
        while (true) {
            JsonNode execution = load.server().execution(id);
            if (!execution.get("endedAt").isNull()) {
                return Optional.empty();
            }
            if (helpers(execution, card) >= WARM_UP) {
                return load.server().liveHeap();
            }
            Server.pause(Duration.ofMillis(50));
        }
    }

    /** How many helpers one card ran in a second. */
    private static ObjectNode rate(ObjectNode line, JsonNode execution, String card) {
        JsonNode step = step(execution, card);
        long helpers = helpers(execution, card);
        line.put("perSecond", Math.round(helpers / (step.path("millis").asDouble() / 1e3)));
        return line.put("helpersInHistory", helpers);
    }

    private JsonNode invoke(Server.Flow flow, int items) {
        String id = EngineLoad.invoke(flow.invokeUrl(), body(items));
        load.server().awaitIdle(flow);
        return load.server().execution(id);
    }

    private static String body(int items) {
        return IntStream.range(0, items)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "{\"items\":[", "]}"));
    }

    private static long helpers(JsonNode execution, String card) {
        return step(execution, card).at("/helpers/count").asLong();
    }

    private static JsonNode step(JsonNode execution, String card) {
        for (JsonNode step : execution.get("steps")) {
            if (step.get("card").asText().equals(card)) {
                return step;
            }
        }
        return execution.path("none");
    }
}
