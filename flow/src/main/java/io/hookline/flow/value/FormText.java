package io.hookline.flow.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Fields as query strings and forms write them: {@code colour=red&size=7}. */
public final class FormText {
    /** The most fields that one text may have. */
    public static final int MOST_FIELDS = 10_000;

    private static final String SIGNS = "*.~!$'()+,;:@/?-_";

    private FormText() {}

    /**
     * The fields of a text that is known to be a form. A name that is there more than once has a
     * list of its values.
     *
     * @throws TypeMismatch when there are too many
     */
    public static ObjectNode fields(String text) {
        return fields(text, StandardCharsets.UTF_8);
    }

    /** The same of a form in that charset. */
    public static ObjectNode fields(String text, Charset charset) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        int count = 0;
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('&', start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                if (++count > MOST_FIELDS) {
                    throw new TypeMismatch("a form of more than " + MOST_FIELDS + " fields");
                }
                int equals = text.indexOf('=', start);
                boolean hasValue = equals >= 0 && equals < end;
                String name = decode(text.substring(start, hasValue ? equals : end), charset);
                String value = hasValue ? decode(text.substring(equals + 1, end), charset) : "";
                add(fields, name, TextNode.valueOf(value));
            }
            start = end + 1;
        }
        return fields;
    }

    /** Adds a field; a name that is there already gets a list of its values. */
    public static void add(ObjectNode fields, String name, JsonNode value) {
        JsonNode there = fields.get(name);
        if (there == null) {
            fields.set(name, value);
        } else if (there instanceof ArrayNode list) {
            list.add(value);
        } else {
            fields.putArray(name).add(there).add(value);
        }
    }

    /**
     * The fields of any text, when it can hardly be something else than a form: pairs of a name and
     * a value, without a blank or a quote. One pair without a value may be Base64, which ends so.
     */
    static Optional<ObjectNode> spelled(String text) {
        int start = 0;
        int pairs = 0;
        int values = 0;
        while (start <= text.length()) {
            int end = text.indexOf('&', start);
            end = end < 0 ? text.length() : end;
            int equals = text.indexOf('=', start);
            if (equals <= start
                    || equals >= end
                    || !isEncoded(text, start, equals)
                    || !isEncoded(text, equals + 1, end)) {
                return Optional.empty();
            }
            pairs++;
            values += equals + 1 < end ? 1 : 0;
            start = end + 1;
        }
        return pairs > 1 || values > 0 ? Optional.of(fields(text)) : Optional.empty();
    }

    private static boolean isEncoded(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char sign = text.charAt(i);
            boolean plain =
                    sign >= 'a' && sign <= 'z'
                            || sign >= 'A' && sign <= 'Z'
                            || sign >= '0' && sign <= '9'
                            || SIGNS.indexOf(sign) >= 0;
            boolean percent =
                    sign == '%'
                            && i + 2 < to
                            && Character.digit(text.charAt(i + 1), 16) >= 0
                            && Character.digit(text.charAt(i + 2), 16) >= 0;
            if (!plain && !percent) {
                return false;
            }
        }
        return true;
    }

    /**
     * The value that a text spells for whoever wants an object or a list: JSON, or else the fields
     * of a form.
     *
     * @throws TypeMismatch when it is neither, with the place of the first mistake in JSON
     */
    public static JsonNode readJsonOrForm(String text) {
        try {
            return JsonText.read(text);
        } catch (TypeMismatch noJson) {
            return spelled(text).<JsonNode>map(fields -> fields).orElseThrow(() -> noJson);
        }
    }

    /** Decodes percent signs and plus signs; what is not well encoded stays as it is. */
    public static String decode(String text, Charset charset) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] in = text.getBytes(charset);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
            if (low >= 0) {
                out[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                out[length++] = in[i] == '+' ? (byte) ' ' : in[i];
            }
        }
        return new String(out, 0, length, charset);
    }
}
