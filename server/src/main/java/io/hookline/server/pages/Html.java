package io.hookline.server.pages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Markup as a tree. Text becomes part of a page only through {@link #text}, which escapes it; names
 * of elements and attributes come from code, and links lead only to our own pages.
 */
sealed interface Html {
    /** Writes the markup. */
    void write(StringBuilder out);

    /** Text as people see it. */
    static Html text(String text) {
        return new Text(text);
    }

    /**
     * A name or value that somebody chose: its writing direction cannot spill into what stands
     * beside it.
     */
    static Element name(String text) {
        return element("bdi", text(text));
    }

    /** Leads on to another page of ours by itself. */
    static Element forward(String path) {
        if (!Element.OURS.matcher(path).matches()) {
            throw new IllegalArgumentException("Only our own paths may be led to");
        }
        return element("meta").with("http-equiv", "refresh").with("content", "0; url=" + path);
    }

    /** An element with what is inside. */
    static Element element(String name, Html... inside) {
        return new Element(name, Map.of(), List.of(inside));
    }

    /** Escaped text. */
    record Text(String text) implements Html {
        @Override
        public void write(StringBuilder out) {
            escape(text, out);
        }

        private static void escape(String text, StringBuilder out) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '&' -> out.append("&amp;");
                    case '<' -> out.append("&lt;");
                    case '>' -> out.append("&gt;");
                    case '"' -> out.append("&quot;");
                    case '\'' -> out.append("&#39;");
                    case '\n', '\t' -> out.append(c);
                    default -> out.append(Character.isISOControl(c) ? '\uFFFD' : c);
                }
            }
        }
    }

    /** An element; attributes stand in the order in which they were given. */
    record Element(String name, Map<String, String> attributes, List<Html> inside) implements Html {
        private static final Set<String> EMPTY = Set.of("br", "hr", "img", "input", "link", "meta");
        private static final Set<String> ADDRESSES = Set.of("href", "src", "action");

        /** A path of ours; two slashes would lead to another host. */
        private static final Pattern OURS = Pattern.compile("/(?![/\\\\])[!-~]*");

        /** The same element with one more attribute. */
        Element with(String attribute, String value) {
            if (!attribute.matches("[a-z][a-z-]*")
                    || attribute.startsWith("on")
                    || attribute.equals("style")) {
                throw new IllegalArgumentException("Not an attribute for our pages: " + attribute);
            }
            if (ADDRESSES.contains(attribute) && !OURS.matcher(value).matches()) {
                throw new IllegalArgumentException("Only our own paths may be linked");
            }
            Map<String, String> more = new LinkedHashMap<>(attributes);
            more.put(attribute, value);
            return new Element(name, more, inside);
        }

        /** The same element with a class for the style sheet. */
        Element styled(String style) {
            return with("class", style);
        }

        /** The same element with more inside. */
        Element add(Html... more) {
            List<Html> parts = new ArrayList<>(inside);
            parts.addAll(List.of(more));
            return new Element(name, attributes, parts);
        }

        @Override
        public void write(StringBuilder out) {
            out.append('<').append(name);
            attributes.forEach((attribute, value) -> {
                out.append(' ').append(attribute).append("=\"");
                Text.escape(value, out);
                out.append('"');
            });
            out.append('>');
            if (!EMPTY.contains(name)) {
                inside.forEach(part -> part.write(out));
                out.append("</").append(name).append('>');
            }
        }
    }
}
