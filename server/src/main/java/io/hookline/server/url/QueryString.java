package io.hookline.server.url;

import io.hookline.flow.value.FormText;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A query string, pair by pair, as it was sent: names and values can be read and pairs taken out.
 */
public record QueryString(List<Pair> pairs) {
    public QueryString {
        pairs = List.copyOf(pairs);
    }

    public static QueryString parse(String raw) {
        if (raw.isEmpty()) {
            return new QueryString(List.of());
        }
        List<Pair> pairs = new ArrayList<>();
        int start = 0;
        while (start <= raw.length()) {
            int end = raw.indexOf('&', start);
            end = end < 0 ? raw.length() : end;
            pairs.add(Pair.parse(raw.substring(start, end)));
            start = end + 1;
        }
        return new QueryString(pairs);
    }

    /** The first value of that name. */
    public Optional<String> first(String name) {
        for (Pair pair : pairs) {
            if (pair.name.equals(name)) {
                return Optional.of(pair.value);
            }
        }
        return Optional.empty();
    }

    /** Every value of that name. */
    public List<String> all(String name) {
        return pairs.stream().filter(pair -> pair.name.equals(name)).map(Pair::value).toList();
    }

    public QueryString without(Predicate<Pair> unwanted) {
        return new QueryString(pairs.stream().filter(unwanted.negate()).toList());
    }

    /** The exact text. */
    public String raw() {
        return String.join("&", pairs.stream().map(Pair::raw).toList());
    }

    /** Decodes percent signs and plus signs; what is not well encoded stays as it is. */
    public static String decode(String text) {
        return FormText.decode(text, StandardCharsets.UTF_8);
    }

    /**
     * One pair.
     *
     * @param raw as it was sent
     * @param name decoded
     * @param value decoded; empty when there is no equals sign
     */
    public record Pair(String raw, String name, String value) {
        static Pair parse(String raw) {
            int equals = raw.indexOf('=');
            return equals < 0
                    ? new Pair(raw, decode(raw), "")
                    : new Pair(
                            raw,
                            decode(raw.substring(0, equals)),
                            decode(raw.substring(equals + 1)));
        }
    }
}
