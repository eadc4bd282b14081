package io.hookline.connectors.rest;

import io.hookline.outbound.Answer;
import io.hookline.outbound.Request;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header {@code Link} (RFC 8288), in which an answer says where the next page is. */
public final class PageLinks {
    private static final Pattern LINK =
            Pattern.compile("<([^>]*)>((?:\\s*;\\s*[^,;\"]+(?:\"[^\"]*\")?)*)");
    private static final Pattern NEXT =
            Pattern.compile("(?i);\\s*rel\\s*=\\s*\"?(?:[^\"]*\\s)?next(?:\\s[^\"]*)?\"?");

    private PageLinks() {}

    /** The address of the next page. */
    public static Optional<String> next(Answer answer) {
        for (Request.Header header : answer.headers()) {
            if (header.name().equalsIgnoreCase("Link")) {
                Matcher links = LINK.matcher(header.value());
                while (links.find()) {
                    if (NEXT.matcher(links.group(2)).find()) {
                        return Optional.of(links.group(1));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
