package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.value.Numbers;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/** How long a token is valid: a number of seconds, or a text such as {@code 10 minutes}. */
final class JwtTime {
    /** A hundred years, in seconds. */
    private static final BigDecimal FURTHEST = BigDecimal.valueOf(3_155_760_000L);

    private static final Pattern SPAN =
            Pattern.compile(
                    "([+-]?[0-9]{0,12}\\.?[0-9]{1,12})\\s*"
                            + "(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?"
                            + "|y|yrs?|years?)?");

    private JwtTime() {}

    /** That long after a time, in whole seconds. */
    static long after(long now, JsonNode span, String input) {
        BigDecimal seconds =
                span.isNumber()
                        ? Numbers.decimal(span)
                        : read(span.asText()).orElseThrow(() -> unreadable(span, input));
        if (seconds.abs().compareTo(FURTHEST) > 0) {
            throw new CardFailure.Invalid(
                    "The input \""
                            + input
                            + "\" is "
                            + span.asText()
                            + ", expected at most "
                            + FURTHEST
                            + " seconds.");
        }
        return now + seconds.setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    private static CardFailure unreadable(JsonNode span, String input) {
        String shown = span.isValueNode() ? "\"" + span.asText() + "\"" : "no plain value";
        return new CardFailure.Invalid(
                "The input \""
                        + input
                        + "\" is "
                        + (shown.length() > 50 ? "a text of " + span.asText().length() : shown)
                        + ", expected a number of seconds or a span such as \"10 minutes\", \"10h\""
                        + " or \"7d\".");
    }

    private static Optional<BigDecimal> read(String text) {
        Matcher span = SPAN.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!span.matches()) {
            return Optional.empty();
        }
        String unit = span.group(2) == null ? "s" : span.group(2);
        long seconds =
                switch (unit.charAt(0)) {
                    case 's' -> 1;
                    case 'm' -> 60;
                    case 'h' -> 3_600;
                    case 'd' -> 86_400;
                    case 'w' -> 604_800;
                    // 365.25 days
                    default -> 31_557_600;
                };
        return Optional.of(new BigDecimal(span.group(1)).multiply(BigDecimal.valueOf(seconds)));
    }
}
