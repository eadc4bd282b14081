package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.Flopacks;
import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.cards.FlowFileCards;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.model.Flow;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

class CardReferenceTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("hookline.root", ".."), "docs", "reference");
    private static final CardCatalog CATALOG =
            CardCatalog.of(FunctionCards.all().toArray())
                    .with(
                            new FlowFileCards(flow -> {
                                throw new CardFailure.NotFound("no flows here");
                            }));
    private static final CardReference REFERENCE =
            new CardReference(CATALOG, List.of(SteeringCard.values()));

    @Test
    void theCommittedReferenceIsWhatTheCodeDeclares() throws IOException {
        nothingThatFlowsUseWasTakenAway();
        check("cards.md", REFERENCE.markdown());
        check("cards.json", REFERENCE.json());
    }

    /**
     * Flows in files and databases name cards and fields for ever: whoever takes one away, or gives
     * it another type, breaks them. The reference cannot be written anew before that is undone.
     */
    @Test
    void nothingThatFlowsUseWasTakenAway() throws IOException {
        JsonNode committed = JsonText.read(Files.readString(FOLDER.resolve("cards.json")));

        assertThat(BreakingChanges.between(committed, JsonText.read(REFERENCE.json()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id':'a.b','inputs':[],'outputs':[]} | {'id':'a.c','inputs':[],'outputs':[]} |"
                        + " a.b is gone",
                "{'id':'a.b','inputs':[{'key':'x','type':'Text','required':false}],'outputs':[]} |"
                        + " {'id':'a.b','inputs':[],'outputs':[]} | a.b: input x is gone",
                "{'id':'a.b','inputs':[{'key':'x','type':'Text','required':false}],'outputs':[]} |"
                        + " {'id':'a.b','inputs':[{'key':'x','type':'Number','required':false}],"
                        + "'outputs':[]} | a.b: input x was Text and is Number",
                "{'id':'a.b','inputs':[{'key':'x','type':'Text','required':false}],'outputs':[]} |"
                        + " {'id':'a.b','inputs':[{'key':'x','type':'Text','required':true}],"
                        + "'outputs':[]} | a.b: input x has become required",
                "{'id':'a.b','inputs':[],'outputs':[]} |"
                        + " {'id':'a.b','inputs':[{'key':'x','type':'Text','required':true}],"
                        + "'outputs':[]} | a.b: input x is new and required",
                "{'id':'a.b','inputs':[],'outputs':[{'group':'g','key':'x','type':'Text'}]} |"
                        + " {'id':'a.b','inputs':[],'outputs':[{'key':'x','type':'Text'}]} | a.b:"
                        + " output g/x is gone",
                "{'id':'a.b','inputs':[],'outputs':[],'freeInputs':true} |"
                    + " {'id':'a.b','inputs':[],'outputs':[],'freeInputs':false} | a.b: takes no"
                    + " fields of the author's own any more",
            })
    void saysWhatAChangeBreaks(String before, String after, String said) {
        assertThat(
                        BreakingChanges.between(
                                JsonText.read("[" + before.replace('\'', '"') + "]"),
                                JsonText.read("[" + after.replace('\'', '"') + "]")))
                .containsExactly(said);
    }

    /** With {@code -Dhookline.update} the committed file is written instead. */
    private static void check(String name, String made) throws IOException {
        Path file = FOLDER.resolve(name);
        if (System.getProperty("hookline.update") != null) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, made);
        }
        assertThat(file)
                .as(
                        "%s is stale; run the test with -Dhookline.update and look at the"
                                + " difference",
                        name)
                .hasContent(made);
    }

    @ParameterizedTest
    @EnumSource
    void theInterpreterRunsEverySteeringCard(SteeringCard card) {
        Flow flow = TestFlows.manual("f").card("it", card.id(), writer -> {}).read();

        Operation operation = new Interpreter(CATALOG).plan(flow).cards[1].operation;

        assertThat(operation)
                .isNotInstanceOf(Operation.Missing.class)
                .isNotInstanceOf(Operation.Call.class);
        assertThat(CATALOG.find(card.id())).isEmpty();
    }

    @Test
    void theEngineKnowsTheFunctionCardsOfThePublishedFlows() {
        var unknown = new TreeSet<String>();
        var interpreter = new Interpreter(CATALOG);
        for (Path file : Flopacks.files()) {
            for (var document : Flopacks.flows(file)) {
                Flow flow = Flow.read(document);
                flow.eachCard(card -> {
                    if (!card.connector() && interpreter.misses(card)) {
                        unknown.add(card.id());
                    }
                });
            }
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void everyClassOfCardsIsListed() throws Exception {
        Path classes =
                Path.of(
                                FunctionCards.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                        .resolve("io/hookline/flow/cards");
        try (var files = Files.list(classes)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".class", "")))
                    .filteredOn(name -> name.endsWith("Cards") && !name.equals("FunctionCards"))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(
                                            FunctionCards.all().stream(),
                                            Stream.of(FlowFileCards.class))
                                    .map(Class::getSimpleName)
                                    .toList());
        }
    }
}
