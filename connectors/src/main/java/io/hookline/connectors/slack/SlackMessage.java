package io.hookline.connectors.slack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;

import java.util.List;
import java.util.Optional;

/**
 * A message as the two sending cards have it.
 *
 * @param type {@code Plain Text} or {@code Blocks}; plain when it is left out
 * @param text of a plain message
 * @param blocks of a message of blocks
 * @param notification what notifications show of a message of blocks
 * @param links whether previews of links are shown, {@code Yes} or {@code No}
 * @param thread timestamp of the message that it answers
 */
record SlackMessage(
        Optional<String> type,
        Optional<String> text,
        Optional<List<ObjectNode>> blocks,
        Optional<String> notification,
        Optional<String> links,
        Optional<String> thread) {

    /** The arguments of {@code chat.postMessage}. */
    ObjectNode arguments(String channel, CardContext context) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("channel", channel);
        if (type.filter("Blocks"::equalsIgnoreCase).isPresent()) {
            putBlocks(arguments, context);
        } else {
            arguments.put(
                    "text",
                    context.notice(
                            text.orElseThrow(() ->
                                    new CardFailure.Invalid(
                                            "The message has no text. Set the input \"Text\"."))));
        }
        links.ifPresent(answer -> {
            arguments.put("unfurl_links", isYes(answer));
            arguments.put("unfurl_media", isYes(answer));
        });
        thread.ifPresent(timestamp -> arguments.put("thread_ts", timestamp));
        return arguments;
    }

    private void putBlocks(ObjectNode arguments, CardContext context) {
        List<ObjectNode> given =
                blocks.filter(list -> !list.isEmpty())
                        .orElseThrow(() ->
                                new CardFailure.Invalid(
                                        "The message has no blocks. Set the input \"Blocks\"."));
        arguments.put("text", context.notice(notification.orElse("")));
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
