package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.value.Comparison;

import java.util.Optional;

/** The comparison that several cards share: two operands, compared as their declared types say. */
final class Operands {
    private Operands() {}

    static boolean hold(
            Optional<JsonNode> left,
            String operator,
            Optional<JsonNode> right,
            CardContext context) {
        return comparison(operator)
                .holds(
                        left.orElse(NullNode.getInstance()),
                        context.inputType("", "left-operand"),
                        right.orElse(NullNode.getInstance()),
                        context.inputType("", "right-operand"));
    }

    static Comparison comparison(String operator) {
        return Comparison.of(operator)
                .orElseThrow(() ->
                        new CardFailure.Invalid("There is no comparison \"" + operator + "\"."));
    }
}
