package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.DynamicFields.Source;
import io.hookline.flow.card.SteeringCard;
import io.hookline.flow.engine.LinkReview.Verdict;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Output;
import io.hookline.flow.value.ValueType;
import io.hookline.flow.value.ValueType.Kind;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Calls of helpers in one flow: what they give, and whether they stop what follows. */
final class HelperReview {
    /** Cards that go by the values that a helper gives. */
    private static final Set<SteeringCard> BY_VALUE =
            EnumSet.of(
                    SteeringCard.REDUCE,
                    SteeringCard.SORT,
                    SteeringCard.UNIQUE,
                    SteeringCard.OBJECT_PROCESS);

    private final Flow flow;
    private final CardCatalog catalog;
    private final Function<String, Optional<Flow>> helpers;
    private final Consumer<Finding> findings;

    HelperReview(
            Flow flow,
            CardCatalog catalog,
            Function<String, Optional<Flow>> helpers,
            Consumer<Finding> findings) {
        this.flow = flow;
        this.catalog = catalog;
        this.helpers = helpers;
        this.findings = findings;
    }

    void review(FlowCard card) {
        Optional<Input> input = card.input("", "flo");
        input.map(Input::literal)
                .filter(JsonNode::isTextual)
                .flatMap(id -> helpers.apply(id.textValue()))
                .ifPresent(helper -> review(card, input.get(), helper));
    }

    private void review(FlowCard card, Input input, Flow helper) {
        if (SteeringCard.FILTER.is(card.id()) || SteeringCard.FIND.is(card.id())) {
            decision(card, input, helper);
        }
        if (BY_VALUE.stream().anyMatch(one -> one.is(card.id())) && given(helper).isEmpty()) {
            add(
                    card,
                    input,
                    "The flow \""
                            + helper.name()
                            + "\" returns nothing, but this card goes by what it returns.");
        }
        boolean gives =
                catalog.find(card.id())
                        .filter(found -> found.gives(Source.HELPER_OUTPUTS))
                        .isPresent();
        if (gives) {
            Map<String, ValueType> given = given(helper);
            card.outputs().stream()
                    .filter(Output::used)
                    .forEach(output -> taken(card, output, helper, given));
        }
        if (SteeringCard.SPAWN.is(card.id()) && hasContinueIf(helper) && isIgnored(card)) {
            add(
                    card,
                    input,
                    "The flow \""
                            + helper.name()
                            + "\" holds a Continue If. When it is false, that flow ends and this"
                            + " one goes on: what follows in the caller runs even when this check"
                            + " fails. End the helper by Return Error If instead, or let it return"
                            + " whether the check passed and put a Continue If behind this card.");
        }
    }

    /** Filter Custom goes by the first field of Return, else by the one truth of the last card. */
    private void decision(FlowCard card, Input input, Flow helper) {
        if (helper.cards().stream().anyMatch(one -> SteeringCard.RETURN.is(one.id()))) {
            if (returned(helper).isEmpty()) {
                add(
                        card,
                        input,
                        "The Return of the flow \""
                                + helper.name()
                                + "\" has no field, but this card goes by what it returns.");
            }
            return;
        }
        List<FlowCard> ends = lastCards(helper);
        if (ends.isEmpty()) {
            add(
                    card,
                    input,
                    "The flow \""
                            + helper.name()
                            + "\" has no card, but this card goes by what it returns.");
        }
        for (FlowCard last : ends) {
            long truths =
                    last.outputs().stream()
                            .filter(output ->
                                    output.type().kind() == Kind.BOOLEAN
                                            || output.type().kind() == Kind.ANY)
                            .count();
            if (truths != 1) {
                add(
                        card,
                        input,
                        "The flow \""
                                + helper.name()
                                + "\" ends without Return, and its last card \""
                                + last.title()
                                + "\" gives "
                                + truths
                                + " true/false values instead of one, so that it does not say which"
                                + " items are kept. End it with Return.");
                return;
            }
        }
    }

    private static boolean hasContinueIf(Flow helper) {
        return helper.cards().stream().anyMatch(card -> SteeringCard.CONTINUE_IF.is(card.id()));
    }

    /** Whether cards follow the call, and none of them decides by what it gave. */
    private boolean isIgnored(FlowCard call) {
        List<FlowCard> later =
                flow.cards().stream()
                        .filter(card -> card.index() > call.index() && acts(card))
                        .toList();
        return !later.isEmpty()
                && later.stream()
                        .filter(HelperReview::decides)
                        .flatMap(card -> card.inputs().stream())
                        .flatMap(input -> input.pins().stream())
                        .noneMatch(pin -> pin.card() == call.index());
    }

    private static boolean decides(FlowCard card) {
        return SteeringCard.IF.is(card.id())
                || SteeringCard.BRANCH.is(card.id())
                || SteeringCard.CONTINUE_IF.is(card.id())
                || SteeringCard.THROW_IF.is(card.id());
    }

    private static boolean acts(FlowCard card) {
        return card.steps() && !card.hidden() && !SteeringCard.JOIN.is(card.id());
    }

    private void taken(FlowCard card, Output output, Flow helper, Map<String, ValueType> given) {
        ValueType type = given.get(output.key());
        String name = "The flow \"" + helper.name() + "\"";
        if (type == null) {
            add(
                    card,
                    output,
                    name
                            + " returns no field \""
                            + output.key()
                            + "\", so this output is always empty.");
            return;
        }
        Verdict verdict = LinkReview.verdict(type, output.type());
        if (verdict != Verdict.FINE) {
            add(
                    card,
                    output,
                    name
                            + " returns \""
                            + output.key()
                            + "\" as "
                            + type.label()
                            + ", but this output is "
                            + output.type().label()
                            + ": the conversion "
                            + (verdict == Verdict.FAILS ? "fails." : "can fail."));
        }
    }

    /**
     * What a helper gives by key: the fields of its Returns, else the outputs of the card that it
     * ends with; and the message of a Continue If.
     */
    private static Map<String, ValueType> given(Flow helper) {
        Map<String, ValueType> fields = returned(helper);
        if (helper.cards().stream().noneMatch(card -> SteeringCard.RETURN.is(card.id()))) {
            for (FlowCard last : lastCards(helper)) {
                last.outputs().forEach(output -> fields.putIfAbsent(output.key(), output.type()));
            }
        }
        if (hasContinueIf(helper)) {
            fields.putIfAbsent("message", ValueType.TEXT);
        }
        return fields;
    }

    /** The fields of the Returns, those of If/Else paths together. */
    private static Map<String, ValueType> returned(Flow helper) {
        Map<String, ValueType> fields = new HashMap<>();
        for (FlowCard card : helper.cards()) {
            if (SteeringCard.RETURN.is(card.id())) {
                card.inputs().stream()
                        .filter(input -> !input.forError())
                        .forEach(input -> fields.putIfAbsent(input.key(), input.type()));
            }
        }
        return fields;
    }

    /**
     * The cards that can be the last one: those at the ends of If/Else paths, and the last that
     * runs on any path.
     */
    private static List<FlowCard> lastCards(Flow helper) {
        List<FlowCard> last = new ArrayList<>();
        for (FlowCard card : helper.cards().reversed()) {
            boolean counts = card.index() > 0 && card.steps() && (acts(card) || hasOutputs(card));
            boolean pathHasOne = last.stream().anyMatch(later -> later.path().equals(card.path()));
            if (counts && !pathHasOne && !SteeringCard.NOOP.is(card.id())) {
                last.add(card);
                if (card.path().isEmpty()) {
                    break;
                }
            }
        }
        return last;
    }

    private static boolean hasOutputs(FlowCard card) {
        return !card.outputs().isEmpty();
    }

    private void add(FlowCard card, Input input, String message) {
        findings.accept(new Finding(card.uuid(), FlowReview.name(input), "", message));
    }

    private void add(FlowCard card, Output output, String message) {
        findings.accept(new Finding(card.uuid(), FlowReview.name(output), "", message));
    }
}
