package io.hookline.connectors.mail;

import io.hookline.connectors.mail.MailCards.Sent;
import io.hookline.connectors.mail.MailService.Draft;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.FileContent;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The published card of Office 365 Mail that sends mail, here through that service's mail server. A
 * connection has the mailbox's address as its user name, which is the sender.
 */
@Connector(id = "office365mail", name = "Office 365 Mail", version = "1.0.0")
public final class OfficeMailCards {
    static final Optional<URI> USUAL = Optional.of(URI.create("smtp://smtp.office365.com"));

    private final MailService mails;

    public OfficeMailCards(MailService mails) {
        this.mails = mails;
    }

    @Card(
            id = "office365mail.sendEmail2",
            title = "Send Email",
            help =
                    "Sends a mail from the mailbox of the connection. When one of the recipients is"
                            + " refused, nobody gets the mail.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"Fields": {"To": ["soc@example.org"], "Subject": "Phishing attempt stopped",
                     "Body": "<p>For ada@example.org.</p>", "Message Type": "HTML"}}\
                    """,
            out =
                    """
                    {"Email": {"Message ID": "5f0c2d4a-7c53-3a3e-9c1b-0d5c8a4e9f10@example.org"}}\
                    """)
    public Sent sendEmail2(
            CardContext context,
            @Field(group = "Fields", key = "To") @Help("Who it is for") Optional<List<String>> to,
            @Field(group = "Fields", key = "CC") @Help("Who gets a copy") Optional<List<String>> cc,
            @Field(group = "Fields", key = "BCC")
                    @Help("Who gets a copy without the others knowing")
                    Optional<List<String>> bcc,
            @Field(group = "Fields", key = "Subject") @Help("One line that says what it is about")
                    Optional<String> subject,
            @Field(type = FieldType.MULTILINE_TEXT, group = "Fields", key = "Body")
                    @Help("What it says")
                    Optional<String> body,
            @Field(
                            choices = {"Text", "HTML"},
                            whenBlank = "Text",
                            group = "Fields",
                            key = "Message Type")
                    @Help("Whether the body is plain text or HTML")
                    Optional<String> type,
            @Field(group = "Fields", key = "Attachments") @Help("Files that go with it")
                    Optional<List<FileContent>> attachments) {
        return new Sent(
                mails.send(
                        context,
                        USUAL,
                        new Draft(
                                Optional.empty(),
                                to.orElse(List.of()),
                                cc.orElse(List.of()),
                                bcc.orElse(List.of()),
                                subject,
                                body,
                                type.filter("HTML"::equalsIgnoreCase).isPresent(),
                                attachments.orElse(List.of()))));
    }
}
