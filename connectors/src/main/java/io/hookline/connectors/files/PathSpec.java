package io.hookline.connectors.files;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.ValueType;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a request goes: below the address of the connection, or at another origin that it names.
 */
sealed interface PathSpec {
    /**
     * The path with encoded values, or the address.
     *
     * @throws CardFailure.Invalid when a value is blank, or would lead to another place
     */
    String of(Scope scope);

    /** A template, each value of which is one segment, or several with {@code |path}. */
    record Segments(List<Template.Part> parts) implements PathSpec {
        public Segments {
            parts = List.copyOf(parts);
        }

        @Override
        public String of(Scope scope) {
            StringBuilder path = new StringBuilder();
            for (Template.Part part : parts) {
                path.append(
                        switch (part) {
                            case Template.Part.Letters letters -> letters.letters();
                            case Template.Part.Hole hole -> encoded(hole.expression(), scope);
                        });
            }
            return path.toString();
        }

        private static String encoded(Expression expression, Scope scope) {
            String value =
                    expression
                            .value(scope)
                            .map(given -> Conversion.convert(given, ValueType.TEXT).asText())
                            .orElse("")
                            .strip();
            if (value.isEmpty()) {
                throw new CardFailure.Invalid(
                        expression.name() + " is blank, but the card needs it.");
            }
            if (!expression.has(Filter.PATH)) {
                return segment(value, expression);
            }
            String inner = value.startsWith("/") ? value.substring(1) : value;
            return Arrays.stream(inner.split("/", -1))
                    .map(segment -> segment(segment, expression))
                    .collect(Collectors.joining("/"));
        }

        private static String segment(String value, Expression expression) {
            boolean several = value.indexOf('/') >= 0 || value.indexOf('\\') >= 0;
            if (several || value.isBlank() || value.equals(".") || value.equals("..")) {
                throw new CardFailure.Invalid(
                        expression.name()
                                + " is \""
                                + Members.shown(value)
                                + "\", which cannot be one part of an address: no slashes, and"
                                + " neither . nor .. alone.");
            }
            if (value.chars().anyMatch(Character::isISOControl)) {
                throw new CardFailure.Invalid(
                        expression.name() + " holds a control character or a line break.");
            }
            return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }

    /** What the author of a flow says, as in a card for any request. */
    record Free(Expression url) implements PathSpec {
        @Override
        public String of(Scope scope) {
            String text =
                    url.value(scope)
                            .map(given -> Conversion.convert(given, ValueType.TEXT).asText())
                            .orElse("")
                            .strip();
            String path = text.replaceFirst("[?#].*", "");
            if (text.chars().anyMatch(Character::isISOControl) || climbs(path)) {
                throw new CardFailure.Invalid(
                        url.name()
                                + " is \""
                                + Members.shown(path)
                                + "\"; expected a path without control characters and without"
                                + " . and .. as parts of it.");
            }
            return text;
        }

        /** Servers differ in what they make of such parts, also when they are encoded. */
        private static boolean climbs(String path) {
            String plain = path;
            for (int i = 0; i < 3; i++) {
                if (Arrays.stream(plain.split("[/\\\\]", -1))
                        .anyMatch(part -> part.equals(".") || part.equals(".."))) {
                    return true;
                }
                plain = decoded(plain);
            }
            return false;
        }

        private static String decoded(String path) {
            try {
                return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException loosePercent) {
                return path;
            }
        }
    }
}
