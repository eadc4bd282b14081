package io.hookline.filter;

import static io.hookline.filter.Shape.Kind.ANYTHING;
import static io.hookline.filter.Shape.Kind.NUMBER;
import static io.hookline.filter.Shape.Kind.TEXT;
import static io.hookline.filter.Shape.Kind.TRUTH;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Matcher;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The methods that an expression may call on texts and lists; there are no others. */
final class Methods {
    private static final int CHARACTERS_PER_STEP = 64;

    /** By name, on texts. */
    static final Map<String, Method> OF_TEXTS =
            byName(
                    method(
                            "length",
                            NUMBER,
                            (self, a, b, run) -> IntNode.valueOf(text(self).length())),
                    method("isEmpty", TRUTH, (self, a, b, run) -> truth(text(self).isEmpty())),
                    method(
                            "contains",
                            TRUTH,
                            (self, a, b, run) -> truth(text(self).contains(text(a))),
                            TEXT),
                    method(
                            "startsWith",
                            TRUTH,
                            (self, a, b, run) -> truth(text(self).startsWith(text(a))),
                            TEXT),
                    method(
                            "endsWith",
                            TRUTH,
                            (self, a, b, run) -> truth(text(self).endsWith(text(a))),
                            TEXT),
                    method(
                            "equalsIgnoreCase",
                            TRUTH,
                            (self, a, b, run) -> truth(text(self).equalsIgnoreCase(text(a))),
                            TEXT),
                    method(
                            "toUpperCase",
                            TEXT,
                            (self, a, b, run) ->
                                    TextNode.valueOf(text(self).toUpperCase(Locale.ROOT))),
                    method(
                            "toLowerCase",
                            TEXT,
                            (self, a, b, run) ->
                                    TextNode.valueOf(text(self).toLowerCase(Locale.ROOT))),
                    method(
                            "removeSpaces",
                            TEXT,
                            (self, a, b, run) -> TextNode.valueOf(text(self).replace(" ", ""))),
                    method("substring", TEXT, Methods::substring, NUMBER, NUMBER)
                            .withOptionalLast(),
                    method("substringBefore", TEXT, Methods::substringBefore, TEXT),
                    method("substringAfter", TEXT, Methods::substringAfter, TEXT),
                    method("replace", TEXT, Methods::replace, TEXT, TEXT),
                    method("replaceFirst", TEXT, Methods::replaceFirst, TEXT, TEXT));

    /** By name, on lists. */
    static final Map<String, Method> OF_LISTS =
            byName(
                    method("size", NUMBER, (self, a, b, run) -> IntNode.valueOf(self.size())),
                    method("isEmpty", TRUTH, (self, a, b, run) -> truth(self.isEmpty())),
                    method("contains", TRUTH, Methods::listContains, ANYTHING),
                    method("add", new Shape.ListOf(ANYTHING), Methods::add, ANYTHING),
                    method("remove", new Shape.ListOf(ANYTHING), Methods::remove, ANYTHING),
                    method("flatten", new Shape.ListOf(ANYTHING), Methods::flatten));

    /** Methods of Java that people know, but that the original's language does not document. */
    static final List<String> UNDOCUMENTED = List.of("startsWith", "endsWith", "equalsIgnoreCase");

    private Methods() {}

    /** What a method does; arguments that were left out are missing nodes. */
    @FunctionalInterface
    interface Body {
        JsonNode of(JsonNode self, JsonNode first, JsonNode second, Evaluation run);
    }

    /**
     * A method.
     *
     * @param parameters what each argument must be
     * @param required how many arguments must be given
     */
    record Method(String name, Shape result, List<Shape> parameters, int required, Body body) {
        Method withOptionalLast() {
            return new Method(name, result, parameters, required - 1, body);
        }

        JsonNode call(JsonNode self, JsonNode first, JsonNode second, Evaluation run) {
            check(0, first);
            check(1, second);
            run.spend(work(self, first));
            return body.of(self, first, second, run);
        }

        private void check(int index, JsonNode argument) {
            if (argument.isMissingNode()) {
                return;
            }
            Shape expected = parameters.get(index);
            if (expected == TEXT && !argument.isTextual()
                    || expected == NUMBER && !argument.isNumber()) {
                throw new FilterEvaluationException(
                        name
                                + "(…) expects "
                                + expected.words()
                                + ", but got "
                                + Nodes.words(argument)
                                + ".");
            }
        }

        private static long work(JsonNode self, JsonNode first) {
            if (self.isArray()) {
                return 1L + self.size();
            }
            long characters = text(self).length();
            return first.isTextual()
                    ? 1
                            + characters
                                    * (1 + text(first).length() / CHARACTERS_PER_STEP)
                                    / CHARACTERS_PER_STEP
                    : 1 + characters / CHARACTERS_PER_STEP;
        }
    }

    private static Method method(String name, Shape result, Body body, Shape... parameters) {
        return new Method(name, result, List.of(parameters), parameters.length, body);
    }

    private static Map<String, Method> byName(Method... methods) {
        Map<String, Method> byName = new LinkedHashMap<>();
        Arrays.stream(methods).forEach(method -> byName.put(method.name(), method));
        return byName;
    }

    private static String text(JsonNode node) {
        return node.textValue();
    }

    private static JsonNode truth(boolean truth) {
        return BooleanNode.valueOf(truth);
    }

    private static JsonNode substring(JsonNode self, JsonNode from, JsonNode to, Evaluation run) {
        String text = text(self);
        int start = position(from, text);
        int end = to.isMissingNode() ? text.length() : position(to, text);
        if (start > end) {
            throw new FilterEvaluationException(
                    "substring(" + start + ", " + end + ") ends before it begins.");
        }
        return TextNode.valueOf(text.substring(start, end));
    }

    private static int position(JsonNode number, String text) {
        if (!Nodes.isWhole(number)
                || number.longValue() < 0
                || number.longValue() > text.length()) {
            throw new FilterEvaluationException(
                    "substring expects whole positions from 0 to the text's length, here "
                            + text.length()
                            + ".");
        }
        return number.intValue();
    }

    private static JsonNode substringBefore(
            JsonNode self, JsonNode mark, JsonNode unused, Evaluation run) {
        int at = text(self).indexOf(text(mark));
        return at < 0 ? self : TextNode.valueOf(text(self).substring(0, at));
    }

    private static JsonNode substringAfter(
            JsonNode self, JsonNode mark, JsonNode unused, Evaluation run) {
        int at = text(self).indexOf(text(mark));
        return TextNode.valueOf(at < 0 ? "" : text(self).substring(at + text(mark).length()));
    }

    private static JsonNode replace(JsonNode self, JsonNode search, JsonNode with, Evaluation run) {
        String text = text(self);
        String found = text(search);
        long occurrences = found.isEmpty() ? text.length() + 1L : 0;
        for (int at = found.isEmpty() ? -1 : text.indexOf(found); at >= 0; ) {
            occurrences++;
            at = text.indexOf(found, at + found.length());
        }
        if (text.length() + occurrences * text(with).length() > Nodes.LONGEST_TEXT) {
            throw Nodes.tooLong();
        }
        return TextNode.valueOf(text.replace(found, text(with)));
    }

    /** As in Java the first argument is a regular expression; the second is taken as it is. */
    private static JsonNode replaceFirst(
            JsonNode self, JsonNode regex, JsonNode with, Evaluation run) {
        String text = text(self);
        Matcher matcher = Patterns.matcher(text, text(regex), run);
        if (!matcher.find()) {
            return self;
        }
        if (text.length() + text(with).length() > Nodes.LONGEST_TEXT) {
            throw Nodes.tooLong();
        }
        return TextNode.valueOf(
                text.substring(0, matcher.start()) + text(with) + text.substring(matcher.end()));
    }

    private static JsonNode listContains(
            JsonNode self, JsonNode wanted, JsonNode unused, Evaluation run) {
        for (int i = 0; i < self.size(); i++) {
            if (Nodes.equal(run, self.get(i), wanted)) {
                return BooleanNode.TRUE;
            }
        }
        return BooleanNode.FALSE;
    }

    private static JsonNode add(JsonNode self, JsonNode element, JsonNode unused, Evaluation run) {
        return copy(self).add(element);
    }

    private static JsonNode remove(
            JsonNode self, JsonNode element, JsonNode unused, Evaluation run) {
        ArrayNode rest = JsonNodeFactory.instance.arrayNode();
        boolean removed = false;
        for (int i = 0; i < self.size(); i++) {
            if (!removed && Nodes.equal(run, self.get(i), element)) {
                removed = true;
            } else {
                rest.add(self.get(i));
            }
        }
        return rest;
    }

    private static JsonNode flatten(JsonNode self, JsonNode unused, JsonNode none, Evaluation run) {
        ArrayNode flat = JsonNodeFactory.instance.arrayNode();
        flattenInto(flat, self, run);
        return flat;
    }

    private static void flattenInto(ArrayNode flat, JsonNode list, Evaluation run) {
        run.spend(list.size());
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).isArray()) {
                flattenInto(flat, list.get(i), run);
            } else {
                flat.add(list.get(i));
            }
        }
    }

    private static ArrayNode copy(JsonNode list) {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode(list.size() + 1);
        for (int i = 0; i < list.size(); i++) {
            copy.add(list.get(i));
        }
        return copy;
    }
}
