package io.hookline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A For Each over many items, each with a helper whose execution stays in history. */
record LoopRound(EngineLoad load) {
    private static final int WARM_UP = 2_000;

    void run(int items) {
        BenchFlow helper = helper();
        Server.Flow flow =
                load.server().prepare(BenchFlow.file(loop(helper), helper), load.slack().url());
        loop(flow, WARM_UP);
        Usage before = Usage.of(load.server());
        JsonNode ended = loop(flow, items);
        Duration took =
                Duration.between(
                        Instant.parse(ended.get("startedAt").asText()),
                        Instant.parse(ended.get("endedAt").asText()));
        ObjectNode line = load.line("for each");
        line.put("perSecond", Math.round(items / (took.toMillis() / 1e3)));
        line.put("items", items).put("status", ended.get("status").asText());
        line.put("helpersInHistory", helpers(ended));
        before.since(line, load.server());
        load.server().liveHeap().ifPresent(bytes -> line.put("liveHeapMiB", bytes >> 20));
        load.print(line);
    }

    private static BenchFlow helper() {
        return BenchFlow.helper("One item", "item:number")
                .card(
                        "add",
                        "math.add",
                        card ->
                                card.from("a:number", "begin.item")
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

    private static BenchFlow loop(BenchFlow helper) {
        return BenchFlow.endpoint("For each item", "body/items:number[]")
                .card(
                        "each",
                        "list.each",
                        card ->
                                card.from("list:number[]", "begin.body/items")
                                        .in("flo:flo", helper.id())
                                        .in("concurrency:number", 1)
                                        .item("item:number"));
    }

    private JsonNode loop(Server.Flow flow, int items) {
        String list =
                IntStream.range(0, items)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(",", "{\"items\":[", "]}"));
        String id = EngineLoad.invoke(flow.invokeUrl(), list);
        load.server().awaitIdle(flow);
        return load.server().execution(id);
    }

    private static long helpers(JsonNode execution) {
        for (JsonNode step : execution.get("steps")) {
            if (step.get("card").asText().equals("list.each")) {
                return step.at("/helpers/count").asLong();
            }
        }
        return 0;
    }
}
