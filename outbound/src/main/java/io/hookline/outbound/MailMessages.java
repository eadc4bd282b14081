package io.hookline.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookline.outbound.OutboundFailure.Kind;

import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;

import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;

/** Mails as they travel. */
final class MailMessages {
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

    /** A type and its subtype, as RFC 2045 spells them; parameters are left out. */
    private static final Pattern CONTENT_TYPE = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+");

    private MailMessages() {}

    /** One with an id of its own. */
    private static final class Identified extends MimeMessage {
        private final Mail mail;

        Identified(Session session, Mail mail) {
            super(session);
            this.mail = mail;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            if (mail.id().isPresent()) {
                setHeader("Message-ID", "<" + oneLine(mail.id().get()) + ">");
            } else {
                super.updateMessageID();
            }
        }
    }

    static MimeMessage of(Session session, Mail mail) throws MessagingException {
        MimeMessage message = new Identified(session, mail);
        message.setFrom(address("sender", mail.from()));
        add(message, RecipientType.TO, mail.to());
        add(message, RecipientType.CC, mail.cc());
        add(message, RecipientType.BCC, mail.bcc());
        message.setSubject(oneLine(mail.subject()), UTF_8.name());
        if (mail.attachments().isEmpty()) {
            message.setText(mail.text().text(), UTF_8.name(), subtype(mail.text()));
        } else {
            message.setContent(parts(mail));
        }
        message.setSentDate(new Date());
        // So that nobody's answering machine answers.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        return message;
    }

    private static MimeMultipart parts(Mail mail) throws MessagingException {
        MimeMultipart parts = new MimeMultipart();
        MimeBodyPart text = new MimeBodyPart();
        text.setText(mail.text().text(), UTF_8.name(), subtype(mail.text()));
        parts.addBodyPart(text);
        for (Mail.Attachment file : mail.attachments()) {
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(
                    new DataHandler(new ByteArrayDataSource(file.content(), type(file))));
            part.setFileName(oneLine(file.name()));
            part.setDisposition(Part.ATTACHMENT);
            // Always: text that looks like ASCII would lose its line ends.
            part.setHeader("Content-Transfer-Encoding", "base64");
            parts.addBodyPart(part);
        }
        return parts;
    }

    private static String subtype(Mail.Text text) {
        return text.isHtml() ? "html" : "plain";
    }

    private static String type(Mail.Attachment file) {
        String type = file.contentType().split(";", 2)[0].strip();
        return CONTENT_TYPE.matcher(type).matches() ? type : "application/octet-stream";
    }

    private static void add(MimeMessage message, RecipientType type, List<String> addresses)
            throws MessagingException {
        for (String address : addresses) {
            message.addRecipient(type, address("recipient", address));
        }
    }

    private static InternetAddress address(String role, String text) {
        try {
            if (CONTROLS.matcher(text).find()) {
                throw new AddressException("line breaks and the like are not part of one", text);
            }
            InternetAddress address = new InternetAddress(text, true);
            address.validate();
            return address;
        } catch (AddressException wrong) {
            throw new OutboundFailure(
                    Kind.INVALID,
                    "The "
                            + role
                            + " \""
                            + oneLine(text)
                            + "\" is no mail address; one looks like ada@example.org. Nothing was"
                            + " sent.",
                    wrong);
        }
    }

    private static String oneLine(String text) {
        return CONTROLS.matcher(text).replaceAll(" ");
    }
}
