package io.hookline.server.hook.definition;

import java.util.List;

/**
 * The events that a hook wants.
 *
 * @param items event types, each once, sorted
 * @param filters at most one for each type; types without one pass unfiltered
 */
public record Subscriptions(List<String> items, List<TypeFilter> filters) {
    public Subscriptions {
        items = items.stream().distinct().sorted().toList();
        filters = List.copyOf(filters);
    }

    /** A condition on the events of one type. */
    public record TypeFilter(String event, String expression) {}
}
