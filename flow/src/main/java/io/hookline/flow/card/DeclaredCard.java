package io.hookline.flow.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardMethod.Parameter;
import io.hookline.flow.card.CardMethod.Result;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a {@link CardMethod} of a declaration and a {@link DeclaredRun}. */
final class DeclaredCard {
    private static final MethodHandle CALL = handle();

    private DeclaredCard() {}

    static CardMethod method(
            List<FieldDefinition> inputs,
            List<DynamicFields> moreInputs,
            List<FieldDefinition> outputs,
            List<DynamicFields> moreOutputs,
            DeclaredRun run) {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(new Parameter.Context());
        inputs.forEach(field ->
                parameters.add(
                        new Parameter.Value(
                                field,
                                !field.required(),
                                false,
                                false,
                                value -> value,
                                Optional.empty())));
        moreInputs.forEach(
                fields -> parameters.add(new Parameter.Custom(fields.group(), Optional.empty())));
        Call call =
                new Call(
                        inputs.stream().map(FieldDefinition::name).toList(),
                        moreInputs.stream().map(DynamicFields::group).toList(),
                        run);
        return new CardMethod(parameters, () -> CALL.bindTo(call), result(outputs, moreOutputs));
    }

    private static Result result(List<FieldDefinition> outputs, List<DynamicFields> moreOutputs) {
        return (group, key) -> {
            boolean known =
                    Stream.concat(
                                    outputs.stream().map(field -> field.is(group, key)),
                                    moreOutputs.stream().map(more -> more.group().equals(group)))
                            .anyMatch(Boolean::booleanValue);
            return known
                    ? Optional.of(answer -> output((ObjectNode) answer, group, key))
                    : Optional.empty();
        };
    }

    private static JsonNode output(ObjectNode answer, String group, String key) {
        JsonNode value = (group.isEmpty() ? answer : answer.path(group)).path(key);
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }

    private static MethodHandle handle() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(
                            Call.class,
                            "call",
                            MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** Puts the arguments of a call under their names. */
    private record Call(List<String> inputs, List<String> groups, DeclaredRun run) {
        @SuppressWarnings("UnusedMethod") // through the handle above
        private Object call(Object[] arguments) {
            Map<String, JsonNode> values = new LinkedHashMap<>();
            for (int i = 0; i < inputs.size(); i++) {
                Object given = arguments[1 + i];
                Object value = given instanceof Optional<?> some ? some.orElse(null) : given;
                if (value instanceof JsonNode node && !node.isNull()) {
                    values.put(inputs.get(i), node);
                }
            }
            Map<String, Map<String, JsonNode>> more = new LinkedHashMap<>();
            for (int i = 0; i < groups.size(); i++) {
                CustomFields fields = (CustomFields) arguments[1 + inputs.size() + i];
                more.put(groups.get(i), fields.values());
            }
            return run.run(new GivenInputs(values, more), (CardContext) arguments[0]);
        }
    }
}
