package io.hookline.connectors.rest;

import io.hookline.flow.card.CardFailure;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The parts of a path, decoded; nothing that another server could read in another way. */
public final class PathParts {
    private PathParts() {}

    /**
     * The parts between the slashes; a slash at the end is none.
     *
     * @param rawPath as it is sent
     * @throws CardFailure.Denied when a part can be read in more than one way
     */
    public static List<String> of(String rawPath) {
        List<String> parts = new ArrayList<>();
        String path = rawPath.endsWith("/") ? rawPath.substring(0, rawPath.length() - 1) : rawPath;
        for (String part : path.replaceFirst("^/", "").split("/", -1)) {
            String text = decoded(part).strip();
            if (text.isEmpty()
                    || text.equals(".")
                    || text.equals("..")
                    || text.matches("(?s).*[/\\\\;%\\p{Cntrl}].*")) {
                throw ProtectedPeople.unclear(
                        "A part of the path can be read in more than one way.");
            }
            parts.add(text);
        }
        return parts;
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException loosePercent) {
            throw ProtectedPeople.unclear("A part of the path cannot be decoded.");
        }
    }
}
