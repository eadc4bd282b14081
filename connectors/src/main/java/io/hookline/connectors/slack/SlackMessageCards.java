package io.hookline.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.http.Calls;
import io.hookline.connectors.slack.SlackCards.Sent;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our own cards for Slack, beside the published ones: messages once more, and conversations. */
@Connector(id = "slack", name = "Slack", version = "1.6.244")
public final class SlackMessageCards {
    private static final int MOST_CHANNELS = 10_000;
    private static final String PAGE_SIZE = "200";

    private final SlackApi slack;

    public SlackMessageCards(Calls calls) {
        slack = new SlackApi(calls);
    }

    @Card(
            id = "slack.sendEphemeral",
            title = "Send Ephemeral Message",
            help =
                    "Shows a message in a channel to one person only, until that person reloads"
                            + " Slack. The person and the Slack app must be in the channel.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"Channel": {"Channel ID": "C012AB3CD"}, "User": {"User ID": "U012AB3CD"},
                     "Message": {"Text": "Please confirm your sign-in."}}\
                    """,
            out =
                    """
                    {"Message": {"Timestamp": "1700000000.000100"}}\
                    """)
    public Sent sendEphemeral(
            CardContext context,
            @Field(group = "Channel", key = "Channel ID") @Help("The channel, by its id")
                    String channel,
            @Field(group = "User", key = "User ID") @Help("Who sees it, by the id") String user,
            @Field(type = FieldType.MULTILINE_TEXT, group = "Message", key = "Text")
                    @Help("The message, in Slack's markup; with blocks, what notifications show")
                    Optional<String> text,
            @Field(group = "Message", key = "Blocks")
                    @Help("The message as a list of Block Kit blocks")
                    Optional<List<ObjectNode>> blocks,
            @Field(group = "Message", key = "Thread Timestamp")
                    @Help("The message below which it is shown")
                    Optional<String> thread) {
        ObjectNode arguments = SlackMessage.of(text, blocks, thread).arguments(channel, context);
        arguments.put("user", user);
        ObjectNode answer = slack.post(context, "chat.postEphemeral", arguments);
        return new Sent(answer.path("message_ts").asText());
    }

    @Card(
            id = "slack.updateMessage",
            title = "Update Message",
            help = "Replaces a message that the Slack app sent.",
            effect = Effect.NOTIFY,
            repeat = Repeat.HARMLESS)
    @Example(
            in =
                    """
                    {"Channel": {"Channel ID": "C012AB3CD"},
                     "Message": {"Timestamp": "1700000000.000100", "Text": "Done: sessions ended."}}\
                    """,
            out =
                    """
                    {"Message": {"Timestamp": "1700000000.000100"}}\
                    """)
    public Sent updateMessage(
            CardContext context,
            @Field(group = "Channel", key = "Channel ID")
                    @Help("The channel, by its id, as the answer to sending has it")
                    String channel,
            @Field(group = "Message", key = "Timestamp") @Help("Which message it is")
                    String timestamp,
            @Field(type = FieldType.MULTILINE_TEXT, group = "Message", key = "Text")
                    @Help("What it says now; with blocks, what notifications show")
                    Optional<String> text,
            @Field(group = "Message", key = "Blocks")
                    @Help("What it says now, as a list of Block Kit blocks")
                    Optional<List<ObjectNode>> blocks) {
        ObjectNode arguments =
                SlackMessage.of(text, blocks, Optional.empty()).arguments(channel, context);
        arguments.put("ts", timestamp);
        return new Sent(slack.post(context, "chat.update", arguments).path("ts").asText());
    }

    /** A message that is there no more. */
    public record Deleted(
            @Field(group = "Message", key = "Timestamp") @Help("Which message it was")
                    String timestamp) {}

    @Card(
            id = "slack.deleteMessage",
            title = "Delete Message",
            help = "Deletes a message that the Slack app sent.",
            effect = Effect.CHANGE,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"Channel": {"Channel ID": "C012AB3CD"},
                     "Message": {"Timestamp": "1700000000.000100"}}\
                    """,
            out =
                    """
                    {"Message": {"Timestamp": "1700000000.000100"}}\
                    """)
    public Deleted deleteMessage(
            CardContext context,
            @Field(group = "Channel", key = "Channel ID")
                    @Help("The channel, by its id, as the answer to sending has it")
                    String channel,
            @Field(group = "Message", key = "Timestamp") @Help("Which message it is")
                    String timestamp) {
        ObjectNode arguments =
                JsonNodeFactory.instance.objectNode().put("channel", channel).put("ts", timestamp);
        return new Deleted(slack.post(context, "chat.delete", arguments).path("ts").asText());
    }

    /** A conversation. */
    public record Opened(
            @Field(group = "Channel", key = "Channel ID")
                    @Help("The conversation, to which messages can be sent")
                    String channel) {}

    @Card(
            id = "slack.openConversation",
            title = "Open Conversation",
            help =
                    "Opens the conversation of the Slack app with one person or up to eight, or"
                            + " finds the one that is there.",
            effect = Effect.CHANGE,
            repeat = Repeat.HARMLESS)
    @Example(
            in =
                    """
                    {"Users": {"User IDs": ["U012AB3CD", "U045EF6GH"]}}\
                    """,
            out =
                    """
                    {"Channel": {"Channel ID": "G012AB3CD"}}\
                    """)
    public Opened openConversation(
            CardContext context,
            @Field(group = "Users", key = "User IDs") @Help("With whom, by their ids")
                    List<String> users) {
        ObjectNode arguments =
                JsonNodeFactory.instance.objectNode().put("users", String.join(",", users));
        return new Opened(
                slack.post(context, "conversations.open", arguments)
                        .path("channel")
                        .path("id")
                        .asText());
    }

    /** Channels. */
    public record Channels(
            @Field(group = "Result", key = "Channels")
                    @Help("Each with id, name, isPrivate, isArchived, members, topic, purpose")
                    List<ObjectNode> channels) {}

    @Card(
            id = "slack.listChannels",
            title = "List Channels",
            help =
                    "Lists the public channels and the private ones that the Slack app is in, up to"
                            + " 10,000.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"parameters": {"archived": "No"}}\
                    """,
            out =
                    """
                    {"Result": {"Channels": [{"id": "C012AB3CD", "name": "alerts", "isPrivate": false,
                     "isArchived": false, "members": 12, "topic": "", "purpose": "Security alerts"}]}}\
                    """)
    public Channels listChannels(
            CardContext context,
            @Field(
                            choices = {"Yes", "No"},
                            whenBlank = "No",
                            group = "parameters",
                            key = "archived",
                            label = "Archived, Too?")
                    @Help("Whether archived channels are listed, too")
                    Optional<String> archived) {
        List<ObjectNode> channels = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Map<String, String> arguments = new LinkedHashMap<>();
            arguments.put("types", "public_channel,private_channel");
            arguments.put(
                    "exclude_archived",
                    String.valueOf(archived.filter(SlackMessage::isYes).isEmpty()));
            arguments.put("limit", PAGE_SIZE);
            next.ifPresent(cursor -> arguments.put("cursor", cursor));
            ObjectNode page = slack.get(context, "conversations.list", arguments);
            page.path("channels").forEach(channel -> channels.add(channel(channel)));
            next =
                    Optional.of(page.path("response_metadata").path("next_cursor").asText())
                            .filter(cursor -> !cursor.isEmpty());
        } while (next.isPresent() && channels.size() < MOST_CHANNELS);
        return new Channels(channels);
    }

    private static ObjectNode channel(JsonNode channel) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", channel.path("id").asText())
                .put("name", channel.path("name").asText())
                .put("isPrivate", channel.path("is_private").asBoolean())
                .put("isArchived", channel.path("is_archived").asBoolean())
                .put("members", channel.path("num_members").asInt())
                .put("topic", channel.path("topic").path("value").asText())
                .put("purpose", channel.path("purpose").path("value").asText());
    }
}
