package io.hookline.flow.engine;

import io.hookline.flow.card.CardBody;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardMethod;
import io.hookline.flow.card.ResolvedCard;
import io.hookline.flow.card.SteeringCard;
import io.hookline.flow.engine.Operation.Alternative;
import io.hookline.flow.engine.Operation.Condition;
import io.hookline.flow.engine.Operation.Loop;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.ErrorPolicy;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Output;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides once for each flow what each of its cards does. A card that steers and is declared, but
 * not planned, does not compile.
 */
final class Planner {
    private final CardCatalog catalog;

    Planner(CardCatalog catalog) {
        this.catalog = catalog;
    }

    Plan plan(Flow flow) {
        List<FlowCard> cards = flow.cards();
        Planned[] planned = new Planned[cards.size()];
        for (int i = 0; i < planned.length; i++) {
            FlowCard card = cards.get(i);
            planned[i] = new Planned(card, i == 0 ? new Operation.Begin() : operation(card));
        }
        return new Plan(planned, flow.slots());
    }

    Operation operation(FlowCard card) {
        ResolvedCard resolved = catalog.resolve(card.address());
        return resolved.definition()
                .map(definition -> operation(card, definition, resolved))
                .orElseGet(() -> missing(card, resolved));
    }

    private static Operation steering(SteeringCard steering, FlowCard card) {
        return switch (steering) {
            case COMMENT, NOOP, CALLABLE, ACCEPT, DELEGATED -> new Operation.Nothing();
            case EXPAND -> new Operation.Expand(place(card, "", "object"));
            case IF -> new Operation.If(condition(card, ""));
            case JOIN -> new Operation.Join(joined(card));
            case BRANCH -> branch(card);
            case TRY_CATCH -> tryCatch(card);
            case CONTINUE_IF ->
                    new Operation.ContinueIf(
                            condition(card, ""), place(card, "otherwise", "message"));
            case RETURN -> new Operation.Return();
            case RETURN_RAW ->
                    new Operation.ReturnRaw(
                            place(card, "", "statusCode"),
                            place(card, "", "headers"),
                            place(card, "", "body"));
            case THROW -> raise(card, Optional.empty());
            case THROW_IF -> raise(card, Optional.of(condition(card, "")));
            case CLOSE ->
                    new Operation.Close(
                            place(card, "Response", "statusCode"),
                            place(card, "Response", "headers"),
                            place(card, "Response", "body"));
            case CLOSE_WITH_FIELDS -> new Operation.CloseWithFields(place(card, "", "statusCode"));
            case SPAWN -> new Operation.CallFlow(place(card, "", "flo"), true);
            case RUN -> new Operation.CallFlow(place(card, "", "flo"), false);
            case EACH -> loop(card, Loop.Kind.EACH, "list");
            case ASYNC_EACH -> loop(card, Loop.Kind.EACH_IGNORING_ERRORS, "list");
            case MAP -> loop(card, Loop.Kind.MAP, "list");
            case FILTER -> loop(card, Loop.Kind.FILTER, "list");
            case REDUCE -> loop(card, Loop.Kind.REDUCE, "list");
            case TIMES -> loop(card, Loop.Kind.TIMES, "count");
            case FIND -> loop(card, Loop.Kind.FIND, "list");
            case SORT -> loop(card, Loop.Kind.SORT, "list");
            case UNIQUE -> loop(card, Loop.Kind.UNIQUE, "list");
            case OBJECT_EACH -> loop(card, Loop.Kind.OBJECT_EACH, "object");
            case OBJECT_MAP -> loop(card, Loop.Kind.OBJECT_MAP, "object");
            case OBJECT_PROCESS -> loop(card, Loop.Kind.OBJECT_PROCESS, "object");
            case WAIT -> new Operation.WaitFor(place(card, "", "delay"), place(card, "", "unit"));
            case UNTIL -> new Operation.WaitUntil(place(card, "", "date"));
            case PAUSE ->
                    new Operation.Pause(false, Operation.NONE, Operation.NONE, Operation.NONE);
            case PAUSE_RAW ->
                    new Operation.Pause(
                            true,
                            anywhere(card, "statusCode"),
                            anywhere(card, "headers"),
                            anywhere(card, "body"));
        };
    }

    private static Operation raise(FlowCard card, Optional<Condition> condition) {
        return new Operation.Raise(
                condition, place(card, "", "statusCode"), place(card, "", "message"));
    }

    private Operation operation(FlowCard card, CardDefinition definition, ResolvedCard resolved) {
        return switch (definition.body()) {
            case SteeringCard steering -> steering(steering, card);
            case CardMethod method ->
                    new Operation.Call(
                            new CardCall(card, definition, method, resolved),
                            definition.connects() ? standIn(card, resolved) : Optional.empty());
            case CardBody.LogEvent event -> missing(card, resolved);
        };
    }

    private Operation missing(FlowCard card, ResolvedCard resolved) {
        return new Operation.Missing(resolved, standIn(card, resolved));
    }

    private Optional<CardCall> standIn(FlowCard card, ResolvedCard resolved) {
        return catalog.standIn(card.id())
                .flatMap(standIn ->
                        standIn.method()
                                .map(method -> new CardCall(card, standIn, method, resolved)));
    }

    private static Operation loop(FlowCard card, Loop.Kind kind, String over) {
        return new Loop(
                kind,
                place(card, "", over),
                place(card, "", "flo"),
                memo(card),
                place(card, "", "concurrency"));
    }

    /**
     * The start value of a Reduce: a field of the same key may exist once more, made by the author.
     */
    private static int memo(FlowCard card) {
        int found = Operation.NONE;
        for (int i = 0; i < card.inputs().size(); i++) {
            Input input = card.inputs().get(i);
            if (input.is("", "memo") && (found < 0 || input.proxy().isEmpty())) {
                found = i;
            }
        }
        return found;
    }

    private static Operation branch(FlowCard card) {
        var alternatives = new ArrayList<Alternative>();
        Optional<Flow> otherwise = Optional.empty();
        for (Input input : card.inputs()) {
            if (!input.key().equals("flo") || input.body().isEmpty()) {
                continue;
            }
            if (input.group().equals("else")) {
                otherwise = input.body();
            } else {
                alternatives.add(
                        new Alternative(
                                input.group(),
                                condition(card, input.group()),
                                input.body().orElseThrow()));
            }
        }
        // the first condition's group has a fixed name; the others keep the order of their fields
        alternatives.sort(
                java.util.Comparator.comparingInt(
                        alternative -> alternative.group().equals("if") ? 0 : 1));
        return new Operation.Branch(List.copyOf(alternatives), otherwise);
    }

    private static Operation tryCatch(FlowCard card) {
        return new Operation.TryCatch(
                card.input("", "flo").flatMap(Input::body),
                card.policy().then() instanceof ErrorPolicy.Handle handle
                        ? Optional.of(handle.flow())
                        : Optional.empty());
    }

    private static Condition condition(FlowCard card, String group) {
        return new Condition(
                place(card, group, "left-operand"),
                place(card, group, "operator"),
                place(card, group, "right-operand"));
    }

    private static int[] joined(FlowCard card) {
        int[] inputs = new int[card.outputs().size()];
        for (int i = 0; i < inputs.length; i++) {
            Output output = card.outputs().get(i);
            String input = card.joins().get(output.id());
            inputs[i] = Operation.NONE;
            for (int j = 0; j < card.inputs().size(); j++) {
                Input candidate = card.inputs().get(j);
                if (input == null
                        ? candidate.is(output.group(), output.key())
                        : candidate.id().equals(input)) {
                    inputs[i] = j;
                }
            }
        }
        return inputs;
    }

    private static int anywhere(FlowCard card, String key) {
        int place = place(card, "", key);
        return place < 0 ? place(card, "Response", key) : place;
    }

    private static int place(FlowCard card, String group, String key) {
        for (int i = 0; i < card.inputs().size(); i++) {
            Input input = card.inputs().get(i);
            if (input.is(group, key) && !input.forError()) {
                return i;
            }
        }
        return Operation.NONE;
    }
}
