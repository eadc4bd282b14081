package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.compute.Regex;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardMethod;
import io.hookline.flow.card.CardMethod.Parameter;
import io.hookline.flow.card.DynamicFields;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.LiteralCheck;
import io.hookline.flow.card.SteeringCard;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Input;
import io.hookline.flow.value.Comparison;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.ValueType;
import io.hookline.flow.value.ValueType.Kind;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What one card is given: what it needs and does not get, and what was typed in that it refuses.
 * What the card declares counts, whatever the flow says of its fields.
 */
final class InputReview {
    private final FlowCard card;
    private final Optional<CardDefinition> definition;
    private final Consumer<Finding> findings;

    InputReview(FlowCard card, Optional<CardDefinition> definition, Consumer<Finding> findings) {
        this.card = card;
        this.definition = definition;
        this.findings = findings;
    }

    void review() {
        definition.ifPresent(found ->
                found.inputs().stream()
                        .filter(this::isNeeded)
                        .filter(field -> card.index() > 0 && input(field).isEmpty())
                        .forEach(this::absent));
        for (Input input : card.inputs()) {
            Optional<FieldDefinition> field = declared(input);
            if (isBlank(input, field)) {
                blank(input);
            } else if (isTypedIn(input)) {
                typedIn(input, field);
            }
        }
    }

    /** Whether the card fails without it. */
    private boolean isNeeded(FieldDefinition field) {
        boolean steers = definition.flatMap(CardDefinition::method).isEmpty();
        return field.required()
                && !Needs.nullIsValue(field.type())
                && !(steers && field.form().whenBlank().isPresent());
    }

    private Optional<Input> input(FieldDefinition field) {
        return card.inputs().stream()
                .filter(input -> input.is(field.group(), field.key()) && !input.forError())
                .findFirst();
    }

    private Optional<FieldDefinition> declared(Input input) {
        return definition.stream()
                .flatMap(found -> found.inputs().stream())
                .filter(field -> field.is(input.group(), input.key()) && !input.forError())
                .findFirst();
    }

    private void absent(FieldDefinition field) {
        findings.accept(
                new Finding(
                        card.uuid(),
                        field.group().isEmpty() ? field.key() : field.group() + "." + field.key(),
                        "",
                        "The card needs the input \""
                                + field.label()
                                + "\", but the flow does not have it."));
    }

    /** Nothing is linked to it, and what is typed in is none of its values. */
    private boolean isBlank(Input input, Optional<FieldDefinition> field) {
        boolean given =
                !input.pins().isEmpty()
                        || input.proxy().isPresent()
                        || input.body().isPresent()
                        || input.forError();
        if (given) {
            return false;
        }
        if (field.isEmpty()) {
            return input.required()
                    && !Needs.nullIsValue(input.type())
                    && Conversion.isBlank(input.literal());
        }
        if (!isNeeded(field.get())) {
            return false;
        }
        boolean nothing = input.literal().isNull();
        return nothing
                || Needs.isEmptyText(input.literal())
                        && (isNoText(input)
                                || !Needs.takesEmptyText(definition.get(), field.get()));
    }

    /** An empty text is no number, date or flow. */
    private static boolean isNoText(Input input) {
        return switch (input.type().kind()) {
            case NUMBER, DATE, FILE, FLOW, FOLDER -> !input.type().list();
            case TEXT, BOOLEAN, OBJECT, ANY -> false;
        };
    }

    private void blank(Input input) {
        add(
                input,
                input.type().kind() == Kind.FLOW
                        ? "No flow is chosen; choose the one that this card calls."
                        : FlowReview.called(input)
                                + " is required, but nothing is linked to it and nothing typed"
                                + " in.");
    }

    private static boolean isTypedIn(Input input) {
        return input.pins().isEmpty()
                && input.proxy().isEmpty()
                && input.body().isEmpty()
                && !input.forError()
                && !Conversion.isBlank(input.literal());
    }

    private void typedIn(Input input, Optional<FieldDefinition> field) {
        problem(input, field).ifPresent(message -> add(input, message));
    }

    /** What is wrong with a literal; some values are of no type at all. */
    private Optional<String> problem(Input input, Optional<FieldDefinition> field) {
        try {
            JsonNode unused = Conversion.convert(input.literal(), input.type());
            return field.map(known -> refused(input, known)).orElseGet(() -> refused(input));
        } catch (TypeMismatch mismatch) {
            return Optional.of(
                    FlowReview.called(input)
                            + " is "
                            + input.type().label()
                            + ", but what is typed in is not: "
                            + mismatch.getMessage()
                            + ".");
        }
    }

    /** What the card says of a field that it declares. */
    private Optional<String> refused(Input input, FieldDefinition field) {
        Optional<Parameter.Value> parameter =
                definition.flatMap(CardDefinition::method).map(CardMethod::parameters).stream()
                        .flatMap(List::stream)
                        .filter(Parameter.Value.class::isInstance)
                        .map(Parameter.Value.class::cast)
                        .filter(value -> value.field().is(field.group(), field.key()))
                        .findFirst();
        Optional<LiteralCheck> check = parameter.flatMap(Parameter.Value::check);
        if (check.isPresent()) {
            return checked(input, check.get());
        }
        return refused(input, field.form().type(), field.form().choices(), field.form().loaded())
                .or(() -> parameter.flatMap(value -> unfit(input, value)));
    }

    /** What the card says of a field that the author added. */
    private Optional<String> refused(Input input) {
        for (DynamicFields dynamic : definition.map(CardDefinition::moreInputs).orElse(List.of())) {
            Optional<FieldDefinition> inRow =
                    dynamic.row().stream()
                            .filter(field -> field.key().equals(input.key()))
                            .findFirst();
            Optional<String> problem =
                    inRow.map(field ->
                                    refused(
                                            input,
                                            field.form().type(),
                                            field.form().choices(),
                                            field.form().loaded()))
                            .orElseGet(() ->
                                    dynamic.row().isEmpty()
                                            ? refused(input, dynamic.type(), List.of(), false)
                                            : Optional.empty());
            if (problem.isPresent()) {
                return problem;
            }
        }
        return definition.flatMap(CardDefinition::method).map(CardMethod::parameters).stream()
                .flatMap(List::stream)
                .filter(Parameter.Custom.class::isInstance)
                .map(Parameter.Custom.class::cast)
                .filter(custom ->
                        custom.group().equals("*") || custom.group().equals(input.group()))
                .flatMap(custom -> custom.check().stream())
                .flatMap(check -> checked(input, check).stream())
                .findFirst();
    }

    private Optional<String> checked(Input input, LiteralCheck check) {
        return check.problem(text(input.literal()), authored());
    }

    /** The keys of the inputs that the author added. */
    private Set<String> authored() {
        return card.inputs().stream()
                .filter(input -> !input.forError() && declared(input).isEmpty())
                .map(Input::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Optional<String> refused(
            Input input, FieldType type, List<String> choices, boolean loaded) {
        String text = text(input.literal());
        return switch (type) {
            case PATTERN -> pattern(input, text);
            case COMPARISON, ANY_COMPARISON ->
                    Comparison.of(text).isPresent()
                            ? Optional.empty()
                            : Optional.of(unknown(input, text, Comparison.words()));
            default -> {
                boolean chosen =
                        choices.isEmpty()
                                || loaded
                                || choices.stream().anyMatch(text::equalsIgnoreCase)
                                || SteeringCard.WAIT.is(card.id()) && Waits.isUnit(text);
                yield chosen ? Optional.empty() : Optional.of(unknown(input, text, choices));
            }
        };
    }

    private static String unknown(Input input, String text, List<String> known) {
        return FlowReview.called(input)
                + " is \""
                + shortened(text)
                + "\", which the card does not know; expected one of "
                + String.join(", ", known)
                + ".";
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private static Optional<String> pattern(Input input, String text) {
        try {
            Regex.of(text);
            return Optional.empty();
        } catch (Regex.Unusable mistake) {
            return Optional.of(
                    FlowReview.called(input)
                            + " is no regular expression that can be used: "
                            + mistake.getMessage()
                            + ".");
        }
    }

    /** What was typed in has the declared type, but is no value of the card's parameter. */
    private static Optional<String> unfit(Input input, Parameter.Value parameter) {
        try {
            JsonNode given =
                    parameter.path()
                            ? input.literal()
                            : Conversion.convert(input.literal(), input.type());
            if (!Conversion.isBlank(given)) {
                // Refuses what does not fit; the value itself is made anew when the card runs.
                Object unused = parameter.read().apply(given);
            }
            return Optional.empty();
        } catch (TypeMismatch mismatch) {
            return Optional.of(
                    FlowReview.called(input)
                            + " does not take what is typed in: "
                            + mismatch.getMessage()
                            + ".");
        }
    }

    private static String text(JsonNode literal) {
        return literal.isContainerNode()
                ? JsonText.write(literal)
                : Conversion.convert(literal, ValueType.TEXT).asText();
    }

    private void add(Input input, String message) {
        findings.accept(new Finding(card.uuid(), FlowReview.name(input), "", message));
    }
}
