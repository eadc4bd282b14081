package io.hookline.flow.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.Dates;
import io.hookline.flow.value.Numbers;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.ValuePath;
import io.hookline.flow.value.ValueType;
import io.hookline.flow.value.ValueType.Kind;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The Java types that cards may take and return, and their values. */
final class JavaTypes {
    private JavaTypes() {}

    /** The declared type that a Java type stands for; empty when cards cannot use it. */
    static Optional<ValueType> type(Type java) {
        if (java instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return type(generic.getActualTypeArguments()[0])
                    .filter(item -> !item.list())
                    .map(item -> new ValueType(item.kind(), true));
        }
        if (java instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return Optional.of(ValueType.OBJECT);
        }
        if (!(java instanceof Class<?> plain)) {
            return Optional.empty();
        }
        if (plain == String.class) {
            return Optional.of(ValueType.TEXT);
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return Optional.of(ValueType.BOOLEAN);
        }
        if (plain == Instant.class) {
            return Optional.of(ValueType.DATE);
        }
        if (plain == ObjectNode.class) {
            return Optional.of(ValueType.OBJECT);
        }
        if (plain == ArrayNode.class) {
            return Optional.of(new ValueType(Kind.ANY, true));
        }
        if (plain == JsonNode.class || plain == ValuePath.class) {
            return Optional.of(ValueType.ANY);
        }
        if (plain == FlowId.class) {
            return Optional.of(new ValueType(Kind.FLOW, false));
        }
        if (plain == FolderId.class) {
            return Optional.of(new ValueType(Kind.FOLDER, false));
        }
        if (plain == FileContent.class) {
            return Optional.of(new ValueType(Kind.FILE, false));
        }
        return isNumber(plain) ? Optional.of(ValueType.NUMBER) : Optional.empty();
    }

    /** What a form asks for, where the declaration says no more than the Java type. */
    static FieldType fieldType(Type java) {
        Type item =
                java instanceof ParameterizedType generic && generic.getRawType() == List.class
                        ? generic.getActualTypeArguments()[0]
                        : java;
        return item instanceof Class<?> plain && isWhole(plain)
                ? FieldType.INTEGER
                : type(item).map(FieldType::of).orElse(FieldType.ANY);
    }

    private static boolean isWhole(Class<?> plain) {
        return plain == int.class
                || plain == Integer.class
                || plain == long.class
                || plain == Long.class;
    }

    private static boolean isNumber(Class<?> plain) {
        return isWhole(plain)
                || plain == double.class
                || plain == Double.class
                || plain == BigDecimal.class;
    }

    /** Makes that Java type of a value that is not blank. */
    static Function<JsonNode, Object> reader(Type java) {
        if (java instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            Type item = generic.getActualTypeArguments()[0];
            Function<JsonNode, Object> read = reader(item);
            ValueType list = new ValueType(type(item).orElseThrow().kind(), true);
            return value -> items(Conversion.convert(value, list), read);
        }
        if (java == ValuePath.class) {
            return ValuePath::of;
        }
        ValueType type = type(java).orElseThrow();
        Function<JsonNode, Object> read = plainReader(java);
        return value -> read.apply(Conversion.convert(value, type));
    }

    private static List<Object> items(JsonNode list, Function<JsonNode, Object> read) {
        var items = new ArrayList<Object>(list.size());
        for (JsonNode item : list) {
            items.add(read.apply(item));
        }
        return items;
    }

    private static Function<JsonNode, Object> plainReader(Type java) {
        if (java == String.class) {
            return JsonNode::textValue;
        }
        if (java == boolean.class || java == Boolean.class) {
            return JsonNode::booleanValue;
        }
        if (java == int.class || java == Integer.class) {
            return value -> Math.toIntExact(whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (java == long.class || java == Long.class) {
            return value -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (java == double.class || java == Double.class) {
            return value -> Numbers.decimal(value).doubleValue();
        }
        if (java == BigDecimal.class) {
            return Numbers::decimal;
        }
        if (java == Instant.class) {
            return value ->
                    Dates.parse(value.asText())
                            .orElseThrow(() -> new TypeMismatch("a blank text is no date"));
        }
        if (java == ObjectNode.class) {
            return value -> {
                if (value instanceof ObjectNode object) {
                    return object;
                }
                throw new TypeMismatch(Conversion.describe(value) + " is no Object");
            };
        }
        if (java == FlowId.class) {
            return value -> {
                if (value.isTextual()) {
                    return new FlowId(value.textValue());
                }
                throw new TypeMismatch(Conversion.describe(value) + " is no Flow");
            };
        }
        if (java == FolderId.class) {
            return value -> {
                if (value.isTextual()) {
                    return new FolderId(value.textValue());
                }
                throw new TypeMismatch(Conversion.describe(value) + " is no Folder");
            };
        }
        if (java == FileContent.class) {
            return FileContent::read;
        }
        return value -> value;
    }

    private static long whole(JsonNode value, long least, long most) {
        BigDecimal number = Numbers.decimal(value);
        if (number.stripTrailingZeros().scale() > 0) {
            throw new TypeMismatch("the number has a fraction, expected a whole number");
        }
        BigInteger whole = number.toBigInteger();
        if (whole.compareTo(BigInteger.valueOf(least)) < 0
                || whole.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new TypeMismatch("the number is out of range, expected " + least + " to " + most);
        }
        return whole.longValue();
    }

    /** The value of an object that a card returned. */
    static JsonNode value(Object object) {
        return switch (object) {
            case null -> NullNode.getInstance();
            case JsonNode node -> node;
            case String text -> TextNode.valueOf(text);
            case Boolean truth -> BooleanNode.valueOf(truth);
            case Integer number -> Numbers.node(number);
            case Long number -> Numbers.node(number);
            case Double number -> {
                if (!Double.isFinite(number)) {
                    throw new TypeMismatch("the result is not a finite number");
                }
                yield Numbers.node(BigDecimal.valueOf(number));
            }
            case BigDecimal number -> Numbers.node(number);
            case Instant instant -> TextNode.valueOf(Dates.text(instant));
            case Optional<?> optional ->
                    optional.map(JavaTypes::value).orElse(NullNode.getInstance());
            case FileContent file -> file.value();
            case CustomFields fields -> value(fields.values());
            case List<?> list -> {
                ArrayNode items = JsonNodeFactory.instance.arrayNode(list.size());
                list.forEach(item -> items.add(value(item)));
                yield items;
            }
            case Map<?, ?> map -> {
                ObjectNode fields = JsonNodeFactory.instance.objectNode();
                map.forEach((key, item) -> fields.set(String.valueOf(key), value(item)));
                yield fields;
            }
            default -> throw new TypeMismatch("a card returned " + object.getClass().getName());
        };
    }
}
