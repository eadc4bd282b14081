package io.hookline.testing.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.http.RecordingServer.Answer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What goes wrong on purpose: answers that come late, and answers that refuse. */
final class Faults {
    private static final Duration SLOWEST = Duration.ofMinutes(10);
    private static final Pattern FAULT =
            Pattern.compile("(?:([A-Za-z0-9_.-]+)=)?([1-5]\\d\\d|garbage|half)(?:/(\\d{1,6}))?");

    private final Map<String, Fault> faults = new LinkedHashMap<>();
    private Duration slow = Duration.ZERO;

    /** Each so many-th call of a service is answered with a status, or with no JSON. */
    private static final class Fault {
        final String how;
        final int every;
        int calls;

        Fault(String how, int every) {
            this.how = how;
            this.every = every;
        }
    }

    /** Every answer comes so much later. */
    synchronized void slow(Duration wanted) {
        if (wanted.isNegative() || wanted.compareTo(SLOWEST) > 0) {
            throw new InvalidWorld(
                    "slow is " + wanted.toMillis() + " ms; expected 0 to 600000 (ten minutes).");
        }
        slow = wanted;
    }

    /**
     * Adds a fault.
     *
     * @param text {@code SERVICE=STATUS/N}, as in {@code okta=503/3}; without a service of all,
     *     without a number of each call; {@code garbage} stands for an answer 200 without JSON,
     *     {@code half} for one that ends in the middle
     */
    synchronized void fail(String text) {
        Matcher fault = FAULT.matcher(text);
        int every =
                fault.matches() && fault.group(3) != null ? Integer.parseInt(fault.group(3)) : 1;
        if (!fault.matches() || every == 0) {
            throw new InvalidWorld(
                    "\""
                            + text
                            + "\" is no fault; expected SERVICE=STATUS/N, for example okta=503/3"
                            + " (each third call of Okta), slack=429 or okta=garbage.");
        }
        faults.put(
                Optional.ofNullable(fault.group(1)).orElse("*"), new Fault(fault.group(2), every));
    }

    /** Replaces all: {@code {"slow": 200, "fail": ["okta=503/3"]}}, both optional. */
    synchronized void set(JsonNode wanted) {
        Faults read = new Faults();
        wanted.fieldNames()
                .forEachRemaining(name -> {
                    if (!name.equals("slow") && !name.equals("fail")) {
                        throw InvalidWorld.unknown("key", name, List.of("slow", "fail"));
                    }
                });
        if (!wanted.isObject() || (wanted.has("slow") && !wanted.get("slow").isInt())) {
            throw new InvalidWorld("\"slow\" must be a number of milliseconds.");
        }
        read.slow(Duration.ofMillis(wanted.path("slow").asInt()));
        wanted.path("fail").forEach(fault -> read.fail(fault.asText()));
        clear();
        slow = read.slow;
        faults.putAll(read.faults);
    }

    synchronized void clear() {
        faults.clear();
        slow = Duration.ZERO;
    }

    synchronized ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("slow", slow.toMillis());
        var list = json.putArray("fail");
        faults.forEach((service, fault) ->
                list.add(
                        (service.equals("*") ? "" : service + "=")
                                + fault.how
                                + (fault.every == 1 ? "" : "/" + fault.every)));
        return json;
    }

    /** Takes its time, and says whether the call is refused. */
    Optional<Answer> before(String service) {
        LockSupport.parkNanos(slowness().toNanos());
        return refusal(service);
    }

    private synchronized Duration slowness() {
        return slow;
    }

    private synchronized Optional<Answer> refusal(String service) {
        Fault fault = faults.getOrDefault(service, faults.get("*"));
        if (fault == null || ++fault.calls % fault.every != 0) {
            return Optional.empty();
        }
        if (fault.how.equals("garbage")) {
            return Optional.of(Answer.json(200, "<html>This is no JSON"));
        }
        if (fault.how.equals("half")) {
            String begun = "{\"ok\":true,\"id\":\"";
            return Optional.of(
                    new Answer(
                            200,
                            Map.of(
                                    "Content-Type",
                                    List.of("application/json"),
                                    Answer.LENGTH,
                                    List.of(Integer.toString(2 * begun.length()))),
                            begun));
        }
        int status = Integer.parseInt(fault.how);
        String body =
                service.equals("slack")
                        ? "{\"ok\":false,\"error\":\"" + word(status) + "\"}"
                        : "{\"errorCode\":\"E0000009\",\"errorSummary\":\"Simulated failure with"
                                + " the status "
                                + status
                                + "\",\"errorCauses\":[]}";
        Map<String, List<String>> headers =
                new LinkedHashMap<>(Map.of("Content-Type", List.of("application/json")));
        if (status == 429) {
            headers.put("Retry-After", List.of("1"));
        }
        return Optional.of(new Answer(status, headers, body));
    }

    private static String word(int status) {
        return switch (status) {
            case 401 -> "invalid_auth";
            case 429 -> "ratelimited";
            default -> "internal_error";
        };
    }
}
