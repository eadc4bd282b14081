package io.hookline.flow.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Otherwise;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The switch of a destructive card that lets somebody approve before it acts ({@code approval} of
 * its model): {@code true}, or an object with {@code minutes}, {@code otherwise} and {@code
 * reason}.
 *
 * @param within how long somebody has time
 * @param otherwise what holds when nobody decides
 * @param reason why, for those who decide; empty text when the author says nothing
 * @param mistakes what of the document cannot be meant; the usual stands in its place
 */
public record ApprovalDemand(
        Duration within, Otherwise otherwise, String reason, List<String> mistakes) {
    /** As long as an execution may wait. */
    public static final int MOST_MINUTES = 30 * 24 * 60;

    /** The time that people have unless the card says something else. */
    public static final int USUAL_MINUTES = 60;

    private static final int LONGEST_REASON = 1_000;
    private static final Set<String> MEMBERS = Set.of("minutes", "otherwise", "reason");

    public ApprovalDemand {
        mistakes = List.copyOf(mistakes);
    }

    /** What is wrong asks all the same: a mistake never lets a card act. */
    static Optional<ApprovalDemand> read(JsonNode json) {
        if (json.isMissingNode() || json.isNull() || json.isBoolean() && !json.booleanValue()) {
            return Optional.empty();
        }
        List<String> mistakes = new ArrayList<>();
        if (!json.isBoolean() && !json.isObject()) {
            mistakes.add("expected true, false or an object");
        }
        json.fieldNames()
                .forEachRemaining(name -> {
                    if (!MEMBERS.contains(name)) {
                        mistakes.add("\"" + name + "\" is not known");
                    }
                });
        return Optional.of(
                new ApprovalDemand(
                        minutes(json.path("minutes"), mistakes),
                        otherwise(json.path("otherwise"), mistakes),
                        reason(json.path("reason"), mistakes),
                        mistakes));
    }

    private static Duration minutes(JsonNode json, List<String> mistakes) {
        boolean given = !json.isMissingNode() && !json.isNull();
        boolean fits =
                json.isIntegralNumber()
                        && json.canConvertToInt()
                        && json.intValue() >= 1
                        && json.intValue() <= MOST_MINUTES;
        if (given && !fits) {
            mistakes.add("\"minutes\" must be a whole number of 1 to " + MOST_MINUTES);
        }
        return Duration.ofMinutes(fits ? json.intValue() : USUAL_MINUTES);
    }

    private static Otherwise otherwise(JsonNode json, List<String> mistakes) {
        boolean given = !json.isMissingNode() && !json.isNull();
        Optional<Otherwise> word = Otherwise.of(json.asText(""));
        if (given && word.isEmpty()) {
            mistakes.add("\"otherwise\" must be approve, deny or fail");
        }
        return word.orElse(Otherwise.DENY);
    }

    private static String reason(JsonNode json, List<String> mistakes) {
        boolean given = !json.isMissingNode() && !json.isNull();
        boolean fits = json.isTextual() && json.textValue().length() <= LONGEST_REASON;
        if (given && !fits) {
            mistakes.add("\"reason\" must be a text of at most " + LONGEST_REASON + " characters");
        }
        return fits ? json.textValue().strip() : "";
    }
}
