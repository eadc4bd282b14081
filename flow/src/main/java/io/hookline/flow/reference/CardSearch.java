package io.hookline.flow.reference;

import io.hookline.flow.card.CardDefinition;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which cards somebody looks for.
 *
 * @param words all of which must be found in title, id, category or help, whatever their case
 * @param category only cards of that category
 * @param connector only cards of that connector
 */
public record CardSearch(
        List<String> words, Optional<String> category, Optional<String> connector) {

    public CardSearch {
        words = words.stream().map(CardSearch::small).toList();
    }

    /** Looks for the words of a text, which may be blank. */
    public static CardSearch of(
            String text, Optional<String> category, Optional<String> connector) {
        List<String> words =
                Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
        return new CardSearch(words, category, connector);
    }

    /**
     * The cards that were looked for, by title; those first whose title begins with the first word,
     * then those that have it in the title.
     */
    public List<CardDefinition> among(Collection<CardDefinition> cards) {
        return cards.stream()
                .filter(this::finds)
                .sorted(
                        Comparator.comparingInt(this::rank)
                                .thenComparing(card -> small(card.title()))
                                .thenComparing(CardDefinition::id))
                .toList();
    }

    private boolean finds(CardDefinition card) {
        String text =
                small(String.join("\n", card.title(), card.id(), card.category(), card.help()));
        return words.stream().allMatch(text::contains)
                && category.filter(wanted -> !wanted.equalsIgnoreCase(card.category())).isEmpty()
                && connector
                        .filter(wanted -> !card.connector().equals(Optional.of(wanted)))
                        .isEmpty();
    }

    private int rank(CardDefinition card) {
        if (words.isEmpty()) {
            return 0;
        }
        int place = small(card.title()).indexOf(words.getFirst());
        return place == 0 ? 0 : place > 0 ? 1 : 2;
    }

    private static String small(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
