package io.hookline.filter;

import io.hookline.filter.Shape.ListOf;
import io.hookline.filter.Shape.ObjectOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which attributes a log query may name. */
final class Attributes {
    private Attributes() {}

    /** An attribute and what is known of its values. */
    record Known(Attribute attribute, Shape shape) {}

    /** The attribute of that path; empty when no event has it or it cannot be queried. */
    static Optional<Known> find(String path) {
        List<String> segments = new ArrayList<>();
        Shape shape = LogEventShape.EVENT;
        for (String segment : path.split("\\.", -1)) {
            if (shape instanceof ListOf(Shape element)) {
                shape = element;
                if (Attribute.isPosition(segment)) {
                    segments.add(segment);
                    continue;
                }
            }
            Optional<String> name = name(shape, segment);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            segments.add(name.get());
            shape =
                    shape instanceof ObjectOf object
                            ? object.field(name.get()).orElseThrow()
                            : shape;
        }
        if (segments.equals(List.of("published")) || segments.contains("changeDetails")) {
            return Optional.empty();
        }
        return Optional.of(new Known(new Attribute(segments), shape));
    }

    /** The field's own spelling; {@code event_type} is accepted for {@code eventType}. */
    private static Optional<String> name(Shape shape, String segment) {
        if (segment.isEmpty()) {
            return Optional.empty();
        }
        return switch (shape) {
            case ObjectOf object -> {
                if (object.field(segment).isPresent()) {
                    yield Optional.of(segment);
                }
                String camelCase = camelCase(segment);
                yield object.field(camelCase).isPresent()
                        ? Optional.of(camelCase)
                        : Optional.empty();
            }
            case ListOf list -> Optional.empty();
            case Shape.Kind kind ->
                    kind == Shape.Kind.ANYTHING ? Optional.of(segment) : Optional.empty();
        };
    }

    private static String camelCase(String snakeCase) {
        StringBuilder camelCase = new StringBuilder();
        for (String word : snakeCase.split("_")) {
            camelCase.append(
                    camelCase.isEmpty() || word.isEmpty()
                            ? word
                            : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camelCase.toString();
    }
}
