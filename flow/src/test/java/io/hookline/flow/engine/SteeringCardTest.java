package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.Flopacks;
import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.SteeringCard;
import io.hookline.flow.cards.FlowFileCards;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.model.Flow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every card of the engine is declared, listed and planned. */
class SteeringCardTest {
    private static final CardCatalog CATALOG =
            CardCatalog.of(FunctionCards.all().toArray())
                    .with(
                            new FlowFileCards(flow -> {
                                throw new CardFailure.NotFound("no flows here");
                            }));

    @ParameterizedTest
    @EnumSource
    void theInterpreterRunsEverySteeringCard(SteeringCard card) {
        Flow flow = TestFlows.manual("f").card("it", card.id(), writer -> {}).read();

        Operation operation = new Interpreter(CATALOG).plan(flow).cards[1].operation;

        assertThat(operation)
                .isNotInstanceOf(Operation.Missing.class)
                .isNotInstanceOf(Operation.Call.class);
        assertThat(CATALOG.find(card.id())).contains(card.definition());
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
