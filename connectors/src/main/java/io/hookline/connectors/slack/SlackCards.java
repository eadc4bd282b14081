package io.hookline.connectors.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.http.Calls;
import io.hookline.connectors.slack.SlackMessage.Content;
import io.hookline.connectors.slack.SlackMessage.Kind;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.ChoicePage;
import io.hookline.flow.card.ChoiceRequest;
import io.hookline.flow.card.Choices;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;

import java.util.Locale;
import java.util.Optional;

/** Cards that send messages in Slack and look up its users. */
@Connector(id = "slack", name = "Slack", version = "1.6.244")
public final class SlackCards {
    private final SlackApi slack;
    private final SlackUsers users;
    private final SlackChannels channels;

    public SlackCards(Calls calls) {
        slack = new SlackApi(calls);
        users = new SlackUsers(slack);
        channels = new SlackChannels(slack);
    }

    /** The channels that a message can go to, by name. */
    @Choices
    public ChoicePage channels(ChoiceRequest request) {
        return channels.choices(request);
    }

    /** What sending gives. */
    public record Sent(
            @Field(group = "Message", key = "Timestamp")
                    @Help("Identifies the message in its channel")
                    String timestamp) {}

    /** A user. */
    public record User(
            @Field(group = "User", key = "Full Name") @Help("First and last name") String fullName,
            @Field(group = "User", key = "Email")
                    @Help("The e-mail address, when the app may see it")
                    Optional<String> email,
            @Field(group = "User", key = "User ID") @Help("The id, for example U012AB3CD")
                    String id,
            @Field(group = "User", key = "Username") @Help("The user name") String name) {}

    @Card(
            id = "slack.sendMessageToChannel2",
            title = "Send Message to Channel",
            help =
                    "Posts a message in a channel. The Slack app must be a member of the "
                            + "channel.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"parameters": {"channel": "C012AB3CD", "messageType": "Plain Text", "links": "No"},
                     "Message": {"Text": "Phishing attempt stopped for ada@example.org"}}\
                    """,
            out =
                    """
                    {"Message": {"Timestamp": "1700000000.000100"}}\
                    """)
    public Sent sendMessageToChannel2(
            CardContext context,
            @Field(
                            choicesFrom = "channels",
                            group = "parameters",
                            key = "channel",
                            label = "Channel")
                    @Help("The channel, by its id")
                    Optional<String> channel,
            @Field(
                            choices = {"Yes", "No"},
                            whenBlank = "No",
                            group = "parameters",
                            key = "useId",
                            label = "Use Channel ID Instead?")
                    @Help("Whether the channel is given by the field Channel ID or Name")
                    Optional<String> useId,
            @Field(
                            choices = {"Yes", "No"},
                            whenBlank = "No",
                            group = "parameters",
                            key = "bot",
                            label = "Send as bot?")
                    @Help("Whether the name and icon below are shown as the sender")
                    Optional<String> bot,
            Kind kind,
            @Field(group = "Channel", key = "channelId", label = "Channel ID or Name")
                    @Help("The channel, when it is not chosen above")
                    Optional<String> channelId,
            @Field(
                            choices = {"Public", "Private"},
                            group = "Channel",
                            key = "channelType",
                            label = "Channel Type")
                    @Help("The kind of channel; the id or name alone decides")
                    Optional<String> channelType,
            Content content,
            @Field(group = "Slackbot", key = "Name") @Help("Shown as the sender")
                    Optional<String> botName,
            @Field(group = "Slackbot", key = "Icon Emoji")
                    @Help("Shown beside the sender, for example :lock:")
                    Optional<String> botIcon) {
        SlackMessage message = new SlackMessage(kind, content);
        ObjectNode arguments = message.arguments(channel(channel, useId, channelId), context);
        if (bot.filter(SlackMessage::isYes).isPresent()) {
            botName.ifPresent(name -> arguments.put("username", name));
            botIcon.ifPresent(icon -> arguments.put("icon_emoji", emoji(icon)));
        }
        return post(context, arguments);
    }

    @Card(
            id = "slack.sendDirectMessage2",
            title = "Send Direct Message",
            help = "Sends a message from the Slack app to one person.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"parameters": {"fieldType": "User ID", "messageType": "Plain Text"},
                     "User": {"User ID": "U012AB3CD"}, "Message": {"Text": "Your password was reset."}}\
                    """,
            out =
                    """
                    {"Message": {"Timestamp": "1700000000.000100"}}\
                    """)
    public Sent sendDirectMessage2(
            CardContext context,
            @Field(
                            choices = {"User ID", "Username"},
                            whenBlank = "User ID",
                            group = "parameters",
                            key = "fieldType",
                            label = "Field Type")
                    @Help("How the person is given")
                    Optional<String> fieldType,
            Kind kind,
            @Field(group = "User", key = "User ID") @Help("The id of the person")
                    Optional<String> userId,
            @Field(group = "User", key = "Username") @Help("The user name")
                    Optional<String> username,
            Content content) {
        SlackMessage message = new SlackMessage(kind, content);
        boolean byName = fieldType.filter("Username"::equalsIgnoreCase).isPresent();
        String user =
                byName
                        ? users.byName(context, given(username, "Username")).id()
                        : given(userId, "User ID");
        return post(context, message.arguments(user, context));
    }

    @Card(
            id = "slack.readUser2",
            title = "Read User",
            help = "Looks up a person by id, user name or e-mail address.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"parameters": {"fieldType": "Email"}, "User": {"Email": "ada@example.org"}}\
                    """,
            out =
                    """
                    {"User": {"Full Name": "Ada Example", "Email": "ada@example.org",
                     "User ID": "U012AB3CD", "Username": "ada"}}\
                    """)
    public User readUser2(
            CardContext context,
            @Field(
                            choices = {"User ID", "Username", "Email"},
                            whenBlank = "User ID",
                            group = "parameters",
                            key = "fieldType",
                            label = "Field Type")
                    @Help("How the person is given")
                    Optional<String> fieldType,
            @Field(group = "User", key = "User ID") @Help("The id of the person")
                    Optional<String> userId,
            @Field(group = "User", key = "Username") @Help("The user name")
                    Optional<String> username,
            @Field(group = "User", key = "Email") @Help("The e-mail address of the person")
                    Optional<String> email) {
        return switch (fieldType.orElse("User ID").toLowerCase(Locale.ROOT)) {
            case "email" -> users.byEmail(context, given(email, "Email"));
            case "username" -> users.byName(context, given(username, "Username"));
            default -> users.byId(context, given(userId, "User ID"));
        };
    }

    private Sent post(CardContext context, ObjectNode arguments) {
        return new Sent(slack.post(context, "chat.postMessage", arguments).path("ts").asText());
    }

    private static String channel(
            Optional<String> chosen, Optional<String> useId, Optional<String> channelId) {
        // A placeholder such as "-- Enter Channel ID --" says: see the field below.
        Optional<String> id =
                chosen.map(String::strip).filter(text -> !text.isEmpty() && !text.startsWith("--"));
        boolean below = useId.filter(SlackMessage::isYes).isPresent() || id.isEmpty();
        return (below ? channelId.map(String::strip).filter(text -> !text.isEmpty()) : id)
                .orElseThrow(() ->
                        new CardFailure.Invalid(
                                "No channel is given. Choose one in the option \"Channel\", or set"
                                        + " the input \"Channel ID or Name\"."));
    }

    private static String given(Optional<String> value, String label) {
        return value.map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() ->
                        new CardFailure.Invalid(
                                "The input \"" + label + "\" is blank, but the card needs it."));
    }

    private static String emoji(String icon) {
        String name = icon.strip();
        return name.startsWith(":") ? name : ":" + name + ":";
    }
}
