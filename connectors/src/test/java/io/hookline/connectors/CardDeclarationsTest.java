package io.hookline.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.connectors.http.Calls;
import io.hookline.connectors.slack.SlackCards;
import io.hookline.connectors.tables.TableCards;
import io.hookline.connectors.tables.TableFileCards;
import io.hookline.connectors.tables.TestingRows;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.List;

class CardDeclarationsTest {
    @Test
    void allCardsAreDeclaredWithoutDefect() {
        try (HttpSender sender = new HttpSender(new AddressGuard(List.of(), false))) {
            CardCatalog catalog =
                    CardCatalog.of(
                            new SlackCards(new Calls(sender, InstantSource.system())),
                            new TableCards(new TestingRows()),
                            new TableFileCards(new TestingRows()));

            assertThat(catalog.cards())
                    .filteredOn(card -> card.method().isPresent())
                    .extracting(CardDefinition::id)
                    .containsExactly(
                            "slack.readUser2",
                            "slack.sendDirectMessage2",
                            "slack.sendMessageToChannel2",
                            "stash.clearTable",
                            "stash.createRow",
                            "stash.deleteRow",
                            "stash.exportToCSV",
                            "stash.readRow",
                            "stash.searchRows2",
                            "stash.updateRow",
                            "stash.importFromCSV",
                            "stash.readTable");
        }
    }
}
