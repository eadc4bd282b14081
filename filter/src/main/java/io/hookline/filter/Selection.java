package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;

import io.hookline.filter.Compiled.Condition;
import io.hookline.filter.Compiled.Value;

/**
 * The elements of a list for which a criterion holds.
 *
 * @param list yields a list, or null when nothing is to be selected from nothing
 * @param element what is known of the elements
 * @param criterion is asked while the evaluation looks at the element
 * @param costOfCriterion paid for every element
 * @param cost of the whole when the list is empty
 */
record Selection(Value list, Shape element, Condition criterion, int costOfCriterion, int cost) {

    /** How many match, without collecting them. */
    int count(Evaluation run) {
        JsonNode elements = list.of(run);
        int count = 0;
        for (int i = 0; i < elements.size(); i++) {
            if (matches(elements.get(i), run)) {
                count++;
            }
        }
        return count;
    }

    /** All that match, as a list. */
    JsonNode every(Evaluation run) {
        JsonNode elements = list.of(run);
        if (elements.isNull()) {
            return elements;
        }
        ArrayNode matching = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < elements.size(); i++) {
            if (matches(elements.get(i), run)) {
                matching.add(elements.get(i));
            }
        }
        return matching;
    }

    /** The first that matches; null when none does. */
    JsonNode first(Evaluation run) {
        JsonNode elements = list.of(run);
        for (int i = 0; i < elements.size(); i++) {
            if (matches(elements.get(i), run)) {
                return elements.get(i);
            }
        }
        return NullNode.instance;
    }

    /** The last that matches; null when none does. */
    JsonNode last(Evaluation run) {
        JsonNode elements = list.of(run);
        for (int i = elements.size() - 1; i >= 0; i--) {
            if (matches(elements.get(i), run)) {
                return elements.get(i);
            }
        }
        return NullNode.instance;
    }

    private boolean matches(JsonNode candidate, Evaluation run) {
        run.spend(costOfCriterion);
        JsonNode outer = run.lookAt(candidate);
        boolean matches = criterion.holds(run);
        run.lookAt(outer);
        return matches;
    }
}
