package io.hookline.flow.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import io.hookline.flow.card.CardMethod.Parameter;
import io.hookline.flow.card.CardMethod.Result;
import io.hookline.flow.value.ValueType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads one annotated method; what is wrong with it goes into a list instead of ending the reading.
 */
final class CardMethodReader {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private final Method method;
    private final Object holder;
    private final List<String> defects;
    private final Card card;
    private final List<FieldDefinition> outputs = new ArrayList<>();
    private boolean freeOutputs;

    CardMethodReader(Method method, Object holder, List<String> defects) {
        this.method = method;
        this.holder = holder;
        this.defects = defects;
        this.card = method.getAnnotation(Card.class);
    }

    Optional<CardDefinition> read() {
        int before = defects.size();
        if (!ID.matcher(card.id()).matches()) {
            defect("the id must be module.name");
        }
        if (card.title().isBlank()) {
            defect("the title is missing");
        }
        if (card.help().isBlank()) {
            defect("the help is missing");
        }
        List<Parameter> parameters = parameters();
        Result result = result();
        List<CardExample> examples = examples();
        if (card.effect().changes() && examples.isEmpty()) {
            defect(
                    "an effect that is withheld in observe mode needs an example that answers for"
                            + " it");
        }
        if (defects.size() > before) {
            return Optional.empty();
        }
        List<FieldDefinition> inputs =
                parameters.stream()
                        .filter(Parameter.Value.class::isInstance)
                        .map(parameter -> ((Parameter.Value) parameter).field())
                        .toList();
        return Optional.of(
                new CardDefinition(
                        card.id(),
                        card.title(),
                        card.help(),
                        card.effect(),
                        card.repeat(),
                        List.of(card.formerly()),
                        inputs,
                        outputs,
                        parameters.stream().anyMatch(Parameter.Custom.class::isInstance),
                        freeOutputs,
                        examples,
                        new CardMethod(parameters, this::handle, result)));
    }

    private List<Parameter> parameters() {
        var parameters = new ArrayList<Parameter>();
        var keys = new HashSet<String>();
        for (java.lang.reflect.Parameter parameter : method.getParameters()) {
            Type type = parameter.getParameterizedType();
            Field field = parameter.getAnnotation(Field.class);
            if (type == CardContext.class) {
                parameters.add(new Parameter.Context());
            } else if (type == CustomFields.class) {
                parameters.add(new Parameter.Custom(field == null ? "" : field.group()));
            } else {
                boolean optional =
                        type instanceof ParameterizedType generic
                                && generic.getRawType() == Optional.class;
                Type plain =
                        optional ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
                field(parameter, parameter.getName(), plain, !optional)
                        .ifPresent(definition -> {
                            if (!keys.add(definition.group() + "/" + definition.key())) {
                                defect("two inputs are called " + definition.key());
                            }
                            parameters.add(
                                    new Parameter.Value(
                                            definition, optional, JavaTypes.reader(plain)));
                        });
            }
        }
        return parameters;
    }

    private Optional<FieldDefinition> field(
            AnnotatedElement element, String name, Type java, boolean required) {
        Optional<ValueType> type = JavaTypes.type(java);
        if (type.isEmpty()) {
            defect(name + " has the type " + java.getTypeName() + ", which cards cannot use");
        }
        Help help = element.getAnnotation(Help.class);
        if (help == null || help.value().isBlank()) {
            defect(name + " has no help");
        }
        Field field = element.getAnnotation(Field.class);
        String key = field == null || field.key().isEmpty() ? name : field.key();
        String label = field == null || field.label().isEmpty() ? key : field.label();
        String group = field == null ? "" : field.group();
        return type.map(known ->
                new FieldDefinition(
                        group, key, label, help == null ? "" : help.value(), known, required));
    }

    private Result result() {
        Class<?> returned = method.getReturnType();
        if (returned == void.class) {
            return (group, key) -> Optional.empty();
        }
        if (returned == CustomFields.class) {
            freeOutputs = true;
            return (group, key) ->
                    Optional.of(result -> free(((CustomFields) result).values(), key));
        }
        if (Map.class.isAssignableFrom(returned)) {
            freeOutputs = true;
            return (group, key) -> Optional.of(result -> free((Map<?, ?>) result, key));
        }
        if (!returned.isRecord()) {
            defect(
                    "it must return a record, a Map, CustomFields or nothing, not "
                            + returned.getSimpleName());
            return (group, key) -> Optional.empty();
        }
        return components(returned);
    }

    private Result components(Class<?> type) {
        Map<String, Function<Object, JsonNode>> fixed = new HashMap<>();
        Map<String, Function<Object, Object>> free = new HashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Function<Object, Object> accessor = accessor(component);
            Field field = component.getAnnotation(Field.class);
            if (component.getType() == CustomFields.class) {
                freeOutputs = true;
                free.put(field == null ? "" : field.group(), accessor);
                continue;
            }
            Type plain =
                    component.getGenericType() instanceof ParameterizedType generic
                                    && generic.getRawType() == Optional.class
                            ? generic.getActualTypeArguments()[0]
                            : component.getGenericType();
            field(component, component.getName(), plain, false)
                    .ifPresent(definition -> {
                        outputs.add(definition);
                        fixed.put(
                                definition.group() + "/" + definition.key(),
                                result -> JavaTypes.value(accessor.apply(result)));
                    });
        }
        return (group, key) -> {
            var known = fixed.get(group + "/" + key);
            if (known != null) {
                return Optional.of(known);
            }
            var others = free.getOrDefault(group, free.get("*"));
            return others == null
                    ? Optional.empty()
                    : Optional.of(
                            result -> free(((CustomFields) others.apply(result)).values(), key));
        };
    }

    private static JsonNode free(Map<?, ?> values, String key) {
        Object value = values.get(key);
        return value == null ? NullNode.getInstance() : JavaTypes.value(value);
    }

    private Function<Object, Object> accessor(RecordComponent component) {
        Method read = component.getAccessor();
        try {
            read.setAccessible(true);
            MethodHandle handle =
                    MethodHandles.lookup()
                            .unreflect(read)
                            .asType(MethodType.methodType(Object.class, Object.class));
            return result -> {
                try {
                    return handle.invokeExact(result);
                } catch (RuntimeException | Error failure) {
                    throw failure;
                } catch (Throwable impossible) {
                    throw new IllegalStateException("a record's accessor threw", impossible);
                }
            };
        } catch (IllegalAccessException closed) {
            defect(component.getName() + " cannot be read: " + closed.getMessage());
            return result -> NullNode.getInstance();
        }
    }

    /**
     * The method as {@code (Object[]) -> Object}, bound to its object, so that a call costs no
     * reflection.
     */
    private MethodHandle handle() {
        try {
            method.setAccessible(true);
            MethodHandle handle = MethodHandles.lookup().unreflect(method);
            if (!Modifier.isStatic(method.getModifiers())) {
                handle = handle.bindTo(holder);
            }
            return handle.asType(handle.type().generic())
                    .asSpreader(Object[].class, method.getParameterCount())
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(method + " cannot be called", closed);
        }
    }

    private List<CardExample> examples() {
        return Arrays.stream(method.getAnnotationsByType(Example.class))
                .map(example -> new CardExample(example.in(), example.out()))
                .toList();
    }

    private void defect(String what) {
        defects.add(
                (card.id().isEmpty() ? method.getName() : card.id())
                        + " ("
                        + method.getDeclaringClass().getSimpleName()
                        + "."
                        + method.getName()
                        + "): "
                        + what);
    }
}
