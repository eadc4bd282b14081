package io.hookline.testing.mail;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A mail as it came.
 *
 * @param number counts from 1
 * @param from the sender of the envelope
 * @param to the recipients of the envelope, whatever the mail itself says
 * @param subject decoded
 * @param text the text to read, the HTML part when there is no other
 * @param files names of attachments
 * @param source the mail as it was sent
 */
public record ReceivedMail(
        long number,
        Instant at,
        String from,
        List<String> to,
        String subject,
        String text,
        String html,
        List<String> files,
        String source) {
    public ReceivedMail {
        to = List.copyOf(to);
        files = List.copyOf(files);
    }

    static ReceivedMail of(long number, Instant at, String from, List<String> to, String source) {
        Contents contents = new Contents();
        String subject = "";
        try {
            MimeMessage message =
                    new MimeMessage(
                            Session.getInstance(new Properties()),
                            new ByteArrayInputStream(source.getBytes(StandardCharsets.UTF_8)));
            subject = Optional.ofNullable(message.getSubject()).orElse("");
            contents.read(message, 0);
        } catch (MessagingException | IOException noMail) {
            contents.text.append(source);
        }
        String html = contents.html.toString();
        String text = contents.text.isEmpty() ? html : contents.text.toString();
        return new ReceivedMail(
                number, at, from, to, subject, text.stripTrailing(), html, contents.files, source);
    }

    /** What the parts of a mail hold. */
    private static final class Contents {
        private static final int DEEPEST = 20;

        private final StringBuilder text = new StringBuilder();
        private final StringBuilder html = new StringBuilder();
        private final List<String> files = new ArrayList<>();

        void read(Part part, int depth) throws MessagingException, IOException {
            if (depth > DEEPEST) {
                return;
            }
            if (part.getFileName() != null) {
                files.add(part.getFileName());
            } else if (part.getContent() instanceof Multipart several) {
                for (int i = 0; i < several.getCount(); i++) {
                    BodyPart one = several.getBodyPart(i);
                    read(one, depth + 1);
                }
            } else if (part.getContent() instanceof String some) {
                (part.isMimeType("text/html") ? html : text).append(some);
            }
        }
    }
}
