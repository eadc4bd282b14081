package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.compute.SharedThread;
import io.hookline.flow.value.Numbers;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * A cell as bytes that compare, byte by byte and without sign, as the cells do: texts by code point
 * in UTF-8, numbers exactly whatever they are, blank before all others. Of a long value the key
 * holds the beginning and a digest of the whole, so that keys are equal only if the cells are;
 * among long values with the same beginning their order is arbitrary, and {@link #from} and {@link
 * #behind} enclose them all.
 */
final class IndexKey {
    private static final int LONGEST = 240;
    private static final int DIGEST = 32;
    private static final int BEGINNING = LONGEST - DIGEST;

    private static final byte[] BLANK = {};

    /** The first key that is not blank. */
    static final byte[] FIRST = {0};

    /** Behind all keys: neither UTF-8 nor a number begins so. */
    static final byte[] END = {(byte) 0xFF};

    private static final byte ZERO = (byte) 0x80;
    private static final byte POSITIVE = (byte) 0x81;
    private static final byte NEGATIVE = (byte) 0x7F;
    private static final int HUNDRED = 100;

    private final byte[] whole;

    private IndexKey(byte[] whole) {
        this.whole = whole;
    }

    /**
     * @param cell as a column of that type holds it
     */
    static IndexKey of(ColumnType type, JsonNode cell) {
        if (RowFilter.isBlank(cell)) {
            return new IndexKey(BLANK);
        }
        return new IndexKey(
                switch (type) {
                    case TEXT, DATE -> cell.asText().getBytes(StandardCharsets.UTF_8);
                    case NUMBER -> number(Numbers.decimal(cell));
                    case BOOLEAN -> new byte[] {(byte) (cell.booleanValue() ? 2 : 1)};
                });
    }

    /** The key of several cells: each part with its length before it, so that none runs on. */
    static byte[] together(List<IndexKey> parts) {
        var bytes = new ByteArrayOutputStream();
        for (IndexKey part : parts) {
            byte[] own = part.bytes();
            bytes.write(own.length);
            bytes.writeBytes(own);
        }
        return bytes.toByteArray();
    }

    boolean isBlank() {
        return whole.length == 0;
    }

    /** The key as entries have it. */
    byte[] bytes() {
        if (whole.length <= LONGEST) {
            return whole;
        }
        byte[] bytes = Arrays.copyOf(whole, LONGEST);
        System.arraycopy(digest(whole), 0, bytes, BEGINNING, DIGEST);
        return bytes;
    }

    /** No key of this cell or a greater one is before it. */
    byte[] from() {
        return whole.length <= BEGINNING ? whole : Arrays.copyOf(whole, BEGINNING);
    }

    /** All keys of this cell and of smaller ones are before it. */
    byte[] behind() {
        if (whole.length <= BEGINNING) {
            return Arrays.copyOf(whole, whole.length + 1);
        }
        byte[] next = Arrays.copyOf(whole, BEGINNING);
        for (int i = BEGINNING - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return Arrays.copyOf(next, i + 1);
            }
        }
        return END;
    }

    /** Sign, power of ten, then two decimal digits in each byte; for negative numbers inverted. */
    private static byte[] number(BigDecimal number) {
        if (number.signum() == 0) {
            return new byte[] {ZERO};
        }
        BigDecimal plain = number.stripTrailingZeros();
        int power = plain.precision() - plain.scale() ^ Integer.MIN_VALUE;
        String digits = plain.unscaledValue().abs().toString();
        boolean negative = plain.signum() < 0;
        int mask = negative ? 0xFF : 0;
        var bytes = new ByteArrayOutputStream(digits.length() / 2 + 7);
        bytes.write(negative ? NEGATIVE : POSITIVE);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes.write(power >>> shift ^ mask);
        }
        for (int i = 0; i < digits.length(); i += 2) {
            int ones = i + 1 < digits.length() ? digits.charAt(i + 1) - '0' : 0;
            int pair = (digits.charAt(i) - '0') * 10 + ones;
            assert pair < HUNDRED;
            bytes.write(pair + 1 ^ mask);
        }
        if (negative) {
            // fewer digits of the same beginning are nearer to zero
            bytes.write(0xFF);
        }
        return bytes.toByteArray();
    }

    private static byte[] digest(byte[] bytes) {
        assert SharedThread.mayCompute("a digest");
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
