package io.hookline.connectors.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Posts the inputs of a card as JSON to {@code baseUrl/module.name}; the fields of the answer are
 * its outputs, or its records where they go to a helper flow one by one.
 */
public final class StandInService implements StandIn {
    private final Calls calls;

    public StandInService(Calls calls) {
        this.calls = calls;
    }

    @Override
    public ObjectNode answer(String card, ObjectNode inputs, CardContext context) {
        Answer answer = ask(card, inputs, context, "application/json");
        String text = text(answer);
        if (text.isBlank() && !answer.truncated()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            if (!answer.truncated() && JsonText.read(text) instanceof ObjectNode outputs) {
                return outputs;
            }
        } catch (TypeMismatch noJson) {
            // said below
        }
        throw unusable(answer, context, "no JSON object");
    }

    @Override
    public List<JsonNode> records(String card, ObjectNode inputs, CardContext context) {
        Answer answer = ask(card, inputs, context, "application/x-ndjson, application/json;q=0.9");
        if (answer.truncated()) {
            throw unusable(answer, context, "more than can be read at a time");
        }
        String text = text(answer);
        try {
            List<JsonNode> records = isLines(answer) ? lines(text) : list(text);
            if (records.stream().allMatch(JsonNode::isObject)) {
                return records;
            }
        } catch (TypeMismatch noRecords) {
            // said below
        }
        throw unusable(
                answer,
                context,
                "no records: the card gives them to a helper flow one by one, and needs a JSON list"
                        + " of objects, or one object in each line (application/x-ndjson)");
    }

    private static boolean isLines(Answer answer) {
        String type = answer.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return type.contains("ndjson") || type.contains("jsonl") || type.contains("json-lines");
    }

    private static List<JsonNode> lines(String text) {
        return new ArrayList<>(
                text.lines().filter(line -> !line.isBlank()).map(JsonText::read).toList());
    }

    /** A list; without a type that says so, several lines are lines. */
    private static List<JsonNode> list(String text) {
        if (text.stripLeading().startsWith("[")) {
            return new ArrayList<>(JsonText.read(text).valueStream().toList());
        }
        List<JsonNode> lines = lines(text);
        if (lines.size() < 2) {
            throw new TypeMismatch("one object, which may be anything");
        }
        return lines;
    }

    private Answer ask(String card, ObjectNode inputs, CardContext context, String accepted) {
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
        return calls.send(
                new Call(
                        service(connection),
                        connection,
                        base,
                        "POST",
                        URI.create(base + "/" + card),
                        List.of(
                                new Request.Header("Content-Type", "application/json"),
                                new Request.Header("Accept", accepted),
                                new Request.Header("Idempotency-Key", context.idempotencyKey())),
                        JsonText.write(inputs).getBytes(UTF_8)));
    }

    private static String text(Answer answer) {
        String text = answer.text();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String service(Connection connection) {
        return "The service behind the connection \"" + connection.name() + "\"";
    }

    private CardFailure unusable(Answer answer, CardContext context, String what) {
        return new CardFailure.Rejected(
                        service(context.connection())
                                + " answered "
                                + answer.body().length
                                + " bytes that are "
                                + what
                                + ".")
                .answered(calls.failed(answer));
    }
}
