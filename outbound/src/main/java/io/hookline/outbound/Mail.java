package io.hookline.outbound;

import java.util.List;

/**
 * A mail of plain text.
 *
 * @param from the sender's address
 * @param to whom it is for; at least one address
 */
public record Mail(String from, List<String> to, String subject, String text) {
    public Mail {
        to = List.copyOf(to);
        if (to.isEmpty()) {
            throw new IllegalArgumentException("A mail needs somebody to go to");
        }
    }
}
