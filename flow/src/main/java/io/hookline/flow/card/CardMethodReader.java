package io.hookline.flow.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import io.hookline.flow.card.CardMethod.Parameter;
import io.hookline.flow.card.CardMethod.Result;
import io.hookline.flow.card.DynamicFields.Source;
import io.hookline.flow.value.ValuePath;
import io.hookline.flow.value.ValueType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads one annotated method; what is wrong with it goes into a list instead of ending the reading.
 */
final class CardMethodReader {
    /** Read by whoever gives records to a helper, not by the method. */
    static final DynamicFields STATE =
            DynamicFields.from(
                    Source.AUTHOR_DEFINED,
                    "Streaming",
                    "What the helper flow gets with each record, as State.");

    private static final MethodType ONE_TO_ONE = MethodType.methodType(Object.class, Object.class);

    private final Method method;
    private final Object holder;
    private final List<String> defects;
    private final Card card;
    private final CardBuilder builder;

    CardMethodReader(Method method, Object holder, List<String> defects) {
        this.method = method;
        this.holder = holder;
        this.defects = defects;
        this.card = method.getAnnotation(Card.class);
        this.builder = begin(card, method);
    }

    Optional<CardDefinition> read() {
        int before = defects.size();
        List<Parameter> parameters = parameters();
        if (card.streams()) {
            builder.in(STATE);
        }
        Result result = result();
        examples();
        CardDefinition definition = builder.build(new CardMethod(parameters, this::handle, result));
        CardChecks.defects(definition).forEach(this::defect);
        return defects.size() > before ? Optional.empty() : Optional.of(definition);
    }

    private static CardBuilder begin(Card card, Method method) {
        CardBuilder builder =
                CardBuilder.card(card.id(), card.title(), card.help())
                        .formerly(List.of(card.formerly()))
                        .effect(card.effect(), card.repeat())
                        .lesserEffects(lesserEffects(method))
                        .streams(card.streams());
        Class<?> type = method.getDeclaringClass();
        Connector connector = type.getAnnotation(Connector.class);
        if (connector != null) {
            builder.connector(connector.id(), connector.version(), connector.name())
                    .connects(connector.connects());
        }
        Category own = method.getAnnotation(Category.class);
        Category shared = type.getAnnotation(Category.class);
        if (own != null || shared != null) {
            builder.category(own == null ? shared.value() : own.value());
        }
        return builder;
    }

    private static List<LesserEffect> lesserEffects(Method method) {
        return Arrays.stream(method.getAnnotationsByType(EffectWhen.class))
                .map(when ->
                        new LesserEffect(
                                when.group(), when.key(), List.of(when.is()), when.effect()))
                .toList();
    }

    private List<Parameter> parameters() {
        var parameters = new ArrayList<Parameter>();
        for (java.lang.reflect.Parameter parameter : method.getParameters()) {
            if (isInputs(parameter.getType())) {
                for (RecordComponent component : parameter.getType().getRecordComponents()) {
                    input(component, component.getName(), component.getGenericType())
                            .ifPresent(parameters::add);
                }
            } else {
                input(parameter, parameter.getName(), parameter.getParameterizedType())
                        .ifPresent(parameters::add);
            }
        }
        return parameters;
    }

    /** Whether it is a record of inputs that several cards share. */
    private static boolean isInputs(Class<?> type) {
        return type.isRecord() && type != CustomFields.class && JavaTypes.type(type).isEmpty();
    }

    private Optional<Parameter> input(AnnotatedElement element, String name, Type type) {
        if (type == CardContext.class) {
            return Optional.of(new Parameter.Context());
        }
        if (type == CustomFields.class) {
            DynamicFields fields = dynamic(element);
            builder.in(fields);
            return Optional.of(new Parameter.Custom(fields.group(), check(element)));
        }
        boolean optional = isOptional(type);
        Type plain = optional ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
        Optional<FieldDefinition> definition = field(element, name, plain, !optional);
        definition.ifPresent(builder::in);
        return definition.map(known ->
                new Parameter.Value(
                        known,
                        optional,
                        emptyCounts(element),
                        plain == ValuePath.class,
                        JavaTypes.reader(plain),
                        check(element)));
    }

    private static boolean emptyCounts(AnnotatedElement element) {
        Field field = element.getAnnotation(Field.class);
        return field != null && field.emptyCounts();
    }

    private Optional<LiteralCheck> check(AnnotatedElement element) {
        Field field = element.getAnnotation(Field.class);
        return field == null ? Optional.empty() : made(field.check());
    }

    /** One of the class that an annotation names, if it names one. */
    private <T> Optional<T> made(Class<? extends T>[] named) {
        if (named.length == 0) {
            return Optional.empty();
        }
        try {
            var constructor = named[0].getDeclaredConstructor();
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance());
        } catch (ReflectiveOperationException unusable) {
            defect(named[0].getSimpleName() + " cannot be made: " + unusable);
            return Optional.empty();
        }
    }

    private static boolean isOptional(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
    }

    private Optional<FieldDefinition> field(
            AnnotatedElement element, String name, Type java, boolean required) {
        Optional<ValueType> type = JavaTypes.type(java);
        if (type.isEmpty()) {
            defect(name + " has the type " + java.getTypeName() + ", which cards cannot use");
        }
        Optional<Field> field = Optional.ofNullable(element.getAnnotation(Field.class));
        String key = field.map(Field::key).filter(given -> !given.isEmpty()).orElse(name);
        return type.map(known ->
                new FieldDefinition(
                        field.map(Field::group).orElse(""),
                        key,
                        field.map(Field::label).filter(given -> !given.isEmpty()).orElse(key),
                        help(element),
                        known,
                        required,
                        form(field, JavaTypes.fieldType(java))));
    }

    private FieldForm form(Optional<Field> declared, FieldType usual) {
        if (declared.isEmpty()) {
            return FieldForm.of(usual);
        }
        Field field = declared.get();
        Optional<ChoiceSource> source =
                field.choicesFrom().isEmpty() ? Optional.empty() : source(field.choicesFrom());
        List<String> choices =
                this.<ChoiceList>made(field.choiceList())
                        .map(ChoiceList::choices)
                        .orElseGet(() -> List.of(field.choices()));
        boolean choice = !choices.isEmpty() || source.isPresent();
        return new FieldForm(
                field.type().length > 0 ? field.type()[0] : choice ? FieldType.ENUM : usual,
                choices,
                Optional.of(field.whenBlank()).filter(value -> !value.isEmpty()),
                field.secret(),
                source);
    }

    /** The method of the same class that loads choices. */
    private Optional<ChoiceSource> source(String name) {
        for (Method candidate : method.getDeclaringClass().getDeclaredMethods()) {
            if (candidate.isAnnotationPresent(Choices.class) && candidate.getName().equals(name)) {
                boolean fits =
                        candidate.getReturnType() == ChoicePage.class
                                && Arrays.equals(
                                        candidate.getParameterTypes(),
                                        new Class<?>[] {ChoiceRequest.class});
                if (fits) {
                    MethodHandle loader = handle(candidate).asType(ONE_TO_ONE);
                    return Optional.of(request ->
                            (ChoicePage)
                                    CardMethod.unchecked(
                                            () -> (Object) loader.invokeExact((Object) request)));
                }
                defect(name + " must take a ChoiceRequest and return a ChoicePage");
                return Optional.empty();
            }
        }
        defect("there is no method " + name + " marked with @Choices in its class");
        return Optional.empty();
    }

    private static DynamicFields dynamic(AnnotatedElement element) {
        Field field = element.getAnnotation(Field.class);
        String help = help(element);
        return new DynamicFields(
                field == null ? "" : field.group(),
                field == null ? Source.AUTHOR_DEFINED : field.source(),
                help.isEmpty() ? "Fields that you add." : help,
                field == null || field.type().length == 0 ? FieldType.ANY : field.type()[0],
                List.of(),
                Optional.empty());
    }

    private static String help(AnnotatedElement element) {
        Help help = element.getAnnotation(Help.class);
        return help == null ? "" : help.value();
    }

    private Result result() {
        Class<?> returned = method.getReturnType();
        if (returned == void.class) {
            return (group, key) -> Optional.empty();
        }
        if (returned == CustomFields.class) {
            builder.out(dynamic(method));
            return (group, key) ->
                    Optional.of(result -> free(((CustomFields) result).values(), key));
        }
        if (Map.class.isAssignableFrom(returned)) {
            builder.out(dynamic(method));
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
            if (component.getType() == CustomFields.class) {
                DynamicFields fields = dynamic(component);
                builder.out(fields);
                free.put(fields.group(), accessor);
                continue;
            }
            Type declared = component.getGenericType();
            Type plain =
                    isOptional(declared)
                            ? ((ParameterizedType) declared).getActualTypeArguments()[0]
                            : declared;
            field(component, component.getName(), plain, false)
                    .ifPresent(definition -> {
                        builder.out(definition);
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
            MethodHandle handle = MethodHandles.lookup().unreflect(read).asType(ONE_TO_ONE);
            return result ->
                    CardMethod.unchecked(() -> (Object) handle.invokeExact((Object) result));
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
        MethodHandle handle = handle(method);
        Class<?>[] types = method.getParameterTypes();
        for (int i = types.length - 1; i >= 0; i--) {
            if (isInputs(types[i])) {
                handle = MethodHandles.collectArguments(handle, i, constructor(types[i]));
            }
        }
        return handle.asType(handle.type().generic())
                .asSpreader(Object[].class, handle.type().parameterCount())
                .asType(MethodType.methodType(Object.class, Object[].class));
    }

    /** The canonical constructor of a record. */
    private static MethodHandle constructor(Class<?> type) {
        Class<?>[] components =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(components);
            constructor.setAccessible(true);
            return MethodHandles.lookup().unreflectConstructor(constructor);
        } catch (ReflectiveOperationException closed) {
            throw new IllegalStateException(type + " cannot be made", closed);
        }
    }

    /** Calls the method, of the holder unless it is static. */
    private MethodHandle handle(Method called) {
        try {
            called.setAccessible(true);
            MethodHandle handle = MethodHandles.lookup().unreflect(called);
            return Modifier.isStatic(called.getModifiers()) ? handle : handle.bindTo(holder);
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(called + " cannot be called", closed);
        }
    }

    private void examples() {
        builder.examples(
                Arrays.stream(method.getAnnotationsByType(Example.class))
                        .map(example -> new CardExample(example.in(), example.out()))
                        .toList());
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
