package io.hookline.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.connectors.PublishedCards.Published;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/** The page of published cards says what is installed. */
class PublishedCardsTest {
    private static final PublishedCards CARDS = new PublishedCards(CardReferenceTest.CATALOG);

    @Test
    void theCommittedPageIsWhatIsInstalled() throws IOException {
        CardReferenceTest.check("published-cards.md", CARDS.page());
    }

    @Test
    void aCardIsHereWhenAndOnlyWhenThePageSaysSo() {
        assertThat(CARDS.cards())
                .allSatisfy(card ->
                        assertThat(card.id().flatMap(CardReferenceTest.CATALOG::find).isPresent())
                                .as(card.title() + " " + card.id())
                                .isEqualTo(card.since().isPresent()));
    }

    @Test
    void cardsHaveTheirPublishedTitles() {
        List<Published> same =
                CARDS.cards().stream()
                        .filter(card -> card.since().isPresent())
                        .filter(card -> !card.differences().contains("our title"))
                        .toList();

        assertThat(same)
                .allSatisfy(card ->
                        assertThat(
                                        CardReferenceTest.CATALOG
                                                .find(card.id().orElseThrow())
                                                .orElseThrow()
                                                .title())
                                .isEqualTo(card.title().replace(" (old form)", "")));
    }

    @Test
    void noCardIsListedTwice() {
        assertThat(CARDS.cards())
                .filteredOn(card -> card.id().isPresent())
                .extracting(Published::id)
                .doesNotHaveDuplicates();
    }
}
