package io.hookline.flow.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * About how many bytes of memory values take. The numbers are those of a 64-bit Java machine with
 * compressed references, rounded up; they are estimates, and near enough to keep a machine alive.
 */
public final class Weight {
    private static final int TEXT = 48;
    private static final int NUMBER = 24;
    private static final int LIST = 96;
    private static final int ITEM = 8;
    private static final int OBJECT = 152;
    private static final int FIELD = 44;

    /** The letters of a text that are looked at to tell how many bytes each takes. */
    private static final int LETTERS = 64;

    /** What is lighter is counted as new without looking closer. */
    private static final long LIGHT = 16 * 1024;

    private static final int SAMPLES = 32;

    /** How many levels of what a card was given are searched for parts of what it made. */
    private static final int LEVELS = 3;

    private static final int MOST_VISITS = 200_000;

    private Weight() {}

    /** What a value takes with all that it holds. */
    public static long of(JsonNode value) {
        return upTo(Long.MAX_VALUE, value);
    }

    /** What a value takes itself, when its parts are held elsewhere; a text in full. */
    public static long ofItself(JsonNode value) {
        if (value instanceof ArrayNode list) {
            return LIST + (long) ITEM * list.size();
        }
        if (value instanceof ObjectNode object) {
            return OBJECT + (long) FIELD * object.size();
        }
        return upTo(LIGHT, value);
    }

    /**
     * What a value adds to those that it was made of: a list of given objects takes a list, not the
     * objects once more. Heavy values are judged by samples.
     *
     * @param from what it may share parts with
     */
    public static long added(JsonNode made, JsonNode... from) {
        if (isAmong(made, from)) {
            return 0;
        }
        boolean mayShareParts = false;
        for (JsonNode given : from) {
            mayShareParts |= given != null && given.isContainerNode();
        }
        if (!mayShareParts || !made.isContainerNode()) {
            return of(made);
        }
        long light = upTo(LIGHT, made);
        return light < LIGHT ? light : sampled(made, from, LEVELS);
    }

    private static boolean isAmong(JsonNode value, JsonNode... from) {
        for (JsonNode given : from) {
            if (given == value) {
                return true;
            }
        }
        return false;
    }

    private static long sampled(JsonNode made, JsonNode[] from, int levels) {
        List<JsonNode> samples = samples(made);
        Set<JsonNode> unknown = Collections.newSetFromMap(new IdentityHashMap<>());
        samples.stream().filter(Weight::canBeShared).forEach(unknown::add);
        var search = new Search(unknown);
        for (JsonNode given : from) {
            if (given != null) {
                search.visit(given, LEVELS);
            }
        }
        long parts = 0;
        for (JsonNode sample : samples) {
            if (!canBeShared(sample)) {
                parts += upTo(LIGHT, sample);
            } else if (unknown.contains(sample)) {
                parts += ofUnknown(sample, from, levels);
            }
        }
        return ofItself(made) + parts * made.size() / Math.max(1, samples.size());
    }

    private static long ofUnknown(JsonNode sample, JsonNode[] from, int levels) {
        boolean looksCloser =
                levels > 1 && sample.isContainerNode() && upTo(LIGHT, sample) >= LIGHT;
        return looksCloser ? sampled(sample, from, levels - 1) : of(sample);
    }

    private static boolean canBeShared(JsonNode part) {
        return part.isContainerNode() || part.isTextual();
    }

    private static List<JsonNode> samples(JsonNode made) {
        int every = Math.max(1, made.size() / SAMPLES);
        List<JsonNode> samples = new ArrayList<>(SAMPLES + 1);
        if (made instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i += every) {
                samples.add(list.get(i));
            }
        } else {
            int i = 0;
            for (JsonNode part : made) {
                if (i++ % every == 0) {
                    samples.add(part);
                }
            }
        }
        return samples;
    }

    /** Strikes out what is found. */
    private static final class Search {
        private final Set<JsonNode> wanted;
        private int visits;

        Search(Set<JsonNode> wanted) {
            this.wanted = wanted;
        }

        void visit(JsonNode node, int levels) {
            if (wanted.isEmpty() || visits++ > MOST_VISITS) {
                return;
            }
            wanted.remove(node);
            if (levels > 0 && node.isContainerNode()) {
                for (JsonNode part : node) {
                    visit(part, levels - 1);
                }
            }
        }
    }

    /** The weight, or something not less than {@code most} as soon as it is known to be. */
    private static long upTo(long most, JsonNode value) {
        if (value instanceof TextNode text) {
            return TEXT + bytes(text.textValue());
        }
        if (value instanceof ArrayNode list) {
            long weight = LIST;
            for (int i = 0; i < list.size() && weight < most; i++) {
                weight += ITEM + upTo(most - weight, list.get(i));
            }
            return weight;
        }
        if (value instanceof ObjectNode object) {
            long weight = OBJECT;
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                weight += FIELD + field.getKey().length() + upTo(most - weight, field.getValue());
                if (weight >= most) {
                    break;
                }
            }
            return weight;
        }
        return value.isNull() || value.isBoolean() || value.isMissingNode() ? 0 : NUMBER;
    }

    private static long bytes(String text) {
        int every = Math.max(1, text.length() / LETTERS);
        for (int i = 0; i < text.length(); i += every) {
            if (text.charAt(i) > 0xFF) {
                return 2L * text.length();
            }
        }
        return text.length();
    }

    /** What a JSON document would take once it is read, at most, by a glance at its signs. */
    public static long read(byte[] json) {
        long weight = json.length;
        for (byte sign : json) {
            weight += ofSign(sign);
        }
        return weight;
    }

    /** As {@link #read(byte[])}. */
    public static long read(String json) {
        long weight = bytes(json);
        for (int i = 0; i < json.length(); i++) {
            weight += ofSign(json.charAt(i));
        }
        return weight;
    }

    private static int ofSign(int sign) {
        return switch (sign) {
            case '{' -> OBJECT + FIELD + TEXT;
            case '[' -> LIST + ITEM + TEXT;
            case ',' -> ITEM + TEXT;
            case ':' -> FIELD - ITEM;
            default -> 0;
        };
    }
}
