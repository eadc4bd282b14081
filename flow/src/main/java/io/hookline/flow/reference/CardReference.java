package io.hookline.flow.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All cards of an installation, for the folder {@code docs/reference}. */
public final class CardReference {
    private final List<CardDefinition> cards;
    private final Map<String, String> notes;

    public CardReference(CardCatalog catalog) {
        this(catalog, Map.of());
    }

    /**
     * @param notes what the page says of categories before their cards
     */
    public CardReference(CardCatalog catalog, Map<String, String> notes) {
        this.notes = Map.copyOf(notes);
        this.cards =
                catalog.cards().stream().sorted(Comparator.comparing(CardDefinition::id)).toList();
    }

    /** What the API answers when asked for all cards, by id. */
    public String json() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        cards.forEach(card -> list.add(CardDescription.of(card)));
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(list)
                    + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a reference is plain JSON", impossible);
        }
    }

    /** One page with a section for each category. */
    public String markdown() {
        Map<String, List<CardDefinition>> categories =
                cards.stream()
                        .collect(
                                Collectors.groupingBy(
                                        CardDefinition::category,
                                        () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER),
                                        Collectors.toList()));
        StringBuilder page =
                new StringBuilder(
                        """
                        # Cards

                        Made from the declarations in the code; do not edit.

                        A star marks inputs that must not be blank. *Your own* fields are those that you add to a card.
                        The same content for programs is in [cards.json](cards.json) and at `GET /api/hookline/v1/cards`.

                        | category | cards |
                        | --- | --- |
                        """);
        categories.forEach((category, members) ->
                page.append("| ")
                        .append(category)
                        .append(" | ")
                        .append(
                                members.stream()
                                        .map(CardDefinition::title)
                                        .sorted(String.CASE_INSENSITIVE_ORDER)
                                        .collect(Collectors.joining(", ")))
                        .append(" |\n"));
        categories.forEach((category, members) -> {
            page.append("\n## ").append(category).append('\n');
            if (notes.containsKey(category)) {
                page.append('\n').append(notes.get(category)).append('\n');
            }
            members.forEach(card -> new CardSection(page, card).write());
        });
        return page.toString();
    }
}
