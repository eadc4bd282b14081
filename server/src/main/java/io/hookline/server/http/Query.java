package io.hookline.server.http;

import io.hookline.server.json.TimeSpan;
import io.hookline.server.json.Times;
import io.hookline.server.refusal.Refusal.Invalid.Place;
import io.hookline.server.url.QueryString;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads the parameters of a query. An empty one counts as left out; of several with the same name
 * the first counts. What is not as expected becomes a fault, as in {@link Body}.
 */
public final class Query {
    private final QueryString query;
    private final Faults faults;

    public Query(QueryString query) {
        this(query, Faults.first(Place.QUERY));
    }

    public Query(QueryString query, Faults faults) {
        this.query = query;
        this.faults = faults;
    }

    /** The parameters as they were sent. */
    public QueryString queryString() {
        return query;
    }

    /** Adds a fault that only the feature can know. */
    public void fault(String name, String sentence) {
        faults.add(name, sentence);
    }

    /** Refuses parameters that are not named here. */
    public void allowOnly(String... names) {
        List<String> known = Arrays.asList(names);
        for (QueryString.Pair pair : query.pairs()) {
            if (!pair.raw().isEmpty() && !known.contains(pair.name())) {
                fault(pair.name(), Expected.unknown(known));
            }
        }
    }

    public Optional<String> text(String name) {
        return query.first(name).filter(value -> !value.isEmpty());
    }

    public Optional<Long> number(String name, long min, long max) {
        return text(name)
                .flatMap(text -> {
                    try {
                        long number = Long.parseLong(text);
                        if (number >= min && number <= max) {
                            return Optional.of(number);
                        }
                    } catch (NumberFormatException e) {
                        // Answered below, like a number beyond the bounds.
                    }
                    fault(name, Expected.found(Expected.number(min, max), text));
                    return Optional.empty();
                });
    }

    public Optional<Boolean> flag(String name) {
        return text(name)
                .flatMap(text ->
                        switch (text) {
                            case "true" -> Optional.of(true);
                            case "false" -> Optional.of(false);
                            default -> {
                                fault(name, Expected.found(Expected.flag(), text));
                                yield Optional.empty();
                            }
                        });
    }

    /** One of several, in capitals or not. */
    public <T> Optional<T> choice(String name, List<T> options, Function<T, String> word) {
        return text(name)
                .flatMap(text -> {
                    Optional<T> chosen =
                            options.stream()
                                    .filter(option -> word.apply(option).equalsIgnoreCase(text))
                                    .findFirst();
                    if (chosen.isEmpty()) {
                        fault(
                                name,
                                Expected.found(
                                        Expected.choice(options.stream().map(word).toList()),
                                        text));
                    }
                    return chosen;
                });
    }

    public Optional<UUID> uuid(String name) {
        return text(name)
                .flatMap(text -> {
                    try {
                        return Optional.of(UUID.fromString(text));
                    } catch (IllegalArgumentException e) {
                        fault(name, Expected.found("expected an id", text));
                        return Optional.empty();
                    }
                });
    }

    public Optional<Instant> time(String name) {
        return text(name)
                .flatMap(text -> {
                    Optional<Instant> time = Times.parse(text);
                    if (time.isEmpty()) {
                        fault(name, Expected.found(Times.EXPECTED, text));
                    }
                    return time;
                });
    }

    /** The parameters {@code since} and {@code until}. */
    public TimeSpan span() {
        return faults.span(time("since"), time("until"));
    }
}
