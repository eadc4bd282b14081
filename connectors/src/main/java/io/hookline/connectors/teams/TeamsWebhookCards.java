package io.hookline.connectors.teams;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.http.Call;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.value.JsonText;
import io.hookline.outbound.Answer;
import io.hookline.outbound.Request;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Our own cards for webhooks of Microsoft Teams, which take Adaptive Cards. */
@Connector(id = TeamsWebhookCards.CONNECTOR, name = "Microsoft Teams Webhook", version = "1.0.0")
public final class TeamsWebhookCards {
    static final String CONNECTOR = "teamswebhook";

    private static final String TEAMS = "Microsoft Teams";
    private static final int MOST_BYTES = 28 * 1024;
    private static final String CARD_TYPE = "AdaptiveCard";

    /** What Teams says with status 200 when it did not take a message. */
    private static final Pattern REFUSED =
            Pattern.compile("(?is).*\\bHTTP error (?<status>[1-5][0-9]{2})\\b.*");

    private static final Pattern FAILED = Pattern.compile("(?is).*(delivery failed|exception).*");

    private final Calls calls;

    public TeamsWebhookCards(Calls calls) {
        this.calls = calls;
    }

    /** What sending gives. */
    public record Sent(
            @Field(group = "Response", key = "Status Code")
                    @Help("200, or 202 from a workflow, which posts the message a moment later")
                    int status) {}

    @Card(
            id = "teamswebhook.sendMessage",
            title = "Send Message",
            help = "Posts a text where the webhook of the connection leads.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"Message": {"Title": "Phishing attempt stopped", "Text": "ada@example.org, **203.0.113.9**"}}\
                    """,
            out =
                    """
                    {"Response": {"Status Code": 202}}\
                    """)
    public Sent sendMessage(
            CardContext context,
            @Field(group = "Message", key = "Title") @Help("Shown above the text, in bold")
                    Optional<String> title,
            @Field(type = FieldType.MULTILINE_TEXT, group = "Message", key = "Text")
                    @Help("The message; Teams knows **bold**, _italic_, lists and links in it")
                    String text) {
        ArrayNode body = JsonNodeFactory.instance.arrayNode();
        title.filter(given -> !given.isBlank())
                .ifPresent(given ->
                        text(body, context.notice(given))
                                .put("weight", "Bolder")
                                .put("size", "Medium"));
        text(body, body.isEmpty() ? context.notice(text) : text);
        return post(context, card(body));
    }

    @Card(
            id = "teamswebhook.sendCard",
            title = "Send Adaptive Card",
            help = "Posts an Adaptive Card where the webhook of the connection leads.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"Message": {"Card": {"type": "AdaptiveCard", "version": "1.4",
                     "body": [{"type": "FactSet", "facts": [{"title": "Who", "value": "ada@example.org"}]}]}}}\
                    """,
            out =
                    """
                    {"Response": {"Status Code": 202}}\
                    """)
    public Sent sendCard(
            CardContext context,
            @Field(group = "Message", key = "Card")
                    @Help("The card: an object of the type AdaptiveCard with its body and actions")
                    ObjectNode card) {
        if (!card.path("type").asText().equals(CARD_TYPE)) {
            throw new CardFailure.Invalid(
                    "The input \"Card\" is no Adaptive Card: its field \"type\" is to be"
                            + " AdaptiveCard.");
        }
        ObjectNode sent = card.deepCopy();
        String mark = context.notice("").strip();
        if (!mark.isEmpty()) {
            ArrayNode body = JsonNodeFactory.instance.arrayNode();
            text(body, mark);
            card.path("body").forEach(body::add);
            sent.set("body", body);
        }
        return post(context, sent);
    }

    private static ObjectNode text(ArrayNode body, String text) {
        return body.addObject().put("type", "TextBlock").put("text", text).put("wrap", true);
    }

    private static ObjectNode card(ArrayNode body) {
        ObjectNode card = JsonNodeFactory.instance.objectNode();
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.put("type", CARD_TYPE).put("version", "1.4");
        card.set("body", body);
        return card;
    }

    private Sent post(CardContext context, ObjectNode card) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("type", "message");
        ObjectNode attachment = message.putArray("attachments").addObject();
        attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
        attachment.putNull("contentUrl").set("content", card);
        byte[] body = JsonText.write(message).getBytes(UTF_8);
        if (body.length > MOST_BYTES) {
            throw new CardFailure.Invalid(
                    "The message has "
                            + body.length
                            + " bytes; "
                            + TEAMS
                            + " takes "
                            + MOST_BYTES
                            + " at the most. Say less, or link to the rest.");
        }
        Connection connection = context.connection();
        URI url = address(connection);
        Call call =
                new Call(
                                TEAMS,
                                connection,
                                url,
                                "POST",
                                url,
                                List.of(
                                        new Request.Header(
                                                "Content-Type", "application/json; charset=utf-8"),
                                        new Request.Header(
                                                "Idempotency-Key", context.idempotencyKey())),
                                body)
                        .toSecretAddress();
        return calls.patiently(() -> taken(calls.send(call)));
    }

    private static URI address(Connection connection) {
        if (connection.auth() instanceof Auth.Address address) {
            return URI.create(address.url().reveal());
        }
        throw new CardFailure.Invalid(
                "The connection \""
                        + connection.name()
                        + "\" has no address of a webhook. Set its auth to the type address, with"
                        + " the address that Teams shows.");
    }

    /** Teams may answer 200 and say in the text that nothing was posted. */
    private Sent taken(Answer answer) {
        String text = answer.text();
        Matcher refused = REFUSED.matcher(text);
        int status = refused.matches() ? Integer.parseInt(refused.group("status")) : 0;
        if (status == 0 && !FAILED.matcher(text).matches()) {
            return new Sent(answer.status());
        }
        String said =
                TEAMS
                        + " answered with status "
                        + answer.status()
                        + ", but says that it did not post the message"
                        + (status == 0 ? "" : " (" + status + ")");
        CardFailure failure =
                switch (status / 100) {
                    case 4 ->
                            status == 429
                                    ? new CardFailure.RateLimited(
                                            said + ": too many.", calls.retryAfter(answer))
                                    : new CardFailure.Rejected(
                                            said + ". Check the card; it may be too large.",
                                            status);
                    default ->
                            new CardFailure.Unavailable(
                                    said + ". The same call may pass later.", status);
                };
        throw failure.answered(calls.failed(answer));
    }
}
