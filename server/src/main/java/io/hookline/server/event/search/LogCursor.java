package io.hookline.server.event.search;

import io.hookline.server.event.log.EventRows.Place;
import io.hookline.server.event.log.EventRows.Span;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where the next page of a query begins. Callers get it as a token without meaning; it holds
 * everything that could otherwise move between two pages.
 */
public sealed interface LogCursor {
    /**
     * Of a polling query.
     *
     * @param position the last one read
     */
    record Polling(long position) implements LogCursor {
        @Override
        public String token() {
            return encode("p." + position);
        }
    }

    /** Of a bounded query: the span with the place of the last event in it. */
    record Bounded(Span span) implements LogCursor {
        @Override
        public String token() {
            Place place = span.after().orElseThrow();
            return encode(
                    String.join(
                            ".",
                            span.descending() ? "d" : "a",
                            String.valueOf(span.since()),
                            String.valueOf(span.until()),
                            String.valueOf(place.published()),
                            String.valueOf(place.position())));
        }
    }

    /** The text for {@code after}. */
    String token();

    /** The cursor that a token stands for; empty when it is none of ours. */
    static Optional<LogCursor> parse(String token) {
        try {
            String text =
                    new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
            String kind = text.substring(0, Math.min(2, text.length()));
            List<Long> numbers =
                    Arrays.stream(text.substring(kind.length()).split("\\.", -1))
                            .map(Long::valueOf)
                            .toList();
            if (kind.equals("p.") && numbers.size() == 1) {
                return Optional.of(new Polling(numbers.getFirst()));
            }
            if ((kind.equals("a.") || kind.equals("d.")) && numbers.size() == 4) {
                Place place = new Place(numbers.get(2), numbers.get(3));
                return Optional.of(
                        new Bounded(
                                new Span(
                                        numbers.get(0),
                                        numbers.get(1),
                                        Optional.of(place),
                                        kind.equals("d."))));
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
