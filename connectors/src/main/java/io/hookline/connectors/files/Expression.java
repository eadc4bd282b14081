package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import io.hookline.flow.card.CardFailure;

import java.util.List;
import java.util.Optional;

/**
 * What stands between braces: {@code {A/B ?? C/D | lower}}.
 *
 * @param alternatives the first one that is not blank counts
 * @param filters what becomes of it, in order
 * @param blank what happens when all are blank
 */
record Expression(List<Reference> alternatives, List<Filter> filters, WhenBlank blank) {
    /** What happens when there is no value. */
    enum WhenBlank {
        /** What it stands in is left out. */
        LEFT_OUT,
        /** Null is sent. */
        NULL,
        /** The card fails. */
        NEEDED
    }

    Expression {
        alternatives = List.copyOf(alternatives);
        filters = List.copyOf(filters);
    }

    /** The value; empty when there is none. */
    Optional<JsonNode> value(Scope scope) {
        for (Reference reference : alternatives) {
            Optional<JsonNode> found = reference.value(scope);
            if (found.isPresent()) {
                JsonNode value = found.get();
                for (Filter filter : filters) {
                    value = filter.of(value, reference.name());
                }
                return Optional.of(value);
            }
        }
        return switch (blank) {
            case LEFT_OUT -> Optional.empty();
            case NULL -> Optional.of(NullNode.getInstance());
            case NEEDED ->
                    throw new CardFailure.Invalid(name() + " is blank, but the card needs it.");
        };
    }

    /** How people call it. */
    String name() {
        return alternatives.getFirst().name();
    }

    boolean has(Filter filter) {
        return filters.contains(filter);
    }
}
