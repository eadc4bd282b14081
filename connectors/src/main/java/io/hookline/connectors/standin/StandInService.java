package io.hookline.connectors.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.http.Call;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.StandIn;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.outbound.Answer;
import io.hookline.outbound.Request;

import java.net.URI;
import java.util.List;

/**
 * Posts the inputs of a card as JSON to {@code baseUrl/module.name}; the fields of the answer are
 * its outputs.
 */
public final class StandInService implements StandIn {
    private final Calls calls;

    public StandInService(Calls calls) {
        this.calls = calls;
    }

    @Override
    public ObjectNode answer(String card, ObjectNode inputs, CardContext context) {
        Connection connection = context.connection();
        URI base =
                connection
                        .baseUrl()
                        .map(URI::toString)
                        .map(text -> URI.create(text.replaceFirst("/+$", "")))
                        .orElseThrow(() ->
                                new CardFailure.Invalid(
                                        "The connection \""
                                                + connection.name()
                                                + "\" answers for "
                                                + connection.connector()
                                                + ", but has no address to ask."));
        Answer answer =
                calls.send(
                        new Call(
                                "The service behind the connection \"" + connection.name() + "\"",
                                connection,
                                base,
                                "POST",
                                URI.create(base + "/" + card),
                                List.of(
                                        new Request.Header("Content-Type", "application/json"),
                                        new Request.Header(
                                                "Idempotency-Key", context.idempotencyKey())),
                                JsonText.write(inputs).getBytes(UTF_8)));
        String text = new String(answer.body(), UTF_8);
        if (text.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            if (JsonText.read(text) instanceof ObjectNode outputs) {
                return outputs;
            }
        } catch (TypeMismatch noJson) {
            // said below
        }
        throw new CardFailure.Rejected(
                "The service behind the connection \""
                        + connection.name()
                        + "\" answered "
                        + text.length()
                        + " characters that are no JSON object.");
    }
}
