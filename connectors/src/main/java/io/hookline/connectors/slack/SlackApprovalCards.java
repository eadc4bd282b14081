package io.hookline.connectors.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.approval.ApprovalRequest;
import io.hookline.connectors.approval.ApprovalRequest.Answered;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;

/** Our own card that asks in a channel of Slack. */
@Connector(id = "slack", name = "Slack", version = "1.6.244")
public final class SlackApprovalCards {
    private final SlackApi slack;

    public SlackApprovalCards(Calls calls) {
        slack = new SlackApi(calls);
    }

    @Card(
            id = "slack.askForApproval",
            title = "Ask for Approval",
            help =
                    "Posts a link to a page of Hookline in a channel and waits until somebody who"
                            + " is signed in there approves or denies. The execution holds no place"
                            + " meanwhile and survives restarts.",
            effect = Effect.NOTIFY,
            repeat = Repeat.HARMLESS)
    @Example(
            in =
                    """
                    {"Channel": {"Channel ID": "C012AB3CD"}, "Approval": {"Question":
                     "Suspend ada@example.org?", "Reason": "Three phishing attempts today.",
                     "Minutes": 30, "otherwise": "deny"}}\
                    """,
            out =
                    """
                    {"Decision": {"Approved": false, "Decided By": "admin", "Decided At":
                     "2026-03-01T12:00:00Z", "Comment": "She is on the phone with me."}}\
                    """)
    public Answered askForApproval(
            CardContext context,
            @Field(group = "Channel", key = "Channel ID") @Help("The channel, by its id")
                    String channel,
            ApprovalRequest request) {
        return request.ask(
                context,
                page -> {
                    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
                    arguments.put("channel", channel);
                    arguments.put("text", escaped(request.message(context, page)));
                    arguments.put("unfurl_links", false).put("unfurl_media", false);
                    slack.post(context, "chat.postMessage", arguments);
                });
    }

    /** A value of somebody else's makes no links and mentions nobody. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
