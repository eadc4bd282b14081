package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.compute.Regex;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.DynamicFields.Source;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.SteeringCard;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.ErrorPolicy;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Output;
import io.hookline.flow.model.Pin;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.Transform;
import io.hookline.flow.value.ValueType;
import io.hookline.flow.value.ValueType.Kind;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds what can make a flow fail before it runs: inputs, links and calls. */
public final class FlowReview {
    /** Cards that depend on what a helper returns. */
    private static final Set<SteeringCard> NEED_RETURN =
            EnumSet.of(SteeringCard.FILTER, SteeringCard.REDUCE);

    private final CardCatalog catalog;
    private final Function<String, Optional<Flow>> helpers;
    private final List<Finding> findings = new ArrayList<>();

    private FlowReview(CardCatalog catalog, Function<String, Optional<Flow>> helpers) {
        this.catalog = catalog;
        this.helpers = helpers;
    }

    /**
     * What was found, card by card, nested flows included.
     *
     * @param helpers the flow of that id; empty when there is none
     */
    public static List<Finding> of(
            Flow flow, CardCatalog catalog, Function<String, Optional<Flow>> helpers) {
        var review = new FlowReview(catalog, helpers);
        review.flow(flow);
        review.findings.addAll(AsyncCircles.of(flow, helpers));
        return List.copyOf(review.findings);
    }

    private void flow(Flow flow) {
        Map<Integer, Output> outputs = new HashMap<>();
        flow.cards()
                .forEach(card ->
                        card.outputs().forEach(output -> outputs.put(output.slot(), output)));
        for (FlowCard card : flow.cards()) {
            for (Input input : card.inputs()) {
                blank(card, input);
                pattern(card, input);
                for (Pin pin : input.pins()) {
                    link(card, input, pin, flow.cards().get(pin.card()), outputs.get(pin.slot()));
                }
                input.body().ifPresent(this::flow);
            }
            call(card);
            if (card.policy().then() instanceof ErrorPolicy.Handle handle) {
                flow(handle.flow());
            }
        }
    }

    /** A required input without link and literal. */
    private void blank(FlowCard card, Input input) {
        boolean given =
                !input.pins().isEmpty()
                        || input.proxy().isPresent()
                        || input.body().isPresent()
                        || !Conversion.isBlank(input.literal());
        if (given || !input.required() || input.forError() || emptyIsFine(card, input)) {
            return;
        }
        add(
                card,
                input,
                input.type().kind() == Kind.FLOW
                        ? "No flow is chosen; choose the one that this card calls."
                        : "The input \""
                                + input.label()
                                + "\" is required, but nothing is linked to it and nothing typed"
                                + " in.");
    }

    /** A regular expression that is typed in and cannot be used. */
    private void pattern(FlowCard card, Input input) {
        boolean constant = input.pins().isEmpty() && input.proxy().isEmpty() && !input.forError();
        if (!constant || !input.literal().isTextual() || !isPattern(card, input)) {
            return;
        }
        try {
            Regex.of(input.literal().textValue());
        } catch (Regex.Unusable mistake) {
            add(
                    card,
                    input,
                    "The input \""
                            + input.label()
                            + "\" is no regular expression that can be used: "
                            + mistake.getMessage()
                            + ".");
        }
    }

    private boolean isPattern(FlowCard card, Input input) {
        Optional<CardDefinition> definition = catalog.find(card.id());
        Optional<FieldDefinition> declared =
                definition.stream()
                        .flatMap(found -> found.inputs().stream())
                        .filter(field -> field.is(input.group(), input.key()))
                        .findFirst();
        return declared.map(field -> field.form().type() == FieldType.PATTERN)
                .orElseGet(() ->
                        definition.stream()
                                .flatMap(found -> found.moreInputs().stream())
                                .anyMatch(more -> more.type() == FieldType.PATTERN));
    }

    /** Whether blank is a value: for lists, objects and booleans, and where the card says so. */
    private boolean emptyIsFine(FlowCard card, Input input) {
        boolean optional =
                catalog.find(card.id()).stream()
                        .flatMap(definition -> definition.inputs().stream())
                        .anyMatch(
                                field -> field.is(input.group(), input.key()) && !field.required());
        return optional
                || input.type().list()
                || input.type().kind() == Kind.OBJECT
                || input.type().kind() == Kind.BOOLEAN;
    }

    private void link(FlowCard card, Input input, Pin pin, FlowCard from, Output output) {
        if (output == null) {
            return;
        }
        ValueType given = output.type();
        Verdict verdict =
                pin.transform()
                        .map(transform -> verdict(transform, given))
                        .orElseGet(() -> verdict(given, input.type()));
        if (verdict == Verdict.FINE) {
            return;
        }
        add(
                card,
                input,
                "The output \""
                        + output.key()
                        + "\" of \""
                        + from.title()
                        + "\" is "
                        + given.label()
                        + " and the input \""
                        + input.label()
                        + "\" is "
                        + input.type().label()
                        + ": this conversion "
                        + (verdict == Verdict.FAILS
                                ? "fails for every value."
                                : "fails for a text that does not spell one."));
    }

    private enum Verdict {
        FINE,
        /** Depends on the text. */
        MAY_FAIL,
        FAILS
    }

    private static Verdict verdict(Transform transform, ValueType given) {
        boolean reads =
                switch (transform.convert()) {
                    case PARSE, DATE_TIME, PARSE_FLOAT -> true;
                    case WRAP_ARRAY, STRINGIFY, TO_STRING, ISO_STRING, BOOLEAN_TO_STRING -> false;
                };
        return reads && given.equals(ValueType.TEXT) ? Verdict.MAY_FAIL : Verdict.FINE;
    }

    /** Whether the conversion of values of the declared type can fail; null never fails. */
    private static Verdict verdict(ValueType from, ValueType to) {
        if (from.kind() == Kind.ANY || to.kind() == Kind.ANY || !isValue(from) || !isValue(to)) {
            return Verdict.FINE;
        }
        if (to.list()) {
            return to.kind() == Kind.OBJECT ? Verdict.FINE : single(from.kind(), to.kind());
        }
        if (from.list()) {
            return to.kind() == Kind.TEXT || to.kind() == Kind.OBJECT
                    ? Verdict.FINE
                    : Verdict.FAILS;
        }
        return single(from.kind(), to.kind());
    }

    private static boolean isValue(ValueType type) {
        return type.kind() != Kind.FILE && type.kind() != Kind.FLOW && type.kind() != Kind.FOLDER;
    }

    private static Verdict single(Kind from, Kind to) {
        if (from == to || to == Kind.TEXT) {
            return Verdict.FINE;
        }
        return switch (from) {
            case TEXT -> Verdict.MAY_FAIL;
            case NUMBER -> to == Kind.OBJECT ? Verdict.FAILS : Verdict.FINE;
            case BOOLEAN -> to == Kind.NUMBER ? Verdict.FINE : Verdict.FAILS;
            case DATE, OBJECT -> Verdict.FAILS;
            case FILE, FLOW, FOLDER, ANY -> Verdict.FINE;
        };
    }

    /** Whether a helper gives what the card takes from it. */
    private void call(FlowCard card) {
        Optional<Input> input = card.input("", "flo");
        Optional<Flow> helper =
                input.map(Input::literal)
                        .filter(JsonNode::isTextual)
                        .flatMap(id -> helpers.apply(id.textValue()));
        if (helper.isEmpty()) {
            return;
        }
        Map<String, ValueType> returned = returned(helper.get());
        Optional<CardDefinition> definition = catalog.find(card.id());
        if (definition.filter(found -> NEED_RETURN.contains(found.body())).isPresent()
                && returned.isEmpty()) {
            add(
                    card,
                    input.get(),
                    "The flow \""
                            + helper.get().name()
                            + "\" returns nothing, but this card goes by what it returns.");
        }
        if (definition.filter(found -> found.gives(Source.HELPER_OUTPUTS)).isPresent()) {
            card.outputs().stream()
                    .filter(Output::used)
                    .forEach(output -> taken(card, output, helper.get(), returned));
        }
    }

    private void taken(FlowCard card, Output output, Flow helper, Map<String, ValueType> returned) {
        ValueType given = returned.get(output.key());
        String flow = "The flow \"" + helper.name() + "\"";
        if (given == null) {
            add(
                    card,
                    output,
                    flow
                            + " returns no field \""
                            + output.key()
                            + "\", so this output is always empty.");
            return;
        }
        Verdict verdict = verdict(given, output.type());
        if (verdict != Verdict.FINE) {
            add(
                    card,
                    output,
                    flow
                            + " returns \""
                            + output.key()
                            + "\" as "
                            + given.label()
                            + ", but this output is "
                            + output.type().label()
                            + ": the conversion "
                            + (verdict == Verdict.FAILS ? "fails." : "can fail."));
        }
    }

    /** The fields that a flow returns, those of its If/Else paths together. */
    private static Map<String, ValueType> returned(Flow flow) {
        Map<String, ValueType> fields = new HashMap<>();
        for (FlowCard card : flow.cards()) {
            if (SteeringCard.RETURN.is(card.id())) {
                card.inputs().stream()
                        .filter(input -> !input.forError())
                        .forEach(input -> fields.putIfAbsent(input.key(), input.type()));
            }
        }
        return fields;
    }

    private void add(FlowCard card, Input input, String message) {
        findings.add(new Finding(card.uuid(), name(input.group(), input.key()), "", message));
    }

    private void add(FlowCard card, Output output, String message) {
        findings.add(new Finding(card.uuid(), name(output.group(), output.key()), "", message));
    }

    private static String name(String group, String key) {
        return group.isEmpty() ? key : group + "." + key;
    }
}
