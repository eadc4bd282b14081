package io.hookline.connectors.rest;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.GivenInputs;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path whose parts in braces are inputs, {@code /users/{User/ID}/groups}, or values with a name
 * of their own. Each value is one segment, whatever it contains.
 */
final class PathTemplate {
    private static final Pattern PART = Pattern.compile("\\{([^}]+)}");

    private final String template;
    private final Map<String, Function<GivenInputs, String>> named;

    /**
     * @param named values that are no input as it stands, by name
     */
    PathTemplate(String template, Map<String, Function<GivenInputs, String>> named) {
        this.template = template;
        this.named = Map.copyOf(named);
    }

    /**
     * The path.
     *
     * @throws CardFailure.Invalid when a value is blank, or means another place than its own
     */
    String of(GivenInputs inputs) {
        Matcher parts = PART.matcher(template);
        StringBuilder path = new StringBuilder();
        while (parts.find()) {
            parts.appendReplacement(
                    path, Matcher.quoteReplacement(segment(parts.group(1), inputs)));
        }
        return parts.appendTail(path).toString();
    }

    private String segment(String name, GivenInputs inputs) {
        Function<GivenInputs, String> own = named.get(name);
        String value = (own == null ? input(name, inputs) : own.apply(inputs)).strip();
        if (value.isEmpty()) {
            throw new CardFailure.Invalid(
                    "The input \"" + key(name) + "\" is blank, but the card needs it.");
        }
        // Also encoded some servers take a slash for one, and then "a/../b" leads elsewhere.
        boolean several = value.indexOf('/') >= 0 || value.indexOf('\\') >= 0;
        if (several || value.equals(".") || value.equals("..")) {
            throw new CardFailure.Invalid(
                    "The input \""
                            + key(name)
                            + "\" is \""
                            + value
                            + "\", which cannot be one part of an address: no slashes, and neither"
                            + " . nor .. alone.");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new CardFailure.Invalid(
                    "The input \"" + key(name) + "\" holds a control character or a line break.");
        }
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String input(String name, GivenInputs inputs) {
        int slash = name.indexOf('/');
        return inputs.text(slash < 0 ? "" : name.substring(0, slash), key(name)).orElse("");
    }

    private static String key(String name) {
        return name.substring(name.indexOf('/') + 1);
    }
}
