package io.hookline.flow.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.cards.FunctionCards;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class CardSearchTest {
    private static final CardCatalog CATALOG = CardCatalog.of(FunctionCards.all().toArray());

    private static List<String> find(String text, String category, String connector) {
        return CardSearch.of(text, given(category), given(connector))
                .among(CATALOG.cards())
                .stream()
                .map(CardDefinition::id)
                .toList();
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }

    @Test
    void findsAllCardsWhenNothingIsAskedFor() {
        assertThat(find(" ", "", ""))
                .containsExactlyInAnyOrderElementsOf(
                        CATALOG.cards().stream().map(CardDefinition::id).toList());
    }

    @Test
    void aTitleThatBeginsWithTheWordComesFirst() {
        assertThat(find("compose", "", "")).first().isEqualTo("string.compose");
        assertThat(find("MAP", "", "")).startsWith("list.map", "object.process", "object.map");
    }

    @Test
    void everyWordMustBeFoundSomewhere() {
        assertThat(find("list helper", "", "")).contains("list.each").doesNotContain("list.at");
        assertThat(find("list nonsense", "", "")).isEmpty();
    }

    @Test
    void findsByWhatACardDoesByIdAndByCategory() {
        assertThat(find("token", "", "")).contains("jwt.sign");
        assertThat(find("control.let", "", "")).containsExactly("control.let");
        assertThat(find("error handling", "", "")).contains("control.tryCatch");
    }

    @Test
    void keepsToACategoryOrAConnector() {
        assertThat(find("", "branching", ""))
                .containsExactly(
                        "control.assignIf",
                        "control.continueIf",
                        "control.if",
                        "control.branch",
                        "control.join",
                        "control.lookup");
        assertThat(find("", "", "httpfunctions")).containsExactly("httpfunctions.close");
        assertThat(find("", "", "acme")).isEmpty();
    }
}
