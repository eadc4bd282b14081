package io.hookline.connectors.mail;

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

import java.util.List;
import java.util.Optional;

/** Our own card for mail, through any mail server. */
@Connector(id = "email", name = "Email", version = "1.0.0")
public final class MailCards {
    private final MailService mails;

    public MailCards(MailService mails) {
        this.mails = mails;
    }

    /** What sending gives. */
    public record Sent(
            @Field(group = "Email", key = "Message ID")
                    @Help("The mail's Message-ID, without angle brackets")
                    String id) {}

    @Card(
            id = "email.send",
            title = "Send Email",
            help =
                    "Sends a mail by SMTP, through the mail server of the connection. When the"
                            + " server refuses one of the recipients, nobody gets the mail.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"Email": {"To": ["soc@example.org"], "From": "hookline@example.org",
                     "Subject": "Phishing attempt stopped", "Body": "For ada@example.org."}}\
                    """,
            out =
                    """
                    {"Email": {"Message ID": "5f0c2d4a-7c53-3a3e-9c1b-0d5c8a4e9f10@example.org"}}\
                    """)
    public Sent send(
            CardContext context,
            @Field(group = "Email", key = "To") @Help("Who it is for") Optional<List<String>> to,
            @Field(group = "Email", key = "CC") @Help("Who gets a copy") Optional<List<String>> cc,
            @Field(group = "Email", key = "BCC") @Help("Who gets a copy without the others knowing")
                    Optional<List<String>> bcc,
            @Field(group = "Email", key = "From")
                    @Help("The sender; when blank, the connection's user name")
                    Optional<String> from,
            @Field(group = "Email", key = "Subject") @Help("One line that says what it is about")
                    Optional<String> subject,
            @Field(type = FieldType.MULTILINE_TEXT, group = "Email", key = "Body")
                    @Help("What it says")
                    Optional<String> body,
            @Field(
                            choices = {"Text", "HTML"},
                            whenBlank = "Text",
                            group = "parameters",
                            key = "type",
                            label = "Message Type")
                    @Help("Whether the body is plain text or HTML")
                    Optional<String> type,
            @Field(group = "Email", key = "Attachments") @Help("Files that go with it")
                    Optional<List<FileContent>> attachments) {
        return new Sent(
                mails.send(
                        context,
                        Optional.empty(),
                        new Draft(
                                from,
                                to.orElse(List.of()),
                                cc.orElse(List.of()),
                                bcc.orElse(List.of()),
                                subject,
                                body,
                                type.filter("HTML"::equalsIgnoreCase).isPresent(),
                                attachments.orElse(List.of()))));
    }
}
