package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.StandIn;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Cards of connectors that are not installed fail only when reached, or are answered for. */
class StandInTest {
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private final World world = new World();
    private String asked = "";

    private Outcome run(TestFlows flow) {
        var interpreter =
                new Interpreter(CardCatalog.of(FunctionCards.all().toArray()).with(this::answer));
        return interpreter.run(
                EXECUTION, flow.read(), TriggerInput.of(Map.of()), world.host(EXECUTION));
    }

    private ObjectNode answer(String card, ObjectNode inputs, CardContext context) {
        asked = card + " " + JsonText.write(inputs) + " " + context.connection().name();
        return (ObjectNode) JsonText.read("{\"User\": {\"ID\": 7}, \"Status\": \"ACTIVE\"}");
    }

    private void connection(boolean standIn) {
        world.connections.put(
                "c1",
                new Connection(
                        "c1",
                        "Ours",
                        "acme",
                        Optional.empty(),
                        new Connection.Auth.None(),
                        standIn));
    }

    private static TestFlows flow() {
        return TestFlows.manual("f")
                .card(
                        "ask",
                        "acme.readUser",
                        card ->
                                card.connection("c1")
                                        .in("User/ID or Login:string", "ada")
                                        .in("limit:number", 5)
                                        .out("User/ID:string")
                                        .out("User/Status:string")
                                        .out("User/Email:string"))
                .card(
                        "end",
                        "control.return",
                        card ->
                                card.from("id:string", "ask.User/ID")
                                        .from("status:string", "ask.User/Status")
                                        .from("email:string", "ask.User/Email"));
    }

    @Test
    void aConnectionThatStandsInAnswersTheCard() {
        connection(true);

        var outcome = (Outcome.Completed) run(flow());

        assertThat(asked)
                .isEqualTo("acme.readUser {\"User\":{\"ID or Login\":\"ada\"},\"limit\":5} Ours");
        assertThat(outcome.reply().orElseThrow().toString()).contains("\"7\"", "ACTIVE");
    }

    @Test
    void withoutThatMarkItFailsWithTheNameOfWhatIsMissing() {
        connection(false);

        var outcome = (Outcome.Failed) run(flow());

        assertThat(outcome.failure())
                .hasMessage(
                        "The connector acme with the card acme.readUser is not installed here. A"
                                + " service of your own can stand in for it: set standIn on a"
                                + " connection of acme.");
        assertThat(asked).isEmpty();
    }

    @Test
    void whatSurroundsACardThatIsNotReachedWorks() {
        var flow =
                TestFlows.manual("f")
                        .card(
                                "stop",
                                "control.continueIf",
                                card ->
                                        card.in("left-operand:number", 1)
                                                .in("operator:string", "==")
                                                .in("right-operand:number", 2))
                        .card("ask", "acme.readUser", card -> card.connection("c1"));

        assertThat(run(flow)).isInstanceOf(Outcome.Stopped.class);
    }

    @Test
    void ifErrorCatchesACardThatIsMissing() {
        var flow =
                TestFlows.manual("f")
                        .card(
                                "try",
                                "control.tryCatch",
                                card ->
                                        card.body(
                                                        "flo:flo",
                                                        TestFlows.helper("t")
                                                                .card(
                                                                        "ask",
                                                                        "acme.readUser",
                                                                        inner -> {}))
                                                .handler(
                                                        TestFlows.helper(
                                                                        "c", "context/error:object")
                                                                .card(
                                                                        "back",
                                                                        "control.return",
                                                                        inner ->
                                                                                inner.in(
                                                                                        "said:string",
                                                                                        "caught")))
                                                .out("said:string"))
                        .card("end", "control.return", card -> card.from("r:string", "try.said"));

        assertThat(((Outcome.Completed) run(flow)).reply().orElseThrow().toString())
                .contains("caught");
    }

    @ParameterizedTest
    @CsvSource({
        "okta.readUser, READ",
        "okta.getUserGroups, READ",
        "jira.SearchIssues, READ",
        "box.list_files, READ",
        "okta.suspendUser, DESTRUCTIVE",
        "acme.doGet, DESTRUCTIVE",
        "httpfunctions.post, DESTRUCTIVE"
    })
    void onlyWhatSoundsLikeReadingIsTakenForIt(String card, Effect effect) {
        assertThat(StandIn.effect(card)).isEqualTo(effect);
    }

    private void forAll() {
        world.standIns.put(
                "acme",
                new Connection(
                        "c9",
                        "Everything of Acme",
                        "acme",
                        Optional.empty(),
                        new Connection.Auth.None(),
                        true));
    }

    @Test
    void oneConnectionStandsInForCardsWithoutOne() {
        forAll();
        TestFlows none =
                TestFlows.manual("f")
                        .card("ask", "acme.readUser", card -> card.out("Status:string"))
                        .card("end", "control.return", card -> card.from("s:string", "ask.Status"));

        assertThat(((Outcome.Completed) run(none)).reply().orElseThrow().toString())
                .contains("ACTIVE");
        assertThat(asked).isEqualTo("acme.readUser {} Everything of Acme");
        world.durable.clear();

        // the chosen one is still an empty stub
        assertThat(run(flow())).isInstanceOf(Outcome.Completed.class);
        world.durable.clear();

        // it is set up for the real system
        connection(false);
        assertThat(run(flow())).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void nothingNullAndEmptyAreThreeThings() {
        connection(true);
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "nothing",
                                "object.get",
                                card ->
                                        card.in("object:object", Map.of())
                                                .in("path:string", "no.such")
                                                .out("output:*"))
                        .card(
                                "ask",
                                "acme.readUser",
                                card ->
                                        card.connection("c1")
                                                .in("absent:string", null)
                                                .in("Group/absent:string", null)
                                                .from("null:string", "nothing.output")
                                                .from("list:string[]", "nothing.output")
                                                .in("empty:string", "")
                                                .in("zero:number", 0));

        assertThat(run(flow)).isInstanceOf(Outcome.Completed.class);
        assertThat(asked)
                .isEqualTo(
                        "acme.readUser {\"null\":null,\"list\":null,\"empty\":\"\",\"zero\":0}"
                                + " Ours");
    }

    private TestFlows streaming() {
        world.helpers.put(
                "each",
                TestFlows.helper("each", "Record:object", "State:object")
                        .card(
                                "keep",
                                "control.let",
                                card ->
                                        card.from("record:object", "begin.Record")
                                                .from("state:object", "begin.State")
                                                .out("record:object")
                                                .out("state:object"))
                        .card(
                                "wait",
                                "control.wait",
                                card -> card.in("delay:number", 1).in("unit:string", "minute"))
                        .read());
        return TestFlows.manual("f")
                .card(
                        "search",
                        "acme.searchUsers",
                        card ->
                                card.connection("c1")
                                        .in("query:string", "a*")
                                        .in("Streaming/Flow:flo", "each")
                                        .in("Streaming/tag:string", "t")
                                        .out("Output/Records Streamed:number"))
                .card(
                        "end",
                        "control.return",
                        card -> card.from("n:number", "search.Output/Records Streamed"));
    }

    /** The records are asked for once, whatever waits in between. */
    @Test
    void eachRecordGoesToTheHelper() {
        connection(true);
        var answers = new Records();
        var interpreter =
                new Interpreter(CardCatalog.of(FunctionCards.all().toArray()).with(answers));

        Outcome outcome =
                world.toEnd(interpreter, EXECUTION, streaming().read(), TriggerInput.of(Map.of()));

        assertThat(((Outcome.Completed) outcome).reply().orElseThrow().toString()).contains("3");
        assertThat(answers.asked)
                .containsExactly("{\"query\":\"a*\",\"Streaming\":{\"tag\":\"t\"}}");
        assertThat(
                        world.steps.values().stream()
                                .flatMap(List::stream)
                                .filter(step -> step.card().equals("control.let"))
                                .map(step -> JsonText.write(step.outputs()))
                                .distinct())
                .containsExactly(
                        "{\"record\":{\"ID\":1},\"state\":{\"tag\":\"t\"}}",
                        "{\"record\":{\"ID\":2},\"state\":{\"tag\":\"t\"}}",
                        "{\"record\":{\"ID\":3},\"state\":{\"tag\":\"t\"}}");
    }

    /** What cannot give records says so, and does not answer as if the helper had run. */
    @Test
    void aStandInWithoutRecordsFails() {
        connection(true);

        assertThat(((Outcome.Failed) run(streaming())).failure())
                .hasMessageContaining("acme.searchUsers")
                .hasMessageContaining("one by one");
    }

    private static final class Records implements StandIn {
        private final List<String> asked = new ArrayList<>();

        @Override
        public ObjectNode answer(String card, ObjectNode inputs, CardContext context) {
            throw new AssertionError("asked for outputs");
        }

        @Override
        public List<JsonNode> records(String card, ObjectNode inputs, CardContext context) {
            asked.add(JsonText.write(inputs));
            return List.of(
                    JsonText.read("{\"ID\": 1}"),
                    JsonText.read("{\"ID\": 2}"),
                    JsonText.read("{\"ID\": 3}"));
        }
    }

    /** A connector that is installed, and must not be called. */
    @Connector(id = "acme", name = "Acme", version = "1.0.0")
    public static final class Acme {
        record Done(@Field(group = "User", key = "ID") @Help("The id") String id) {}

        @Card(id = "acme.readUser", title = "Read User", help = "Reads.", effect = Effect.READ)
        public Done readUser(
                CardContext context,
                @Field(group = "User", key = "ID or Login") @Help("Who") String user) {
            return new Done("the real " + context.connection().name());
        }
    }

    private Outcome runInstalled() {
        var holders = new ArrayList<Object>(FunctionCards.all());
        holders.add(new Acme());
        var interpreter = new Interpreter(CardCatalog.of(holders.toArray()).with(this::answer));
        return interpreter.run(
                EXECUTION, flow().read(), TriggerInput.of(Map.of()), world.host(EXECUTION));
    }

    @Test
    void aConnectionThatStandsInAnswersACardThatIsInstalledToo() {
        connection(true);

        var outcome = (Outcome.Completed) runInstalled();

        assertThat(asked).startsWith("acme.readUser {");
        assertThat(outcome.reply().orElseThrow().toString()).contains("\"7\"", "ACTIVE");
    }

    @Test
    void anInstalledCardRunsItselfOnAnyOtherConnection() {
        connection(false);

        var outcome = (Outcome.Completed) runInstalled();

        assertThat(asked).isEmpty();
        assertThat(outcome.reply().orElseThrow().toString()).contains("the real Ours");
    }

    @Test
    void whatStandsInForTheWholeConnectorAnswersAnInstalledCardWithoutAConnection() {
        world.standIns.put(
                "acme",
                new Connection(
                        "c2",
                        "For all",
                        "acme",
                        Optional.empty(),
                        new Connection.Auth.None(),
                        true));

        assertThat(runInstalled()).isInstanceOf(Outcome.Completed.class);
        assertThat(asked).endsWith("For all");
    }
}
