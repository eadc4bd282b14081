package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.Effect;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.flopack.FlowOutline;
import io.hookline.flow.flopack.FlowOutline.Connected;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.model.Flow;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** What may be asked before a flow is saved, against what the engine opens when it runs. */
class OpenedConnectionsTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final List<String> ADDRESSES =
            List.of(
                    "root:channels:http:slack:1.6.244:send",
                    "root:channels:http:slack::send",
                    "root:channels:slack:slack:0.0.1:send",
                    "root:kernel:slack:0.0.1:send",
                    "root:kernel:slack:1.6.244:send",
                    "root:channels:http:slack:1.0.0:inventChannel",
                    "root:kernel:slack:1.0.0:inventChannel",
                    "root:channels:http:stash:1.0.0:readRow",
                    "root:channels:http:stash:1.0.0:whatever",
                    "root:kernel:stash:1.0.0:whatever",
                    "root:channels:http:acme:1.0.0:readUser",
                    "root:channels:http:acme:1.0.0:send",
                    "root:kernel:control:0.0.1:comment",
                    "root:channels:http:control:0.0.1:comment",
                    "root:kernel:string:0.0.1:toLowerCase",
                    "root:channels:http:string:0.0.1:toLowerCase",
                    "root:channels:http:string:0.0.1:whatever");

    private final World world = new World();
    private final Set<String> opened = new TreeSet<>();

    @Connector(id = "slack", name = "Slack", version = "1.6.244")
    private static final class Slack {
        private final Set<String> opened;

        Slack(Set<String> opened) {
            this.opened = opened;
        }

        @Card(id = "slack.send", title = "Send", help = "Sends.", effect = Effect.NOTIFY)
        void send(CardContext context) {
            Connection connection = context.connection();
            opened.add("slack " + connection.id());
            connection.notes().accept("It waited for " + connection.name() + ".");
        }
    }

    @Connector(id = "stash", name = "Tables", version = "1.0.0", connects = false)
    private static final class Tables {
        @Card(id = "stash.readRow", title = "Read Row", help = "Reads.", effect = Effect.READ)
        void readRow(CardContext context) {
            context.connection();
        }
    }

    private Interpreter interpreter() {
        return new Interpreter(
                CardCatalog.of(FunctionCards.all().toArray())
                        .with(new Slack(opened), new Tables())
                        .with((card, inputs, context) -> {
                            String module = card.substring(0, card.indexOf('.'));
                            opened.add(module + " " + context.connection().id());
                            return (ObjectNode) JsonText.read("{}");
                        }));
    }

    private void connection(String id, String connector, boolean standIn) {
        world.connections.put(
                id,
                new Connection(
                        id, id, connector, Optional.empty(), new Connection.Auth.None(), standIn));
    }

    private static TestFlows one(String address, String connection) {
        return TestFlows.manual("f")
                .card("it", "acme.readUser", card -> card.connection(connection).address(address));
    }

    private Outcome run(ObjectNode document) {
        return interpreter()
                .run(
                        EXECUTION,
                        Flow.read(document),
                        TriggerInput.of(Map.of()),
                        world.host(EXECUTION));
    }

    @Test
    void aCardOfAConnectorUnderAnAddressOfTheKernelOpensNothing() {
        connection("mine", "slack", false);
        ObjectNode flow = one("root:kernel:slack:0.0.1:send", "mine").document();

        var outcome = (Outcome.Failed) run(flow);

        assertThat(outcome.failure())
                .hasMessage(
                        "The card slack.send belongs to the connector slack; its address must"
                                + " begin with root:channels:http:slack, not with root:kernel.");
        assertThat(opened).isEmpty();
        assertThat(connections(flow)).containsExactly("mine");
    }

    @Test
    void whatACallNotesStandsInTheHistoryOfItsCard() {
        connection("mine", "slack", false);

        Outcome outcome = run(one("root:channels:http:slack:1.0.0:send", "mine").document());

        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(world.steps.get(EXECUTION))
                .anyMatch(step -> step.note().equals(Optional.of("It waited for mine.")));
    }

    @ParameterizedTest
    @CsvSource({
        "root:channels:http:slack:1.0.0:send, acme, false",
        "root:channels:http:slack:1.0.0:send, acme, true",
        "root:channels:http:stash:1.0.0:whatever, acme, true",
        "root:channels:http:slack:1.0.0:inventChannel, acme, true"
    })
    void aConnectionServesCardsOfItsOwnConnectorOnly(
            String address, String connector, boolean standIn) {
        connection("mine", connector, standIn);

        var outcome = (Outcome.Failed) run(one(address, "mine").document());

        String module = CardAddress.parse(address).orElseThrow().module();
        assertThat(outcome.failure())
                .hasMessage(
                        "The connection \"mine\" is one of acme and serves no card of "
                                + module
                                + ". Choose a connection of "
                                + module
                                + " for this card.");
        assertThat(opened).isEmpty();
    }

    @Test
    void aCardThatNeedsNoConnectionIsRefusedOneThatWasChosenForIt() {
        connection("mine", "stash", true);

        var outcome =
                (Outcome.Failed) run(one("root:channels:http:stash:1:readRow", "mine").document());

        assertThat(outcome.failure())
                .hasMessage("The card stash.readRow works without a connection.");
    }

    /** However cards are spelled and nested, and whatever connections are chosen for them. */
    @RepeatedTest(300)
    void theEngineOpensNothingThatTheCheckOfThePermissionDoesNotSee() {
        long seed = Long.getLong("hookline.seed", System.nanoTime());
        Random random = new Random(seed);
        for (String connector : List.of("slack", "acme", "stash", "string", "control")) {
            connection(connector + "1", connector, false);
            connection(connector + "2", connector, true);
        }
        ObjectNode document = flow(random, 0).document();

        run(document);

        Set<String> seen = connections(document);
        assertThat(opened)
                .as("seed %d, flow %s", seed, document)
                .allSatisfy(what -> {
                    String[] parts = what.split(" ");
                    assertThat(seen).contains(parts[1]);
                    assertThat(world.connections.get(parts[1]).connector()).isEqualTo(parts[0]);
                });
        assertThat(opened).as("seed %d, flow %s", seed, document).isEqualTo(expected(document));
    }

    private static Set<String> connections(ObjectNode document) {
        return FlowOutline.of(document).uses().stream()
                .filter(use -> use.kind() == Use.Kind.CONNECTION)
                .map(Use::target)
                .collect(Collectors.toSet());
    }

    /** What the cards open by their resolution alone; every card of these flows is reached. */
    private Set<String> expected(ObjectNode document) {
        Interpreter interpreter = interpreter();
        Set<String> expected = new TreeSet<>();
        for (Connected card : FlowOutline.connected(document)) {
            Connection connection = world.connections.get(card.connection());
            boolean opens =
                    switch (interpreter.resolve(card.address()).connecting()) {
                        case NONE -> false;
                        case CHOSEN -> true;
                        case STAND_IN -> connection.standIn();
                    };
            if (opens && connection.serves(card.address())) {
                expected.add(card.address().module() + " " + connection.id());
            }
        }
        return expected;
    }

    /** Each card in an If Error, so that the next one is reached as well. */
    private TestFlows flow(Random random, int depth) {
        TestFlows flow = depth == 0 ? TestFlows.manual("f") : TestFlows.helper("h" + depth);
        int cards = 1 + random.nextInt(4);
        for (int i = 0; i < cards; i++) {
            flow.card(
                    "try" + depth + i,
                    "control.tryCatch",
                    card ->
                            card.body("flo:flo", attempt(random, depth))
                                    .handler(TestFlows.helper("c")));
        }
        return flow;
    }

    private TestFlows attempt(Random random, int depth) {
        if (depth < 2 && random.nextInt(4) == 0) {
            return flow(random, depth + 1);
        }
        List<String> ids = List.copyOf(world.connections.keySet());
        return TestFlows.helper("a")
                .card(
                        "it",
                        "acme.readUser",
                        card ->
                                card.connection(ids.get(random.nextInt(ids.size())))
                                        .address(ADDRESSES.get(random.nextInt(ADDRESSES.size()))));
    }

    @ParameterizedTest
    @CsvSource({
        "root:kernel:string:0.0.1",
        "root:kernel:string:0.0.1:a:b",
        "root:channels:http:slack:send",
        "root:channels:http:slack:1:send:x",
        "root:kernel:string:0.0.1:",
        "root:Kernel:string:0.0.1:compose",
        "kernel:string:0.0.1:compose:x",
        "root:other:http:slack:1.0.0:send"
    })
    void whatIsNoAddressNamesNoCard(String text) {
        assertThat(CardAddress.parse(text)).isEmpty();
    }

    @Test
    void handlersAndNestedFlowsAreSeen() {
        ObjectNode flow =
                TestFlows.manual("f")
                        .card(
                                "try",
                                "control.tryCatch",
                                card ->
                                        card.body("flo:flo", one("root:kernel:a:1:b", "c1"))
                                                .handler(one("root:channels:http:a:1:b", "c2")))
                        .document();

        assertThat(connections(flow)).containsExactlyInAnyOrder("c1", "c2");
    }
}
