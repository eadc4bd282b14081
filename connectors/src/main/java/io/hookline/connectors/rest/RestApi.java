package io.hookline.connectors.rest;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connection;

/** How the API of one system is called, whatever the action: its errors, its pages, its limits. */
public interface RestApi {
    /**
     * Makes a call with the connection of the card.
     *
     * @return an answer with a status of 200 to 299
     * @throws io.hookline.flow.card.CardFailure when there is no such answer
     */
    RestReply send(CardContext context, RestRequest request);

    /**
     * Reads something for a form, which runs no card.
     *
     * @param request a {@code GET}
     * @throws io.hookline.flow.card.CardFailure when there is no such answer
     */
    RestReply read(Connection connection, RestRequest request);

    /**
     * Fetches the page that a page before said is next.
     *
     * @param link from {@link RestReply#next}
     * @throws io.hookline.flow.card.CardFailure also when it leads to another system
     */
    RestReply follow(CardContext context, String link);
}
