package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Outcome.Wait;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.Output;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.Dates;
import io.hookline.flow.value.Numbers;
import io.hookline.flow.value.ValueType;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Cards that wait. The execution is suspended. The due time is computed once and saved with the
 * frame.
 */
final class Waits {
    private static final Duration LONGEST = Duration.ofDays(30);

    private Waits() {}

    static Optional<Outcome> waitFor(
            Frame frame, Operation.WaitFor wait, JsonNode[] values, Progress progress) {
        if (progress.until.isEmpty()) {
            JsonNode delay =
                    Conversion.convert(Frame.value(values, wait.delay()), ValueType.NUMBER);
            progress.until =
                    Optional.of(frame.now().plus(duration(delay, Frame.text(values, wait.unit()))));
        }
        return until(frame, progress);
    }

    /** No duration, or a negative one, continues at once. */
    private static Duration duration(JsonNode delay, String unit) {
        if (delay.isNull()) {
            return Duration.ZERO;
        }
        BigDecimal millis =
                delay.decimalValue()
                        .multiply(BigDecimal.valueOf(unit(unit).toMillis()))
                        .setScale(0, RoundingMode.HALF_UP);
        if (millis.signum() <= 0) {
            return Duration.ZERO;
        }
        if (millis.compareTo(BigDecimal.valueOf(LONGEST.toMillis())) > 0) {
            throw tooLong(Numbers.text(delay) + " " + unit);
        }
        return Duration.ofMillis(millis.longValueExact());
    }

    /** Whether a word names a unit of time. */
    static boolean isUnit(String word) {
        try {
            return unit(word).isPositive();
        } catch (CardFailure.Invalid unknown) {
            return false;
        }
    }

    /** A blank unit means seconds: published files hold one. */
    private static Duration unit(String word) {
        String singular = word.strip().toLowerCase(Locale.ROOT);
        if (singular.endsWith("s")) {
            singular = singular.substring(0, singular.length() - 1);
        }
        return switch (singular) {
            case "", "second" -> Duration.ofSeconds(1);
            case "minute" -> Duration.ofMinutes(1);
            case "hour" -> Duration.ofHours(1);
            case "day" -> Duration.ofDays(1);
            case "week" -> Duration.ofDays(7);
            case "month" -> Duration.ofDays(30);
            case "year" -> Duration.ofDays(365);
            default ->
                    throw new CardFailure.Invalid(
                            "The unit \""
                                    + word
                                    + "\" is not known; expected second, minute, hour, day or"
                                    + " week.");
        };
    }

    static Optional<Outcome> waitUntil(
            Frame frame, Operation.WaitUntil wait, JsonNode[] values, Progress progress) {
        if (progress.until.isEmpty()) {
            String date = Frame.text(values, wait.date());
            if (date.isEmpty()) {
                throw new CardFailure.Invalid(
                        "The input \"date & time\" is blank, but the card needs it.");
            }
            Instant until =
                    Dates.parse(date)
                            .orElseThrow(() ->
                                    new CardFailure.Invalid(
                                            "\"" + date + "\" is no date and time."));
            if (until.isAfter(frame.now().plus(LONGEST))) {
                throw tooLong("until " + date);
            }
            progress.until = Optional.of(until);
        }
        return until(frame, progress);
    }

    private static CardFailure tooLong(String what) {
        return new CardFailure.Invalid(
                "A flow can wait at most "
                        + LONGEST.toDays()
                        + " days, but the card says "
                        + what
                        + ". Use a scheduled flow for what comes later.");
    }

    /** Suspends until the time has come. */
    static Optional<Outcome> until(Frame frame, Progress progress) {
        Instant until = progress.until.orElseThrow();
        return frame.now().isBefore(until)
                ? Optional.of(new Outcome.Suspended(Optional.of(Wait.until(until))))
                : Optional.empty();
    }

    static Optional<Outcome> pause(
            Frame frame,
            Planned planned,
            Operation.Pause pause,
            JsonNode[] values,
            Progress progress) {
        Run run = frame.run;
        String path = frame.path(planned.card);
        Optional<Journal.Entry> resumed = run.journal.recorded(Outcome.Pause.resumed(path));
        if (resumed.isPresent()) {
            run.budget.keep(resumed.get().value());
            frame.give(planned, called(planned, resumed.get().value()));
            return Optional.empty();
        }
        if (run.depth > 0 || !run.host.canPause()) {
            throw new CardFailure.Invalid(
                    "Only a flow that is called by its address can pause: a helper has no address"
                            + " to call it again.");
        }
        if (progress.until.isEmpty()) {
            progress.until = Optional.of(frame.now().plus(LONGEST));
        } else if (!frame.now().isBefore(progress.until.get())) {
            throw new CardFailure.Timeout(
                    "Nobody called the resume URL within " + LONGEST.toDays() + " days.");
        }
        Reply reply =
                pause.raw()
                        ? Steering.raw(values, pause.status(), pause.headers(), pause.body())
                        : withId(Steering.fields(planned, values, false), run);
        return Optional.of(
                new Outcome.Suspended(
                        Optional.of(
                                new Wait(
                                        progress.until.get(),
                                        Optional.of(new Outcome.Pause(path, reply))))));
    }

    /** The caller needs the id to resume; a field of the author's is never overwritten. */
    private static Reply withId(Reply.Fields reply, Run run) {
        if (!reply.fields().has("context")) {
            reply.fields().putObject("context").put("execution_id", run.id.toString());
        }
        return reply;
    }

    /**
     * A field without a group is looked for in the body, then in the query. Headers come by their
     * lower-case names, however the author wrote them.
     */
    private static JsonNode[] called(Planned planned, JsonNode call) {
        var values = new JsonNode[planned.outputs.length];
        for (int i = 0; i < values.length; i++) {
            Output output = planned.outputs[i];
            values[i] = DeclaredOutputs.convert(called(call, output), output);
        }
        return values;
    }

    private static JsonNode called(JsonNode call, Output output) {
        String key = output.key();
        return switch (output.group()) {
            case "" -> {
                JsonNode value = call.path("body").path(key);
                yield value.isMissingNode() ? parameter(call, output) : value;
            }
            case "query" -> parameter(call, output);
            case "headers" -> call.path("headers").path(key.toLowerCase(Locale.ROOT));
            case "raw" -> {
                JsonNode fields = call.path(key);
                boolean wanted = output.type().equals(ValueType.OBJECT) && !key.equals("headers");
                yield wanted && fields.isObject() && !fields.isEmpty()
                        ? fields
                        : call.path("raw").path(key);
            }
            default -> call.path(output.group()).path(key);
        };
    }

    /** Only a list takes all values of a parameter that is there more than once. */
    private static JsonNode parameter(JsonNode call, Output output) {
        JsonNode value = call.path("query").path(output.key());
        return value.isArray() && !output.type().list() ? value.get(0) : value;
    }
}
