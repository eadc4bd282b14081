package io.hookline.connectors.slack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;

import java.util.List;
import java.util.Optional;

/** A message as the two sending cards have it. */
record SlackMessage(Kind kind, Content content) {
    /** How it is shown; plain text when the type is left out. */
    public record Kind(
            @Field(
                            choices = {"Yes", "No"},
                            group = "parameters",
                            key = "links",
                            label = "Unfurl URLs?")
                    @Help("Whether previews of links are shown")
                    Optional<String> links,
            @Field(
                            choices = {"Plain Text", "Blocks"},
                            whenBlank = "Plain Text",
                            group = "parameters",
                            key = "messageType",
                            label = "Message Type")
                    @Help("The kind of message")
                    Optional<String> type) {}

    /** What it says. */
    public record Content(
            @Field(type = FieldType.MULTILINE_TEXT, group = "Message", key = "Text")
                    @Help("The message, in Slack's markup")
                    Optional<String> text,
            @Field(group = "Message", key = "Blocks")
                    @Help("The message as a list of Block Kit blocks")
                    Optional<List<ObjectNode>> blocks,
            @Field(group = "Message", key = "Notification Message")
                    @Help("What notifications show of a message of blocks")
                    Optional<String> notification,
            @Field(group = "Message", key = "Thread Timestamp")
                    @Help("The message that this one answers")
                    Optional<String> thread) {}

    /** One of blocks where there are any, of text else. */
    static SlackMessage of(
            Optional<String> text, Optional<List<ObjectNode>> blocks, Optional<String> thread) {
        boolean hasBlocks = blocks.filter(list -> !list.isEmpty()).isPresent();
        return new SlackMessage(
                new Kind(Optional.empty(), Optional.of(hasBlocks ? "Blocks" : "Plain Text")),
                new Content(text, blocks, text, thread));
    }

    /** The arguments of {@code chat.postMessage}. */
    ObjectNode arguments(String channel, CardContext context) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("channel", channel);
        return arguments.setAll(content(context));
    }

    /** The same for where the channel is known. */
    ObjectNode content(CardContext context) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        if (kind.type.filter("Blocks"::equalsIgnoreCase).isPresent()) {
            putBlocks(arguments, context);
        } else {
            arguments.put(
                    "text",
                    context.notice(
                            content.text.orElseThrow(() ->
                                    new CardFailure.Invalid(
                                            "The message has no text. Set the input \"Text\"."))));
        }
        kind.links.ifPresent(answer -> {
            arguments.put("unfurl_links", isYes(answer));
            arguments.put("unfurl_media", isYes(answer));
        });
        content.thread.ifPresent(timestamp -> arguments.put("thread_ts", timestamp));
        return arguments;
    }

    private void putBlocks(ObjectNode arguments, CardContext context) {
        List<ObjectNode> given =
                content.blocks
                        .filter(list -> !list.isEmpty())
                        .orElseThrow(() ->
                                new CardFailure.Invalid(
                                        "The message has no blocks. Set the input \"Blocks\"."));
        arguments.put("text", context.notice(content.notification.orElse("")));
        ArrayNode all = arguments.putArray("blocks");
        String mark = context.notice("").strip();
        if (!mark.isEmpty()) {
            // Where there are blocks, people see only these.
            ObjectNode line = all.addObject().put("type", "context");
            line.putArray("elements").addObject().put("type", "plain_text").put("text", mark);
        }
        given.forEach(all::add);
    }

    static boolean isYes(String answer) {
        return answer.equalsIgnoreCase("yes");
    }
}
