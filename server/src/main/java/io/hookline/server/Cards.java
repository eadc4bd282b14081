package io.hookline.server;

import io.hookline.connectors.http.Calls;
import io.hookline.connectors.slack.SlackCards;
import io.hookline.connectors.tables.TableCards;
import io.hookline.connectors.tables.TableRows;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;

import java.util.ArrayList;
import java.util.List;

/** All cards of this installation, in one readable list. */
public final class Cards {
    private Cards() {}

    /** The catalog; every defect of every card is reported at once. */
    public static CardCatalog catalog(Calls calls, TableRows rows) {
        List<Object> holders = new ArrayList<>(FunctionCards.all());
        holders.add(new SlackCards(calls));
        holders.add(new TableCards(rows));
        return CardCatalog.of(holders.toArray());
    }
}
