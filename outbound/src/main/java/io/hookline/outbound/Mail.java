package io.hookline.outbound;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A mail.
 *
 * @param from the sender's address
 * @param to whom it is for; together with {@code cc} and {@code bcc} at least one address
 * @param cc who gets a copy
 * @param bcc who gets a copy without the others knowing
 * @param subject one line; line breaks become blanks
 * @param id its Message-ID without the angle brackets; empty for one of the library's
 */
public record Mail(
        String from,
        List<String> to,
        List<String> cc,
        List<String> bcc,
        String subject,
        Text text,
        List<Attachment> attachments,
        Optional<String> id) {
    public Mail {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        attachments = List.copyOf(attachments);
        if (to.isEmpty() && cc.isEmpty() && bcc.isEmpty()) {
            throw new IllegalArgumentException("A mail needs somebody to go to");
        }
    }

    /** A mail of plain text. */
    public Mail(String from, List<String> to, String subject, String text) {
        this(
                from,
                to,
                List.of(),
                List.of(),
                subject,
                new Text(text, false),
                List.of(),
                Optional.empty());
    }

    /** What it says, as HTML or as it is. */
    public record Text(String text, boolean isHtml) {}

    /**
     * A file that goes with it.
     *
     * @param contentType for example {@code text/csv}; what is no type is sent as bytes
     */
    public record Attachment(String name, String contentType, byte[] content) {}

    /** How many it goes to. */
    public int recipients() {
        return (int) Stream.of(to, cc, bcc).mapToLong(List::size).sum();
    }
}
