package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.e2e.LoopDocument.Card;
import io.hookline.e2e.LoopDocument.Out;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One execution with a For Each, a Map and a stream over 10,000 items each, and SIGKILL in the
 * middle of each of them.
 */
class LongLoopCrashTest {
    private static final String OURS = "/api/hookline/v1";
    private static final Duration LONG = Duration.ofMinutes(3);

    /** What is asked is large. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final int ITEMS = 10_000;
    private static final int AT_A_TIME = 20;

    /**
     * Helpers without effects whose ends are not on disk yet: a few writes are underway at a time,
     * each with the ends of so many.
     */
    private static final int NOT_YET_WRITTEN = 1_000;

    private static final List<String> CARDS = List.of("1", "2", "4");

    private final long seed = Long.getLong("hookline.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** An end of the process in the middle of a card. */
    private record Kill(String path, int done, Instant at) {}

    @Test
    void everyItemIsDoneOnceAndInOrderWhereverItIsKilled(@TempDir Path folder) {
        System.out.println("LongLoopCrashTest: repeat with -Dhookline.seed=" + seed);
        try (Hookline hookline = Hookline.start(Hookline.Settings.in(folder))) {
            Workspace workspace = new Workspace(hookline.api());
            String place = makeFolder(hookline.api());
            String rows = makeTable(hookline.api(), place);
            String main = makeFlows(hookline.api(), place, rows);
            String id =
                    Workspace.id(
                            hookline.api()
                                    .post(OURS + "/flows/" + main + "/run")
                                    .expect(202)
                                    .json());
            List<Kill> kills = new ArrayList<>();
            for (String card : CARDS) {
                kills.add(killInTheMiddleOf(card, hookline, id));
                hookline.startAgain();
            }

            JsonNode ended =
                    Await.value(
                            "the end of the execution",
                            LONG,
                            PAUSE,
                            () ->
                                    Optional.of(workspace.execution(id))
                                            .filter(found -> !Workspace.isOpen(found)));

            assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("SUCCESS");
            assertThat(rows(hookline.api(), rows)).isEqualTo(numbers());
            assertThat(step(ended, "3").at("/outputs/string").asText())
                    .isEqualTo(
                            numbers().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(",")));
            assertThat(step(ended, "4").at("/outputs/Result/Records Streamed").asInt())
                    .isEqualTo(ITEMS);
            for (Kill kill : kills) {
                assertThat(step(ended, kill.path()).at("/progress/done").asInt()).isEqualTo(ITEMS);
                assertGoesOnInTheMiddle(workspace, id, kill);
            }
        }
    }

    /** Kills when so many helpers of a card have ended as history says, neither few nor most. */
    private Kill killInTheMiddleOf(String card, Hookline hookline, String id) {
        int wanted = ITEMS / 5 + random.nextInt(ITEMS / 2);
        int done =
                Await.value(
                        wanted + " of card " + card,
                        LONG,
                        PAUSE,
                        () ->
                                Optional.of(done(hookline, id, card))
                                        .filter(count -> count >= wanted));
        Kill kill = new Kill(card, done, Instant.now());
        hookline.kill();
        return kill;
    }

    private static int done(Hookline hookline, String id, String card) {
        JsonNode execution = new Workspace(hookline.api()).execution(id);
        return step(execution, card).at("/progress/done").asInt();
    }

    private static JsonNode step(JsonNode execution, String path) {
        for (JsonNode step : execution.path("steps")) {
            if (step.path("path").asText().equals(path)) {
                return step;
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }

    /** What had ended before is not run again, but for the last ones. */
    private static void assertGoesOnInTheMiddle(Workspace workspace, String id, Kill kill) {
        List<JsonNode> helpers = workspace.executions("&parent=" + id + "&path=" + kill.path());
        assertThat(helpers).hasSize(ITEMS);
        assertThat(helpers)
                .allSatisfy(
                        helper -> assertThat(helper.path("status").asText()).isEqualTo("SUCCESS"));
        long before =
                helpers.stream()
                        .filter(helper ->
                                Instant.parse(helper.path("startedAt").asText())
                                        .isBefore(kill.at()))
                        .count();
        assertThat(before)
                .as("card %s, killed when %d had ended", kill.path(), kill.done())
                .isGreaterThanOrEqualTo(kill.done() - NOT_YET_WRITTEN);
    }

    private static String makeFolder(Api api) {
        ObjectNode folder = JsonNodeFactory.instance.objectNode().put("name", "Loops");
        return Workspace.id(api.post(OURS + "/folders", folder).expect(201).json());
    }

    private static String makeTable(Api api, String folder) {
        ObjectNode table = JsonNodeFactory.instance.objectNode().put("name", "Numbers");
        table.putObject("folder").put("id", folder);
        table.putArray("columns").addObject().put("name", "Number").put("type", "number");
        return Workspace.id(api.post(OURS + "/tables", table).expect(201).json());
    }

    /** The helpers and the flow that runs them over all numbers; the flow's id. */
    private static String makeFlows(Api api, String folder, String table) {
        LoopDocument row = new LoopDocument("Make a row");
        Out number = trigger(row, "item", "number");
        row.card("root:channels:http:stash:1.0.0:createRow")
                .in("parameters", "stash", "string", table)
                .link("Fields", "Number", "number", number);
        LoopDocument same = new LoopDocument("Same");
        Out item = trigger(same, "item", "number");
        same.card("root:kernel:control:0.0.1:return").link("", "number", "number", item);
        LoopDocument look = new LoopDocument("Look at a row");
        trigger(look, "Record", "object");

        LoopDocument all = new LoopDocument("All");
        all.card("root:kernel:control:0.0.1:noop");
        loop(all, "each", save(api, folder, row));
        Out made = loop(all, "map", save(api, folder, same)).out("", "new list", "number[]");
        Card join = all.card("root:kernel:list:0.0.1:join").in("", "delimiter", "string", ",");
        join.link("", "list", "number[]", made).out("", "string", "string");
        all.card("root:channels:http:stash:1.0.0:searchRows2")
                .in("parameters", "stash", "string", table)
                .in("parameters", "resultSet", "string", "stream")
                .in("Streaming", "Flow", "flo", save(api, folder, look))
                .out("Result", "Records Streamed", "number");
        return save(api, folder, all);
    }

    private static Out trigger(LoopDocument helper, String key, String type) {
        Card start = helper.card("root:kernel:control:0.0.1:callable");
        return start.in("", key, type, JsonNodeFactory.instance.nullNode()).out("", key, type);
    }

    private static Card loop(LoopDocument flow, String kind, String helper) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        numbers().forEach(list::add);
        return flow.card("root:kernel:list:0.0.1:" + kind)
                .in("", "list", "number[]", list)
                .in("", "flo", "flo", helper)
                .in("", "concurrency", "number", JsonNodeFactory.instance.numberNode(AT_A_TIME))
                .item("item", "number");
    }

    private static String save(Api api, String folder, LoopDocument flow) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("folder").put("id", folder);
        body.set("document", flow.document());
        JsonNode saved = api.post(OURS + "/flows", body).expect(201).json();
        new Workspace(api).switchOn(saved);
        return Workspace.id(saved);
    }

    private static List<Integer> numbers() {
        return IntStream.range(0, ITEMS).boxed().toList();
    }

    /** The numbers of all rows in order; a number that has two rows fails. */
    private static List<Integer> rows(Api api, String table) {
        Set<Integer> numbers = new HashSet<>();
        Optional<String> next = Optional.of(OURS + "/tables/" + table + "/rows?limit=1000");
        while (next.isPresent()) {
            Api.Reply page = api.get(next.get()).expect(200);
            for (JsonNode row : page.json()) {
                int number = row.at("/values/Number").asInt(-1);
                assertThat(numbers.add(number)).as("a second row of %d", number).isTrue();
            }
            next = page.json().isEmpty() ? Optional.empty() : page.next();
        }
        return numbers.stream().sorted().toList();
    }
}
