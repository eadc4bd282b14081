package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A SCIM filter over the log, as in {@code eventType eq "user.session.start" and actor.id eq
 * "00u1"}. Immutable and safe for use by many threads.
 */
public sealed interface LogFilter {
    /**
     * Parses a filter.
     *
     * @throws LogFilterException when it is malformed, names an unknown attribute, or uses an
     *     operator on an attribute that does not take it
     */
    static LogFilter parse(String filter) {
        return LogFilterParser.parse(filter);
    }

    /** Whether the event passes. */
    boolean matches(JsonNode event);

    /**
     * The values to which a match is restricted: every event that passes has one of them at the
     * path, so a store may look them up and ask {@link #matches} only for what it finds. Empty when
     * there is no such restriction.
     *
     * @param path without positions, for example {@code eventType}, {@code actor.id} or {@code
     *     target.id}
     */
    Optional<Set<String>> requiredValues(String path);

    /**
     * The texts of which every event that passes has at least one at that path, out of all that
     * events have there; empty when the filter is not restricted so. In contrast to {@link
     * #requiredValues} beginnings and parts of texts count, too.
     *
     * @param known every text that an event has at that path
     */
    Optional<Set<String>> requiredAmong(String path, Set<String> known);

    /** All of the parts hold. */
    record And(List<LogFilter> parts) implements LogFilter {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(JsonNode event) {
            for (LogFilter part : parts) {
                if (!part.matches(event)) {
                    return false;
                }
            }
            return true;
        }

        /**
         * The smallest set: a list may satisfy two parts by different elements, so sets never
         * cross.
         */
        @Override
        public Optional<Set<String>> requiredValues(String path) {
            return parts.stream()
                    .map(part -> part.requiredValues(path))
                    .flatMap(Optional::stream)
                    .min(Comparator.comparingInt(Set::size));
        }

        @Override
        public Optional<Set<String>> requiredAmong(String path, Set<String> known) {
            return parts.stream()
                    .map(part -> part.requiredAmong(path, known))
                    .flatMap(Optional::stream)
                    .min(Comparator.comparingInt(Set::size));
        }
    }

    /** At least one of the parts holds. */
    record Or(List<LogFilter> parts) implements LogFilter {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(JsonNode event) {
            for (LogFilter part : parts) {
                if (part.matches(event)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Optional<Set<String>> requiredValues(String path) {
            Set<String> union = new HashSet<>();
            for (LogFilter part : parts) {
                Optional<Set<String>> values = part.requiredValues(path);
                if (values.isEmpty()) {
                    return Optional.empty();
                }
                union.addAll(values.get());
            }
            return Optional.of(Set.copyOf(union));
        }

        @Override
        public Optional<Set<String>> requiredAmong(String path, Set<String> known) {
            Set<String> union = new HashSet<>();
            for (LogFilter part : parts) {
                Optional<Set<String>> values = part.requiredAmong(path, known);
                if (values.isEmpty()) {
                    return Optional.empty();
                }
                union.addAll(values.get());
            }
            return Optional.of(Set.copyOf(union));
        }
    }

    /** The part does not hold. */
    record Not(LogFilter part) implements LogFilter {
        @Override
        public boolean matches(JsonNode event) {
            return !part.matches(event);
        }

        @Override
        public Optional<Set<String>> requiredValues(String path) {
            return Optional.empty();
        }

        @Override
        public Optional<Set<String>> requiredAmong(String path, Set<String> known) {
            return Optional.empty();
        }
    }

    /** There is something at the path: no null, no empty text, list or object. */
    record Present(Attribute attribute) implements LogFilter {
        @Override
        public boolean matches(JsonNode event) {
            return attribute.any(event, Present::isSomething);
        }

        private static boolean isSomething(JsonNode node) {
            return switch (node.getNodeType()) {
                case STRING -> !node.textValue().isEmpty();
                case OBJECT -> !node.isEmpty();
                case NUMBER, BOOLEAN -> true;
                default -> false;
            };
        }

        @Override
        public Optional<Set<String>> requiredValues(String path) {
            return Optional.empty();
        }

        @Override
        public Optional<Set<String>> requiredAmong(String path, Set<String> known) {
            return Optional.empty();
        }
    }

    /** A value at the path compares as asked. */
    record Comparison(Attribute attribute, LogOperator operator, LogValue value)
            implements LogFilter {
        @Override
        public boolean matches(JsonNode event) {
            if (operator == LogOperator.NE && !attribute.any(event, JsonNode::isValueNode)) {
                return true;
            }
            return attribute.any(event, node -> value.satisfies(node, operator));
        }

        @Override
        public Optional<Set<String>> requiredValues(String path) {
            return operator == LogOperator.EQ
                            && value instanceof LogValue.Text(String text)
                            && attribute.pathWithoutPositions().equals(path)
                    ? Optional.of(Set.of(text))
                    : Optional.empty();
        }

        @Override
        public Optional<Set<String>> requiredAmong(String path, Set<String> known) {
            return operator != LogOperator.NE && attribute.pathWithoutPositions().equals(path)
                    ? Optional.of(
                            known.stream()
                                    .filter(text ->
                                            value.satisfies(TextNode.valueOf(text), operator))
                                    .collect(Collectors.toUnmodifiableSet()))
                    : Optional.empty();
        }
    }
}
