package io.hookline.connectors.slack;

import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;

import java.util.Map;

/** Asks Slack who we are, which changes nothing. */
public final class SlackPing {
    private final SlackApi slack;

    public SlackPing(Calls calls) {
        slack = new SlackApi(calls);
    }

    /**
     * Calls {@code auth.test}.
     *
     * @throws CardFailure when Slack is not reached, or does not know our token
     */
    public void ask(Connection connection) {
        slack.get(connection, "auth.test", Map.of());
    }
}
