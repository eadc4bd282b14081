package io.hookline.server.studio.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.value.Numbers;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Keys sort as the values do, whatever they are. */
class IndexKeyTest {
    private final Random random = new Random(30);

    private static IndexKey number(BigDecimal value) {
        return IndexKey.of(ColumnType.NUMBER, Numbers.node(value));
    }

    private static IndexKey text(String value) {
        return IndexKey.of(ColumnType.TEXT, TextNode.valueOf(value));
    }

    private BigDecimal number() {
        int bits = 1 + random.nextInt(random.nextInt(10) == 0 ? 900 : 40);
        BigDecimal number = new BigDecimal(new BigInteger(bits, random), random.nextInt(20));
        return switch (random.nextInt(6)) {
            case 0 -> BigDecimal.ZERO;
            case 1, 2 -> number.negate();
            case 3 -> BigDecimal.valueOf(random.nextInt(20) - 10L);
            default -> number;
        };
    }

    private String text() {
        List<String> parts = List.of("a", "b", "\u0000", "\u00e9", "\uffee", "\ud83d\ude00", "zz");
        StringBuilder text = new StringBuilder(random.nextInt(20) == 0 ? "x".repeat(230) : "");
        int length = 1 + random.nextInt(random.nextInt(8) == 0 ? 260 : 4);
        for (int i = 0; i < length; i++) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.toString();
    }

    @Test
    void numbersSortByTheirSize() {
        for (int i = 0; i < 20_000; i++) {
            BigDecimal one = number();
            BigDecimal other = number();
            check(number(one), number(other), one.compareTo(other), one + " and " + other);
        }
        assertThat(number(new BigDecimal("9.0")).bytes())
                .isEqualTo(number(BigDecimal.valueOf(9)).bytes());
    }

    @Test
    void textsSortByCodePointAsFiltersCompareThem() {
        for (int i = 0; i < 20_000; i++) {
            String one = text();
            String other = text();
            check(text(one), text(other), RowFilter.byCodePoint(one, other), one + " and " + other);
        }
    }

    private static void check(IndexKey one, IndexKey other, int order, String pair) {
        int bytes = Integer.signum(Arrays.compareUnsigned(one.bytes(), other.bytes()));
        boolean whole = one.bytes().length < 200 && other.bytes().length < 200;
        boolean encloses =
                Arrays.compareUnsigned(one.from(), one.bytes()) <= 0
                        && Arrays.compareUnsigned(one.bytes(), one.behind()) < 0
                        && (order >= 0
                                || Arrays.compareUnsigned(one.from(), other.bytes()) <= 0
                                        && Arrays.compareUnsigned(one.bytes(), other.behind()) < 0);
        if ((bytes == 0) != (order == 0)
                || !encloses
                || (whole && bytes != Integer.signum(order))) {
            throw new AssertionError(pair + ": " + bytes + " for " + order);
        }
    }

    @Test
    void blankIsBeforeEverythingAndNothingIsBehindTheEnd() {
        for (JsonNode blank : List.of(NullNode.getInstance(), TextNode.valueOf(""))) {
            assertThat(IndexKey.of(ColumnType.TEXT, blank).isBlank()).isTrue();
            assertThat(IndexKey.of(ColumnType.TEXT, blank).bytes()).isEmpty();
        }
        for (int i = 0; i < 2_000; i++) {
            for (IndexKey key : List.of(number(number()), text(text()))) {
                assertThat(Arrays.compareUnsigned(key.bytes(), IndexKey.FIRST)).isNotNegative();
                assertThat(Arrays.compareUnsigned(key.behind(), IndexKey.END)).isNotPositive();
            }
        }
    }
}
