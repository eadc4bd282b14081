package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.ComputingEnded;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.CardMethod;
import io.hookline.flow.card.CardMethod.Parameter;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.DeclaredField;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.ResolvedCard;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Output;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.ValueType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A declared card bound to one card of a flow: which input is which parameter, which output which
 * component.
 */
final class CardCall {
    private static final Function<Object, JsonNode> NOTHING = result -> NullNode.getInstance();

    final CardDefinition definition;
    final List<DeclaredField> declaredOutputs;
    final ResolvedCard resolved;
    private final FlowCard card;
    private final CardMethod method;
    private final Argument[] arguments;
    private final List<Function<Object, JsonNode>> outputs;

    /**
     * @param definition what runs: the installed card, or what stands in for it
     * @param resolved what the card of the flow means here
     */
    CardCall(FlowCard card, CardDefinition definition, CardMethod method, ResolvedCard resolved) {
        this.resolved = resolved;
        this.card = card;
        this.definition = definition;
        this.method = method;
        this.arguments = arguments();
        this.outputs = outputs();
        this.declaredOutputs =
                card.outputs().stream()
                        .map(output ->
                                new DeclaredField(output.group(), output.key(), output.type()))
                        .toList();
    }

    /** What this run can do to the world. */
    Effect effect(JsonNode[] values) {
        return definition.effect((group, key) -> Optional.of(text(values, group, key)));
    }

    private String text(JsonNode[] values, String group, String key) {
        for (int i = 0; i < values.length; i++) {
            Input input = card.inputs().get(i);
            if (input.is(group, key) && !input.forError()) {
                return values[i].isContainerNode() ? values[i].toString() : values[i].asText("");
            }
        }
        return "";
    }

    /** Calls the method and returns one value for each output of the card. */
    JsonNode[] call(JsonNode[] values, CallContext context) {
        Object[] given = new Object[arguments.length];
        for (int i = 0; i < given.length; i++) {
            given[i] = arguments[i].of(values, context);
        }
        return results(invoke(given));
    }

    /** The outputs as declared, each of the values converted to its type. */
    JsonNode[] typed(JsonNode[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = DeclaredOutputs.convert(values[i], card.outputs().get(i));
        }
        return values;
    }

    private Object invoke(Object[] given) {
        try {
            return method.call(given);
        } catch (CardFailure | Suspension | ComputingEnded | Error failure) {
            throw failure;
        } catch (TypeMismatch mismatch) {
            throw new CardFailure.Invalid(sentence(mismatch.getMessage()));
        } catch (Throwable unexpected) {
            throw new UnexpectedFailure(unexpected);
        }
    }

    private JsonNode[] results(Object result) {
        JsonNode[] values = new JsonNode[outputs.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = outputs.get(i).apply(result);
        }
        return typed(values);
    }

    private List<Function<Object, JsonNode>> outputs() {
        var readers = new ArrayList<Function<Object, JsonNode>>();
        for (Output output : card.outputs()) {
            readers.add(method.output(output.group(), output.key()).orElse(NOTHING));
        }
        return readers;
    }

    private Argument[] arguments() {
        return method.parameters().stream()
                .map(parameter ->
                        switch (parameter) {
                            case Parameter.Context context -> (Argument) (values, call) -> call;
                            case Parameter.Everything all ->
                                    (Argument) (values, call) -> everything(values, call);
                            case Parameter.Value value -> value(value);
                            case Parameter.Custom custom -> custom(custom.group());
                        })
                .toArray(Argument[]::new);
    }

    /**
     * What was given, as the flow types it: nothing that was not given, and null where null came.
     * Flows to run are for the engine.
     */
    private JsonNode everything(JsonNode[] values, CallContext context) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < values.length; i++) {
            Input input = card.inputs().get(i);
            JsonNode given = context.given(i);
            boolean nothing = given.isNull() || given.isMissingNode();
            boolean absent = nothing && input.pins().isEmpty();
            if (!absent && !input.forError() && input.type().kind() != ValueType.Kind.FLOW) {
                ObjectNode group =
                        input.group().isEmpty() ? all : all.withObjectProperty(input.group());
                group.set(input.key(), nothing ? NullNode.getInstance() : values[i]);
            }
        }
        return all;
    }

    private Argument value(Parameter.Value parameter) {
        FieldDefinition field = parameter.field();
        int place = place(field);
        boolean typedIn = place >= 0 && card.inputs().get(place).pins().isEmpty();
        String label = place < 0 ? field.label() : card.inputs().get(place).label();
        if (parameter.optional()) {
            boolean any = Needs.takesAnything(definition, field) && !parameter.path();
            return (values, context) -> {
                JsonNode value = given(parameter, place, values, context);
                boolean blank =
                        parameter.emptyCounts()
                                ? place < 0 || context.given(place).isNull()
                                : any
                                        ? value.isNull()
                                        : Needs.isEmptyText(value)
                                                || typedIn && Conversion.isBlank(value);
                return blank ? Optional.empty() : Optional.of(read(parameter, value, label));
            };
        }
        boolean nothing = place < 0 || typedIn && card.inputs().get(place).literal().isNull();
        boolean emptyIsFine =
                Needs.nullIsValue(field.type())
                        || !nothing && Needs.takesEmptyText(definition, field);
        return (values, context) -> {
            JsonNode value = given(parameter, place, values, context);
            if (Needs.isEmptyText(value) && !emptyIsFine) {
                throw new CardFailure.Invalid(
                        "The input \"" + label + "\" is blank, but the card needs it.");
            }
            return read(parameter, value, label);
        };
    }

    /** A list of keys stays a list, also where the flow declares the path as text. */
    private static JsonNode given(
            Parameter.Value parameter, int place, JsonNode[] values, CallContext context) {
        if (place < 0) {
            return NullNode.getInstance();
        }
        if (parameter.path() && values[place].isTextual()) {
            JsonNode untouched = context.given(place);
            return untouched.isArray() ? untouched : values[place];
        }
        return values[place];
    }

    private static Object read(Parameter.Value parameter, JsonNode value, String label) {
        try {
            return parameter.read().apply(value);
        } catch (TypeMismatch mismatch) {
            throw new CardFailure.Invalid(
                    "Invalid type conversion at input \""
                            + label
                            + "\": "
                            + mismatch.getMessage()
                            + ".");
        }
    }

    private int place(FieldDefinition field) {
        List<Input> inputs = card.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).is(field.group(), field.key()) && !inputs.get(i).forError()) {
                return i;
            }
        }
        return Operation.NONE;
    }

    private Argument custom(String group) {
        var places = new ArrayList<Integer>();
        for (int i = 0; i < card.inputs().size(); i++) {
            Input input = card.inputs().get(i);
            boolean named =
                    definition.inputs().stream()
                            .anyMatch(field -> field.is(input.group(), input.key()));
            boolean matches = group.equals("*") || group.equals(input.group());
            if (matches
                    && !named
                    && !input.forError()
                    && input.type().kind() != ValueType.Kind.FLOW) {
                places.add(i);
            }
        }
        int[] indexes = places.stream().mapToInt(Integer::intValue).toArray();
        return (values, context) -> {
            var fields = LinkedHashMap.<String, JsonNode>newLinkedHashMap(indexes.length);
            for (int index : indexes) {
                fields.put(card.inputs().get(index).key(), values[index]);
            }
            return new CustomFields(fields);
        };
    }

    private static String sentence(String message) {
        return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    }

    /** Makes one argument of the values of all inputs. */
    @FunctionalInterface
    private interface Argument {
        Object of(JsonNode[] values, CallContext context);
    }

    /** A card threw an unexpected exception, which is a failure of the card. */
    static final class UnexpectedFailure extends RuntimeException {
        UnexpectedFailure(Throwable cause) {
            super(cause);
        }
    }
}
