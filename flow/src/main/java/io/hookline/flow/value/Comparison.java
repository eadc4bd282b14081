package io.hookline.flow.value;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.value.ValueType.Kind;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The comparison operators, with the words used in files. */
public enum Comparison {
    EQUAL("=="),
    NOT_EQUAL("!="),
    SAME("==="),
    NOT_SAME("!=="),
    AT_LEAST(">="),
    AT_MOST("<="),
    GREATER(">"),
    LESS("<"),
    MULTIPLE("%"),
    IN("in"),
    NOT_IN("not in"),
    HAS("has"),
    HAS_NOT("doesn't have"),
    EMPTY("is empty"),
    NOT_EMPTY("is not empty");

    private static final Map<String, Comparison> BY_WORD = new HashMap<>();

    static {
        for (Comparison comparison : values()) {
            BY_WORD.put(comparison.word, comparison);
        }
    }

    private final String word;

    Comparison(String word) {
        this.word = word;
    }

    /** The word that files use. */
    public String word() {
        return word;
    }

    /** The words of all. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Comparison::word).toList();
    }

    /** The words of those that cards usually offer: all but the two that compare types as well. */
    public static List<String> loose() {
        return Arrays.stream(values())
                .filter(comparison -> comparison != SAME && comparison != NOT_SAME)
                .map(Comparison::word)
                .toList();
    }

    /** The operator of that word; blank means {@code ==}. */
    public static Optional<Comparison> of(String word) {
        return word.isBlank() ? Optional.of(EQUAL) : Optional.ofNullable(BY_WORD.get(word));
    }

    /**
     * Whether {@code left operator right} holds, for values whose kinds are what they look like.
     */
    public boolean holds(JsonNode left, JsonNode right) {
        return holds(left, ValueType.ANY, right, ValueType.ANY);
    }

    /** Whether {@code left operator right} holds, the declared types deciding how to compare. */
    public boolean holds(JsonNode left, ValueType leftType, JsonNode right, ValueType rightType) {
        return switch (this) {
            case EQUAL -> equal(left, leftType, right, rightType);
            case NOT_EQUAL -> !equal(left, leftType, right, rightType);
            case SAME -> same(left, leftType, right, rightType);
            case NOT_SAME -> !same(left, leftType, right, rightType);
            case AT_LEAST -> size(left, leftType, right, rightType).orElse(-1) >= 0;
            case AT_MOST -> size(left, leftType, right, rightType).orElse(1) <= 0;
            case GREATER -> size(left, leftType, right, rightType).orElse(0) > 0;
            case LESS -> size(left, leftType, right, rightType).orElse(0) < 0;
            case MULTIPLE -> multiple(left, right);
            case IN -> in(left, leftType, right, rightType);
            case NOT_IN -> !in(left, leftType, right, rightType);
            case HAS -> has(left, right);
            case HAS_NOT -> !has(left, right);
            case EMPTY -> Conversion.isBlank(left);
            case NOT_EMPTY -> !Conversion.isBlank(left);
        };
    }

    /** Whether two values are the same, numbers by value; the order of keys does not matter. */
    public static boolean deepEqual(JsonNode left, JsonNode right) {
        return left.equals(SCALARS, right);
    }

    private static final Comparator<JsonNode> SCALARS =
            (left, right) -> {
                if (left.isNumber() && right.isNumber()) {
                    return Numbers.decimal(left).compareTo(Numbers.decimal(right));
                }
                return left.equals(right) ? 0 : 1;
            };

    private static boolean same(
            JsonNode left, ValueType leftType, JsonNode right, ValueType rightType) {
        if (isNull(left) || isNull(right)) {
            return isNull(left) && isNull(right);
        }
        return kind(left, leftType) == kind(right, rightType)
                && left.getNodeType() == right.getNodeType()
                && deepEqual(left, right);
    }

    private static boolean equal(
            JsonNode left, ValueType leftType, JsonNode right, ValueType rightType) {
        boolean leftNull = isNull(left);
        boolean rightNull = isNull(right);
        if (leftNull && rightNull) {
            return true;
        }
        if (leftNull || rightNull) {
            return likeNull(leftNull ? right : left);
        }
        if (left.isContainerNode() || right.isContainerNode()) {
            return deepEqual(container(left), container(right));
        }
        OptionalInt order = order(left, leftType, right, rightType);
        return order.isPresent() && order.getAsInt() == 0;
    }

    /**
     * Null counts as false, as the empty text, and as the text {@code null}, which is how flows ask
     * for it.
     */
    private static boolean likeNull(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> !value.booleanValue();
            case STRING -> value.textValue().isEmpty() || value.textValue().equals("null");
            default -> false;
        };
    }

    private static boolean isNull(JsonNode value) {
        return value.isNull() || value.isMissingNode();
    }

    /** A text where an object or a list is expected counts as the JSON it spells. */
    private static JsonNode container(JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        try {
            return JsonText.read(value.textValue());
        } catch (TypeMismatch justText) {
            return value;
        }
    }

    /**
     * The order of two values for {@code <}, {@code <=}, {@code >} and {@code >=}: of a text beside
     * a number the number that it begins with counts, so that {@code 100%} is above 75.
     */
    private static OptionalInt size(
            JsonNode left, ValueType leftType, JsonNode right, ValueType rightType) {
        boolean textBesideNumber =
                left.isNumber() && right.isTextual() || left.isTextual() && right.isNumber();
        if (textBesideNumber
                && kind(left, leftType) != Kind.DATE
                && kind(right, rightType) != Kind.DATE) {
            return order(leading(left), leading(right));
        }
        return order(left, leftType, right, rightType);
    }

    private static Optional<BigDecimal> leading(JsonNode value) {
        return value.isTextual() ? Numbers.leading(value.textValue()) : number(value);
    }

    /** The order of two values; empty when they cannot be ordered. */
    private static OptionalInt order(
            JsonNode left, ValueType leftType, JsonNode right, ValueType rightType) {
        if (isNull(left) || isNull(right) || left.isContainerNode() || right.isContainerNode()) {
            return OptionalInt.empty();
        }
        Kind leftKind = kind(left, leftType);
        Kind rightKind = kind(right, rightType);
        if (leftKind == Kind.DATE || rightKind == Kind.DATE) {
            return order(instant(left), instant(right));
        }
        if (leftKind == Kind.NUMBER || rightKind == Kind.NUMBER) {
            return order(number(left), number(right));
        }
        if (leftKind == Kind.BOOLEAN || rightKind == Kind.BOOLEAN) {
            return order(bool(left), bool(right));
        }
        return OptionalInt.of(left.asText().compareTo(right.asText()));
    }

    private static <T extends Comparable<T>> OptionalInt order(
            Optional<T> left, Optional<T> right) {
        return left.isPresent() && right.isPresent()
                ? OptionalInt.of(left.get().compareTo(right.get()))
                : OptionalInt.empty();
    }

    private static boolean multiple(JsonNode left, JsonNode right) {
        if (left.isBoolean() || right.isBoolean()) {
            return false;
        }
        Optional<BigDecimal> number = number(left);
        Optional<BigDecimal> of = number(right).filter(divisor -> divisor.signum() != 0);
        return number.isPresent()
                && of.isPresent()
                && number.get().remainder(of.get()).signum() == 0;
    }

    private static boolean in(
            JsonNode part, ValueType partType, JsonNode whole, ValueType wholeType) {
        if (whole.isArray()) {
            ValueType itemType = new ValueType(wholeType.kind(), false);
            for (JsonNode item : whole) {
                if (equal(item, itemType, part, partType)) {
                    return true;
                }
            }
            return false;
        }
        if (isNull(part) || isNull(whole)) {
            return false;
        }
        return text(whole).contains(text(part));
    }

    private static boolean has(JsonNode whole, JsonNode key) {
        JsonNode object = container(whole);
        return object.isObject() && !isNull(key) && object.has(text(key));
    }

    private static String text(JsonNode value) {
        return Conversion.convert(value, ValueType.TEXT).textValue();
    }

    private static Kind kind(JsonNode value, ValueType declared) {
        if (declared.kind() == Kind.DATE && !declared.list()) {
            return Kind.DATE;
        }
        return switch (value.getNodeType()) {
            case NUMBER -> Kind.NUMBER;
            case BOOLEAN -> Kind.BOOLEAN;
            case STRING -> Kind.TEXT;
            default -> Kind.OBJECT;
        };
    }

    private static Optional<BigDecimal> number(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> Optional.of(Numbers.decimal(value));
            case BOOLEAN -> Optional.of(value.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO);
            case STRING -> Numbers.parse(value.textValue());
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> instant(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(Instant.ofEpochMilli(Numbers.decimal(value).longValue()));
        }
        return value.isTextual() ? Dates.parse(value.textValue()) : Optional.empty();
    }

    private static Optional<Boolean> bool(JsonNode value) {
        try {
            return Optional.of(Conversion.convert(value, ValueType.BOOLEAN).booleanValue());
        } catch (TypeMismatch other) {
            return Optional.empty();
        }
    }
}
