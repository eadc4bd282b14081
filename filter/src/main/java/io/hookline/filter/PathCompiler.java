package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.filter.Compiled.Computed;
import io.hookline.filter.Compiled.Value;
import io.hookline.filter.Shape.ListOf;
import io.hookline.filter.Shape.ObjectOf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compiles chains of fields ({@code event.actor.id}) into one walk through the tree. This is where
 * the projection lives: {@code event.debugData} reads {@code debugContext.debugData} and {@code
 * event.client.ipChain}, where delivered events have it, reads {@code request.ipChain}.
 */
final class PathCompiler {
    private static final ObjectOf ROOT = root();

    private final Source source;
    private final Set<String> notes;

    PathCompiler(Source source, Set<String> notes) {
        this.source = source;
        this.notes = notes;
    }

    private static ObjectOf root() {
        Map<String, Shape> fields = new HashMap<>(LogEventShape.EVENT.fields());
        fields.put("debugData", new ObjectOf("debugData", Map.of(), true));
        Map<String, Shape> client = new HashMap<>(((ObjectOf) fields.get("client")).fields());
        client.put("ipChain", ((ObjectOf) fields.get("request")).fields().get("ipChain"));
        fields.put("client", new ObjectOf("client", client, false));
        return new ObjectOf("event", fields, false);
    }

    /**
     * A field access in a chain.
     *
     * @param name the field
     * @param at the chain up to and with this field
     * @param owner the chain before it
     */
    private record Link(String name, boolean nullSafe, Span at, Span owner) {}

    /** The field accesses that end in an expression, outermost last, and what they start from. */
    record Chain(Expression start, List<Link> links) {}

    /** Unwinds {@code start.a['b'].c}; a field in brackets is a field like any other. */
    static Chain chain(Expression end) {
        Deque<Link> links = new ArrayDeque<>();
        Expression current = end;
        while (true) {
            switch (current) {
                case Expression.Property property -> {
                    Expression target = property.target();
                    links.push(
                            new Link(
                                    property.name(),
                                    property.nullSafe(),
                                    property.at(),
                                    target.at()));
                    current = target;
                }
                case Expression.Index index when isField(index) -> {
                    String name = ((Expression.Literal) index.index()).value().textValue();
                    links.push(new Link(name, false, index.at(), index.target().at()));
                    current = index.target();
                }
                default -> {
                    return new Chain(current, new ArrayList<>(links));
                }
            }
        }
    }

    /** Whether an index is a field in brackets. */
    static boolean isField(Expression.Index index) {
        return index.index() instanceof Expression.Literal(JsonNode name, Span ignored)
                && name.isTextual();
    }

    /** A chain that starts at the event. */
    Computed ofEvent(Chain chain) {
        Shape shape = shapeAfter(ROOT, chain.links());
        String path = chain.links().stream().map(Link::name).collect(Collectors.joining("."));
        if (!path.isEmpty() && !LogEventShape.FILTERABLE.contains(path)) {
            String inOriginal =
                    path.startsWith("debugContext.debugData.")
                            ? " There it is written event."
                                    + path.substring("debugContext.".length())
                                    + "."
                            : "";
            note(chain, inOriginal);
        }
        return new Computed(shape, walk(Evaluation::event, projected(chain.links())), 1);
    }

    /** A chain that starts with a field of the element that a selection looks at. */
    Computed ofElement(Expression.Name name, Shape element, Chain chain) {
        List<Link> links = new ArrayList<>(chain.links());
        links.addFirst(new Link(name.name(), false, name.at(), name.at()));
        Shape shape = shapeAfter(element, links);
        noteTarget(element, new Chain(name, links));
        return new Computed(shape, walk(Evaluation::element, steps(links)), 1);
    }

    /** A chain that starts with any other value. */
    Computed of(Compiled start, Chain chain) {
        Shape shape = shapeAfter(start.shape(), chain.links());
        noteTarget(start.shape(), chain);
        return new Computed(shape, walk(start.value(), steps(chain.links())), start.cost() + 1);
    }

    private void noteTarget(Shape start, Chain chain) {
        if (start == LogEventShape.TARGET
                && !(chain.links().size() == 1
                        && LogEventShape.FILTERABLE_OF_TARGET.contains(
                                chain.links().getFirst().name()))) {
            note(chain, "");
        }
    }

    private void note(Chain chain, String inOriginal) {
        notes.add(
                source.quote(chain.links().getLast().at())
                        + ": Okta's event hook filters do not know this field; here it is compared"
                        + " like any other."
                        + inOriginal);
    }

    private Shape shapeAfter(Shape start, List<Link> links) {
        Shape shape = start;
        for (Link link : links) {
            shape = field(shape, link);
        }
        return shape;
    }

    private Shape field(Shape owner, Link link) {
        return switch (owner) {
            case ObjectOf object ->
                    object.field(link.name())
                            .orElseGet(() -> {
                                if (object == ROOT || object == LogEventShape.TARGET) {
                                    throw unknown(object, link);
                                }
                                return Shape.Kind.ANYTHING;
                            });
            case ListOf list ->
                    throw source.error(
                            link.owner(),
                            String.format(
                                    "%s is a list and has no field '%s'. Look at its elements, for"
                                            + " example %1$s.?[%2$s eq '…'].size() > 0.",
                                    words(link), Source.shortened(link.name())));
            case Shape.Kind kind -> {
                if (kind == Shape.Kind.ANYTHING) {
                    yield kind;
                }
                throw source.error(
                        link.owner(),
                        String.format(
                                "%s is %s and has no field '%s'.",
                                words(link), kind.words(), Source.shortened(link.name())));
            }
        };
    }

    private FilterSyntaxException unknown(ObjectOf object, Link link) {
        int name = link.at().end() - link.name().length();
        boolean inBrackets = source.text().charAt(link.at().end() - 1) == ']';
        return source.error(
                inBrackets ? link.at().start() : name,
                String.format(
                        "%s has no field '%s'. Expected one of %s.",
                        object == ROOT ? "An event" : "A target",
                        Source.shortened(link.name()),
                        String.join(", ", new TreeSet<>(object.fields().keySet()))));
    }

    private List<Step> projected(List<Link> links) {
        List<Step> steps = steps(links);
        if (!links.isEmpty() && links.getFirst().name().equals("debugData")) {
            return replaced(steps, 1, "debugContext", "debugData");
        }
        if (links.size() > 1
                && links.get(0).name().equals("client")
                && links.get(1).name().equals("ipChain")) {
            return replaced(steps, 2, "request", "ipChain");
        }
        return steps;
    }

    /** Reads the first steps from where the stored event has them; null when the way there is. */
    private static List<Step> replaced(List<Step> steps, int count, String outer, String inner) {
        List<Step> replaced = new ArrayList<>();
        replaced.add(new Step(outer, true, steps.getFirst().owner()));
        replaced.add(new Step(inner, true, steps.getFirst().owner()));
        replaced.addAll(steps.subList(count, steps.size()));
        return replaced;
    }

    private List<Step> steps(List<Link> links) {
        return links.stream()
                .map(link ->
                        new Step(
                                link.name(),
                                link.nullSafe(),
                                new Source.Site(words(link), source.place(link.owner().start()))))
                .toList();
    }

    /** What a field is read from; the first field of an element has no text before it. */
    private String words(Link link) {
        return link.owner().equals(link.at()) ? "the element" : source.quote(link.owner());
    }

    private static Value walk(Value start, List<Step> path) {
        Step[] steps = path.toArray(Step[]::new);
        return run -> {
            JsonNode node = start.of(run);
            for (Step step : steps) {
                node = step.read(node);
            }
            return node;
        };
    }

    /**
     * Reads one field.
     *
     * @param owner what is read from, for messages
     */
    private record Step(String name, boolean nullSafe, Source.Site owner) {
        JsonNode read(JsonNode node) {
            if (node instanceof ObjectNode object) {
                JsonNode field = object.get(name);
                return field == null ? NullNode.instance : field;
            }
            if (node.isNull() && nullSafe) {
                return node;
            }
            throw owner.error(
                    node.isNull()
                            ? String.format(
                                    "%s is null, so '%s' cannot be read from it. Write ?.%2$s, or"
                                            + " test for null before.",
                                    owner.text(), name)
                            : String.format(
                                    "%s is %s, so '%s' cannot be read from it.",
                                    owner.text(), Nodes.words(node), name));
        }
    }
}
