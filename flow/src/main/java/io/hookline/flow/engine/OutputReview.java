package io.hookline.flow.engine;

import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardMethod;
import io.hookline.flow.card.DynamicFields;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.SteeringCard;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.ErrorPolicy;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Output;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is taken from one card that it never gives. */
final class OutputReview {
    private final FlowCard card;
    private final CardDefinition definition;
    private final Consumer<Finding> findings;

    OutputReview(FlowCard card, CardDefinition definition, Consumer<Finding> findings) {
        this.card = card;
        this.definition = definition;
        this.findings = findings;
    }

    void review() {
        for (Output output : card.outputs()) {
            if (output.used() && !isGiven(output)) {
                findings.accept(
                        new Finding(
                                card.uuid(),
                                FlowReview.name(output),
                                "",
                                "The card never gives the output "
                                        + FlowReview.called(output)
                                        + ", so it is always empty"
                                        + instead()
                                        + "."));
            }
        }
    }

    private String instead() {
        List<String> keys = definition.outputs().stream().map(FieldDefinition::key).toList();
        return keys.isEmpty()
                ? ""
                : "; its outputs are "
                        + keys.stream()
                                .map(key -> "\"" + key + "\"")
                                .collect(Collectors.joining(", "));
    }

    private boolean isGiven(Output output) {
        Optional<CardMethod> method = definition.method();
        if (method.isPresent()) {
            return method.get().output(output.group(), output.key()).isPresent();
        }
        if (SteeringCard.JOIN.is(card.id()) || SteeringCard.EXPAND.is(card.id())) {
            return true;
        }
        return definition.outputs().stream()
                        .anyMatch(field -> field.is(output.group(), output.key()))
                || definition.moreOutputs().stream().anyMatch(more -> isGiven(output, more));
    }

    private boolean isGiven(Output output, DynamicFields more) {
        return switch (more.source()) {
            // whose fields are known
            case SAME_AS_INPUTS ->
                    card.inputs().stream()
                            .anyMatch(input -> input.is(output.group(), output.key()));
            case BLOCK_OUTPUTS -> blocks().anyMatch(block -> returns(block, output));
            // reported by the review of calls
            case HELPER_OUTPUTS -> true;
            case AUTHOR_DEFINED,
                    SERVICE,
                    TABLE_COLUMNS,
                    HELPER_INPUTS,
                    CAPTURED_VALUES,
                    FILTER_VALUES,
                    OBJECT_PARTS ->
                    true;
        };
    }

    private Stream<Flow> blocks() {
        Stream<Flow> handlers =
                card.policy().then() instanceof ErrorPolicy.Handle handle
                        ? Stream.of(handle.flow())
                        : Stream.empty();
        return Stream.concat(
                card.inputs().stream().flatMap(input -> input.body().stream()), handlers);
    }

    /** A block gives what its Return names, and the message of a Continue If. */
    private static boolean returns(Flow block, Output output) {
        return block.cards().stream()
                .anyMatch(card ->
                        SteeringCard.RETURN.is(card.id())
                                        && card.inputs().stream()
                                                .map(Input::key)
                                                .anyMatch(output.key()::equals)
                                || SteeringCard.CONTINUE_IF.is(card.id())
                                        && output.key().equals("message"));
    }
}
