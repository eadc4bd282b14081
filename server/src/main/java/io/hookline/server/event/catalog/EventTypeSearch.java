package io.hookline.server.event.catalog;

import io.hookline.server.event.catalog.EventCatalog.EventType;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds event types by words, and ranks them: what the id and the title say counts most. */
final class EventTypeSearch {
    private static final Set<String> SILENT =
            Set.of("a", "an", "the", "of", "to", "by", "in", "for", "was", "is", "and", "or");

    private static final int SHORTEST_STEM = 4;

    private EventTypeSearch() {}

    static List<EventType> search(Collection<EventType> types, String text) {
        String typed = text.strip().toLowerCase(Locale.ROOT);
        List<String> all = words(typed);
        List<String> telling = all.stream().filter(word -> !SILENT.contains(word)).toList();
        List<String> asked = telling.isEmpty() ? all : telling;
        if (asked.isEmpty()) {
            return List.copyOf(types);
        }
        return types.stream()
                .flatMap(type -> rank(type, typed, asked).stream())
                .sorted(Comparator.comparingInt(Ranked::score).reversed())
                .map(Ranked::type)
                .toList();
    }

    private record Ranked(EventType type, int score) {}

    private static Optional<Ranked> rank(EventType type, String typed, List<String> asked) {
        List<String> id = words(type.id());
        List<String> title =
                words(type.title()).stream().filter(word -> !SILENT.contains(word)).toList();
        List<String> description = words(type.description());
        int score = 0;
        for (String word : asked) {
            int best =
                    Stream.of(
                                    nearness(word, id) * 2,
                                    nearness(word, title) * 2,
                                    nearness(word, description),
                                    type.id().toLowerCase(Locale.ROOT).contains(word) ? 4 : 0)
                            .mapToInt(Integer::intValue)
                            .max()
                            .orElse(0);
            if (best == 0) {
                return Optional.empty();
            }
            score += 10 * best;
        }
        score += whole(type, typed, asked, title);
        // Between equal ones the shorter title is nearer to what was typed.
        return Optional.of(new Ranked(type, score - title.size() - id.size()));
    }

    private static int whole(EventType type, String typed, List<String> asked, List<String> title) {
        String id = type.id().toLowerCase(Locale.ROOT);
        String dotted = String.join(".", asked);
        if (id.equals(typed) || id.equals(dotted)) {
            return 10_000;
        }
        if (title.equals(asked)) {
            return 8_000;
        }
        if (id.startsWith(typed) || id.startsWith(dotted)) {
            return 6_000;
        }
        return 0;
    }

    /** 4 for the word itself, 3 for one that begins so, 1 for one that it begins with. */
    private static int nearness(String word, List<String> among) {
        int nearest = 0;
        for (String other : among) {
            if (other.equals(word)) {
                return 4;
            }
            if (other.startsWith(word)) {
                nearest = 3;
            } else if (nearest == 0 && other.length() >= SHORTEST_STEM && word.startsWith(other)) {
                nearest = 1;
            }
        }
        return nearest;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
