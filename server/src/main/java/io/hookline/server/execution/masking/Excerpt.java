package io.hookline.server.execution.masking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.List;
import java.util.Map;

/** The beginning of a value: fields and items as long as there is room, texts cut. */
public final class Excerpt {
    private static final Masker NOTHING = Masker.of(List.of());

    private final Masker masker;
    private final int longest;
    private int room;

    private Excerpt(int room, int longest, Masker masker) {
        this.room = room;
        this.longest = longest;
        this.masker = masker;
    }

    /** About as many characters of the value. */
    public static JsonNode of(JsonNode value, int characters) {
        return new Excerpt(characters, Integer.MAX_VALUE, NOTHING).of(value);
    }

    /**
     * About as many characters of the value, without secrets.
     *
     * @param longest how much of each text
     */
    public static JsonNode masked(JsonNode value, int characters, int longest, Masker masker) {
        return new Excerpt(characters, longest, masker).of(value);
    }

    /** The whole value, without secrets. */
    public static JsonNode masked(JsonNode value, Masker masker) {
        return new Excerpt(Integer.MAX_VALUE, Integer.MAX_VALUE, masker).of(value);
    }

    /** As many characters of a text. */
    public static String of(String text, int characters) {
        return new Excerpt(characters, characters, NOTHING).cut(TextNode.valueOf(text)).textValue();
    }

    private JsonNode of(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                room -= 4 + field.getKey().length();
                if (room <= 0) {
                    break;
                }
                kept.set(masker.mask(field.getKey()), of(field.getValue()));
            }
            return kept;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            for (JsonNode item : array) {
                room -= 2;
                if (room <= 0) {
                    break;
                }
                kept.add(of(item));
            }
            return kept;
        }
        if (node instanceof TextNode text) {
            return cut(text);
        }
        room -= 8;
        return node instanceof NumericNode number ? number(number) : node;
    }

    /** A secret may be all digits. */
    private JsonNode number(NumericNode number) {
        if (masker.masksNothing()) {
            return number;
        }
        String text = number.asText();
        String safe = masker.mask(text);
        return safe.equals(text) ? number : TextNode.valueOf(safe);
    }

    /** Masked before it is cut: half a secret would not be found. */
    private TextNode cut(TextNode node) {
        String text = masker.mask(node.textValue());
        int most = Math.min(room, longest);
        if (text.length() <= most) {
            room -= 2 + text.length();
            return text.equals(node.textValue()) ? node : TextNode.valueOf(text);
        }
        int end = Math.max(0, most);
        end -= end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
        room -= end == 0 ? room : 3 + end;
        return TextNode.valueOf(text.substring(0, end) + "…");
    }
}
