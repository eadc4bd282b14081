package io.hookline.flow.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.model.ErrorPolicy.Condition;
import io.hookline.flow.model.ErrorPolicy.Retry;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads when a card is retried ({@code docs/reference/flopack.md#error-policy}). */
final class PolicyReader {
    /** The most that the settings offer. */
    private static final int MOST_TIMES = 5;

    private static final Duration USUAL = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Pattern CODE = Pattern.compile("\\d{3}");

    private PolicyReader() {}

    static Retry retry(JsonNode error) {
        int times = Math.clamp(error.path("retry").asInt(0), 0, MOST_TIMES);
        if (times == 0) {
            return Retry.NEVER;
        }
        JsonNode delay = error.path("delay");
        Duration one = millis(delay.isArray() ? delay.path(0) : delay);
        Duration other = millis(delay.isArray() ? delay.path(delay.size() - 1) : delay);
        boolean ordered = one.compareTo(other) <= 0;
        return new Retry(
                times,
                ordered ? one : other,
                ordered ? other : one,
                condition(error.path("retryCondition")));
    }

    /** The default delay is five minutes. */
    private static Duration millis(JsonNode value) {
        if (value.isMissingNode() || value.isNull() || value.asText().isBlank()) {
            return USUAL;
        }
        return Duration.ofMillis(Math.clamp(value.asLong(0), 0, LONGEST.toMillis()));
    }

    /** Unless the card says otherwise, only rate limits are worth another attempt. */
    private static Condition condition(JsonNode value) {
        Set<Integer> codes = new HashSet<>();
        Matcher code = CODE.matcher(value.toString());
        while (code.find()) {
            codes.add(Integer.valueOf(code.group()));
        }
        if (!codes.isEmpty()) {
            return new ErrorPolicy.Codes(codes);
        }
        return value.asText("").startsWith("all")
                ? new ErrorPolicy.AllErrors()
                : new ErrorPolicy.RateLimits();
    }
}
