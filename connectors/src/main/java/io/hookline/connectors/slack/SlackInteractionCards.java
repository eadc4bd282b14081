package io.hookline.connectors.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;

import java.util.List;
import java.util.Optional;

/** Our own cards that answer people who typed a command or pressed a button in Slack. */
@Connector(id = "slack", name = "Slack", version = "1.6.244")
public final class SlackInteractionCards {
    private final SlackApi slack;

    public SlackInteractionCards(Calls calls) {
        slack = new SlackApi(calls);
    }

    /** What responding gives. */
    public record Responded(
            @Field(group = "Response", key = "Status Code") @Help("The status of Slack's answer")
                    int status) {}

    /** A dialog that is shown. */
    public record Opened(
            @Field(group = "View", key = "View ID") @Help("Identifies the dialog") String view) {}

    @Card(
            id = "slack.respond",
            title = "Respond",
            help =
                    "Answers a slash command or a pressed button later than at once: up to five"
                            + " times within half an hour.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"Response": {"Response URL": "https://hooks.slack.com/commands/T012AB3CD/1/abcdefghijklmnop"},
                     "Message": {"Text": "Done: ada@example.org is suspended."}}\
                    """,
            out =
                    """
                    {"Response": {"Status Code": 200}}\
                    """)
    public Responded respond(
            CardContext context,
            @Field(secret = true, group = "Response", key = "Response URL")
                    @Help("The response_url that came with the command or button")
                    String url,
            @Field(
                            choices = {"Only that person", "Everybody in the channel"},
                            whenBlank = "Only that person",
                            group = "Response",
                            key = "Shown To")
                    @Help("Who sees it")
                    Optional<String> shownTo,
            @Field(
                            choices = {
                                "Add a message",
                                "Replace the message",
                                "Delete the message"
                            },
                            whenBlank = "Add a message",
                            group = "Response",
                            key = "Original")
                    @Help("What becomes of the message whose button was pressed")
                    Optional<String> original,
            @Field(type = FieldType.MULTILINE_TEXT, group = "Message", key = "Text")
                    @Help("The message, in Slack's markup; with blocks, what notifications show")
                    Optional<String> text,
            @Field(group = "Message", key = "Blocks")
                    @Help("The message as a list of Block Kit blocks")
                    Optional<List<ObjectNode>> blocks) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        if (original.filter("Delete the message"::equalsIgnoreCase).isPresent()) {
            arguments.put("delete_original", true);
        } else {
            arguments.setAll(SlackMessage.of(text, blocks, Optional.empty()).content(context));
            boolean toAll =
                    shownTo.filter("Everybody in the channel"::equalsIgnoreCase).isPresent();
            arguments.put("response_type", toAll ? "in_channel" : "ephemeral");
            arguments.put(
                    "replace_original",
                    original.filter("Replace the message"::equalsIgnoreCase).isPresent());
        }
        return new Responded(slack.respond(context, url, arguments));
    }

    @Card(
            id = "slack.openDialog",
            title = "Open Dialog",
            help =
                    "Shows a dialog (a modal view) to who just typed a command or pressed a button."
                            + " It must come within three seconds.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"View": {"Trigger ID": "12345.98765.abcd2358fdea",
                     "View": {"type": "modal", "title": {"type": "plain_text", "text": "Why?"}, "blocks": []}}}\
                    """,
            out =
                    """
                    {"View": {"View ID": "V012AB3CD"}}\
                    """)
    public Opened openDialog(
            CardContext context,
            @Field(group = "View", key = "Trigger ID")
                    @Help("The trigger_id that came with the command or button")
                    String trigger,
            @Field(group = "View", key = "View") @Help("The dialog, as Block Kit has views")
                    ObjectNode view) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("trigger_id", trigger);
        arguments.set("view", view);
        return new Opened(
                slack.post(context, "views.open", arguments).path("view").path("id").asText());
    }
}
