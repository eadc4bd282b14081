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
 * The published cards of Gmail that send mail, here through Gmail's mail server. A connection has
 * the account's address and an app password, or an access token.
 */
@Connector(id = "gmail", name = "Gmail", version = "1.0.0")
public final class GmailCards {
    static final Optional<URI> USUAL = Optional.of(URI.create("smtp://smtp.gmail.com"));

    private final MailService mails;

    public GmailCards(MailService mails) {
        this.mails = mails;
    }

    @Card(
            id = "gmail.sendEmail2",
            title = "Send Email",
            help =
                    "Sends a mail from the account of the connection. When one of the recipients is"
                            + " refused, nobody gets the mail.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"parameters": {"bodyIsHtml": "No"},
                     "Email": {"To": ["soc@example.org"], "Subject": "Phishing attempt stopped",
                     "Body": "For ada@example.org."}}\
                    """,
            out =
                    """
                    {"Email": {"Message ID": "5f0c2d4a-7c53-3a3e-9c1b-0d5c8a4e9f10@example.org"}}\
                    """)
    public Sent sendEmail2(
            CardContext context,
            @Field(
                            choices = {"Yes", "No"},
                            whenBlank = "No",
                            group = "parameters",
                            key = "bodyIsHtml",
                            label = "Body is HTML?")
                    @Help("Whether the body is HTML")
                    Optional<String> html,
            @Field(group = "Email", key = "To") @Help("Who it is for") List<String> to,
            @Field(group = "Email", key = "CC") @Help("Who gets a copy") Optional<List<String>> cc,
            @Field(group = "Email", key = "From")
                    @Help("The sender, an address that the account may use; when blank, its own")
                    Optional<String> from,
            @Field(group = "Email", key = "BCC") @Help("Who gets a copy without the others knowing")
                    Optional<List<String>> bcc,
            @Field(group = "Email", key = "Subject") @Help("One line that says what it is about")
                    Optional<String> subject,
            @Field(type = FieldType.MULTILINE_TEXT, group = "Email", key = "Body")
                    @Help("What it says")
                    Optional<String> body) {
        return send(context, draft(html, to, cc, from, bcc, subject, body, List.of()));
    }

    @Card(
            id = "gmail.sendEmailWithAttachment",
            title = "Send Email with Attachment",
            help =
                    "Sends a mail with a file from the account of the connection. When one of the"
                            + " recipients is refused, nobody gets the mail.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    @Example(
            in =
                    """
                    {"Email": {"To": ["soc@example.org"], "Subject": "Sign-ins of today"},
                     "File": {"File Name": "sign-ins.csv", "File Content":
                     {"name": "a.csv", "contentType": "text/csv", "base64": "YSxiCg=="}}}\
                    """,
            out =
                    """
                    {"Email": {"Message ID": "5f0c2d4a-7c53-3a3e-9c1b-0d5c8a4e9f10@example.org"}}\
                    """)
    public Sent sendEmailWithAttachment(
            CardContext context,
            @Field(
                            choices = {"Yes", "No"},
                            whenBlank = "No",
                            group = "parameters",
                            key = "bodyIsHtml",
                            label = "Body is HTML?")
                    @Help("Whether the body is HTML")
                    Optional<String> html,
            @Field(group = "Email", key = "To") @Help("Who it is for") List<String> to,
            @Field(group = "Email", key = "From")
                    @Help("The sender, an address that the account may use; when blank, its own")
                    Optional<String> from,
            @Field(group = "Email", key = "CC") @Help("Who gets a copy") Optional<List<String>> cc,
            @Field(group = "Email", key = "BCC") @Help("Who gets a copy without the others knowing")
                    Optional<List<String>> bcc,
            @Field(group = "Email", key = "Subject") @Help("One line that says what it is about")
                    Optional<String> subject,
            @Field(type = FieldType.MULTILINE_TEXT, group = "Email", key = "Body")
                    @Help("What it says")
                    Optional<String> body,
            @Field(group = "File", key = "File Name") @Help("The name that receivers see")
                    String name,
            @Field(group = "File", key = "File Content") @Help("The file") FileContent file) {
        FileContent named = new FileContent(name, file.contentType(), file.base64());
        return send(context, draft(html, to, cc, from, bcc, subject, body, List.of(named)));
    }

    private Sent send(CardContext context, Draft draft) {
        return new Sent(mails.send(context, USUAL, draft));
    }

    private static Draft draft(
            Optional<String> html,
            List<String> to,
            Optional<List<String>> cc,
            Optional<String> from,
            Optional<List<String>> bcc,
            Optional<String> subject,
            Optional<String> body,
            List<FileContent> files) {
        return new Draft(
                from,
                to,
                cc.orElse(List.of()),
                bcc.orElse(List.of()),
                subject,
                body,
                html.filter("Yes"::equalsIgnoreCase).isPresent(),
                files);
    }
}
