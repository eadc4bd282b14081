package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.e2e.LoopDocument.Card;
import io.hookline.e2e.LoopDocument.Out;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Flows that start each other by Call Flow Async until a limit ends them, and SIGKILL three times
 * in the middle. Each execution writes a row with its place in the chain: {@code 1} for the root,
 * and for each one that it starts its own place with one more digit.
 */
class ChainCrashTest {
    private static final String OURS = "/api/hookline/v1";
    private static final String KERNEL = "root:kernel:";
    private static final Duration LONG = Duration.ofMinutes(5);

    /** What is asked is large. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final int HOPS = 600;
    private static final int EXECUTIONS = 4_000;
    private static final int KILLS = 3;

    private final long seed = Long.getLong("hookline.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private static Hookline start(Path folder) {
        return Hookline.start(
                Hookline.Settings.in(folder)
                        .with("HOOKLINE_CHAINS_HOPS", "" + HOPS)
                        .with("HOOKLINE_CHAINS_EXECUTIONS", "" + EXECUTIONS));
    }

    @Test
    void aRowOfFlowsEndsAfterItsHopsExactlyWhereverItIsKilled(@TempDir Path folder) {
        try (Hookline hookline = start(folder)) {
            Chain chain = new Chain(hookline, 1);
            killInTheMiddle(chain, HOPS);
            List<JsonNode> executions = chain.awaitEnd();

            assertThat(executions.stream().map(execution -> execution.path("hops").asInt()))
                    .as("each hop once")
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, HOPS).boxed().toList());
            assertThat(executions.stream().filter(ChainCrashTest::hasFailed))
                    .singleElement()
                    .satisfies(last -> {
                        assertThat(last.path("hops").asInt()).isEqualTo(HOPS - 1);
                        assertThat(last.at("/error/message").asText())
                                .contains("number " + (HOPS + 1) + " in a row")
                                .contains("chains.hops")
                                .contains(chain.root);
                    });
            assertThat(chain.started()).isEqualTo(HOPS - 1);
            assertThat(chain.rows())
                    .isEqualTo(
                            IntStream.rangeClosed(1, HOPS)
                                    .mapToObj("1"::repeat)
                                    .collect(Collectors.toSet()));
            assertThat(chain.ends()).hasSize(1);
        }
    }

    @Test
    void flowsThatStartTwoEachEndWithTheirBudgetExactlyWhereverTheyAreKilled(@TempDir Path folder) {
        try (Hookline hookline = start(folder)) {
            Chain chain = new Chain(hookline, 2);
            killInTheMiddle(chain, EXECUTIONS);
            List<JsonNode> executions = chain.awaitEnd();

            assertThat(executions).as("the root and what it led to").hasSize(EXECUTIONS + 1);
            assertThat(chain.started()).isEqualTo(EXECUTIONS);
            assertThat(executions.stream().filter(ChainCrashTest::hasFailed))
                    .isNotEmpty()
                    .allSatisfy(failed ->
                            assertThat(failed.at("/error/message").asText())
                                    .contains("4,000 executions were started")
                                    .contains("chains.executions")
                                    .contains(chain.root));
            Set<String> places = chain.rows();
            assertThat(places).as("each execution wrote one row").hasSize(EXECUTIONS + 1);
            assertThat(places.stream().filter(place -> place.length() > 1))
                    .as("who started it ran as well")
                    .allSatisfy(place ->
                            assertThat(places).contains(place.substring(0, place.length() - 1)));
            assertThat(chain.ends()).hasSize(1);
        }
    }

    /** Each time when a quarter more has been started. */
    private void killInTheMiddle(Chain chain, int limit) {
        System.out.println("ChainCrashTest: repeat with -Dhookline.seed=" + seed);
        for (int kill = 1; kill <= KILLS; kill++) {
            int wanted = limit * kill / (KILLS + 1) - random.nextInt(limit / 10);
            Await.until(wanted + " are started", LONG, () -> chain.started() >= wanted);
            chain.hookline.kill();
            chain.hookline.startAgain();
            assertThat(chain.started())
                    .as("kill %d of seed %d is in the middle", kill, seed)
                    .isGreaterThanOrEqualTo(wanted)
                    .isLessThan(limit - 1);
        }
    }

    private static boolean hasFailed(JsonNode execution) {
        return !execution.path("status").asText().equals("SUCCESS");
    }

    /** Two flows that start each other, and what became of them. */
    private static final class Chain {
        final Hookline hookline;
        final String table;
        final String root;

        /**
         * @param width how many each one starts
         */
        Chain(Hookline hookline, int width) {
            this.hookline = hookline;
            Api api = hookline.api();
            ObjectNode named = JsonNodeFactory.instance.objectNode().put("name", "Chains");
            String folder = Workspace.id(api.post(OURS + "/folders", named).expect(201).json());
            table = makeTable(api, folder);
            String here = create(api, folder, new LoopDocument("Here"));
            String there = create(api, folder, new LoopDocument("There"));
            fill(api, here, starting(there, width));
            fill(api, there, starting(here, width));
            api.post(OURS + "/flows/" + here + "/on?helpers=true", saving()).expect(200);
            ObjectNode run = JsonNodeFactory.instance.objectNode();
            run.putObject("inputs").put("place", "1");
            root = Workspace.id(api.post(OURS + "/flows/" + here + "/run", run).expect(202).json());
        }

        private static ObjectNode saving() {
            return JsonNodeFactory.instance.objectNode().put("saveData", true);
        }

        private static String makeTable(Api api, String folder) {
            ObjectNode table = JsonNodeFactory.instance.objectNode().put("name", "Places");
            table.putObject("folder").put("id", folder);
            table.putArray("columns").addObject().put("name", "Place").put("type", "text");
            return Workspace.id(api.post(OURS + "/tables", table).expect(201).json());
        }

        private static String create(Api api, String folder, LoopDocument flow) {
            trigger(flow);
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.putObject("folder").put("id", folder);
            body.set("document", flow.document());
            return Workspace.id(api.post(OURS + "/flows", body).expect(201).json());
        }

        private static void fill(Api api, String id, LoopDocument flow) {
            ObjectNode document = flow.document().put("id", id);
            document.withObjectProperty("data").put("uuid", id);
            api.put(OURS + "/flows/" + id + "/document", document).expect(200);
        }

        private static Out trigger(LoopDocument flow) {
            return flow.card(KERNEL + "control:0.0.1:callable")
                    .in("", "place", "string", JsonNodeFactory.instance.nullNode())
                    .out("", "place", "string");
        }

        private LoopDocument starting(String other, int width) {
            LoopDocument flow = new LoopDocument("Starts " + width);
            Out place = trigger(flow);
            flow.card("root:channels:http:stash:1.0.0:createRow")
                    .in("parameters", "stash", "string", table)
                    .link("Fields", "Place", "string", place);
            for (int i = 1; i <= width; i++) {
                Card longer = flow.card(KERNEL + "string:0.0.1:concat");
                longer.link("", "string1", "string", place).in("", "string2", "string", "" + i);
                Out next = longer.out("", "output", "string");
                flow.card(KERNEL + "control:0.0.1:run")
                        .in("", "flo", "flo", other)
                        .link("", "place", "string", next);
            }
            return flow;
        }

        private JsonNode execution() {
            return new Workspace(hookline.api()).execution(root);
        }

        /** How many were started, as the store counts them. */
        int started() {
            return execution().at("/chain/executions").asInt();
        }

        /** The root and all that it led to, when nothing of it goes on. */
        List<JsonNode> awaitEnd() {
            Workspace workspace = new Workspace(hookline.api());
            List<JsonNode> all =
                    Await.value(
                            "all that was ever started has ended",
                            LONG,
                            PAUSE,
                            () ->
                                    Optional.of(workspace.executions("&root=" + root))
                                            .filter(found ->
                                                    found.stream().noneMatch(Workspace::isOpen))
                                            .filter(found -> found.size() == started() + 1));
            assertThat(all.stream().map(Workspace::id)).doesNotHaveDuplicates();
            return Stream.concat(
                            all.stream().filter(one -> !Workspace.id(one).equals(root)),
                            Stream.of(execution()))
                    .toList();
        }

        /** The places that wrote rows; one that has two fails. */
        Set<String> rows() {
            Set<String> places = new HashSet<>();
            Optional<String> next = Optional.of(OURS + "/tables/" + table + "/rows?limit=1000");
            while (next.isPresent()) {
                Api.Reply page = hookline.api().get(next.get()).expect(200);
                for (JsonNode row : page.json()) {
                    String place = row.at("/values/Place").asText();
                    assertThat(places.add(place)).as("a second row of %s", place).isTrue();
                }
                next = page.next();
            }
            return places;
        }

        /** What the log says of chains that came to a limit. */
        List<JsonNode> ends() {
            return new ArrayList<>(
                    new Workspace(hookline.api())
                            .log("eventType eq \"hookline.execution.chain_ended\""));
        }
    }
}
