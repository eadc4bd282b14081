package io.hookline.connectors.mail;

import io.hookline.connectors.approval.ApprovalRequest;
import io.hookline.connectors.approval.ApprovalRequest.Answered;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Our own card that asks by mail, the same for each connector whose connections send mail. */
@Connector(id = "email", name = "Email", version = "1.0.0")
public final class MailApprovalCards {
    private final MailService mails;
    private final Optional<URI> usual;

    /**
     * @param usual the server that sends when the connection names none
     */
    private MailApprovalCards(MailService mails, Optional<URI> usual) {
        this.mails = mails;
        this.usual = usual;
    }

    /** The cards of all of these connectors. */
    public static List<CardDefinition> all(MailService mails) {
        return List.of(
                card(mails, Optional.empty()),
                card(mails, GmailCards.USUAL).of("gmail", "Gmail"),
                card(mails, OfficeMailCards.USUAL).of("office365mail", "Office 365 Mail"));
    }

    private static CardDefinition card(MailService mails, Optional<URI> usual) {
        return CardCatalog.of(new MailApprovalCards(mails, usual))
                .find("email.askForApproval")
                .orElseThrow();
    }

    @Card(
            id = "email.askForApproval",
            title = "Ask for Approval",
            help =
                    "Mails a link to a page of Hookline and waits until somebody who is signed in"
                            + " there approves or denies. The execution holds no place meanwhile"
                            + " and survives restarts.",
            effect = Effect.NOTIFY,
            repeat = Repeat.HARMLESS)
    @Example(
            in =
                    """
                    {"Email": {"To": ["soc@example.org"], "From": "hookline@example.org"},
                     "Approval": {"Question": "Suspend ada@example.org?",
                     "Reason": "Three phishing attempts today.", "Minutes": 30,
                     "otherwise": "deny"}}\
                    """,
            out =
                    """
                    {"Decision": {"Approved": false, "Decided By": "admin", "Decided At":
                     "2026-03-01T12:00:00Z", "Comment": "She is on the phone with me."}}\
                    """)
    public Answered askForApproval(
            CardContext context,
            @Field(group = "Email", key = "To") @Help("Who is asked") List<String> to,
            @Field(group = "Email", key = "From")
                    @Help("The sender; when blank, the connection's user name")
                    Optional<String> from,
            ApprovalRequest request) {
        return request.ask(
                context,
                page ->
                        mails.send(
                                context,
                                usual,
                                MailService.Draft.asking(context, from, to, request, page)));
    }
}
