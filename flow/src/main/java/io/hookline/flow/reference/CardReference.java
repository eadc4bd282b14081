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
    private final Map<String, Page> pages;

    /**
     * A page of its own for the cards of one category.
     *
     * @param file its name in the folder {@code connectors}, without ending
     * @param note what it says before the cards
     */
    public record Page(String file, String note) {}

    public CardReference(CardCatalog catalog) {
        this(catalog, Map.of());
    }

    /**
     * @param pages the categories that have pages of their own
     */
    public CardReference(CardCatalog catalog, Map<String, Page> pages) {
        this.pages = Map.copyOf(pages);
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

    private Map<String, List<CardDefinition>> categories() {
        return cards.stream()
                .collect(
                        Collectors.groupingBy(
                                CardDefinition::category,
                                () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER),
                                Collectors.toList()));
    }

    /** The pages of categories that have their own, by file. */
    public Map<String, String> pages() {
        Map<String, String> made = new TreeMap<>();
        categories()
                .forEach((category, members) -> {
                    Page its = pages.get(category);
                    if (its != null) {
                        made.put(its.file(), page(category, its, members));
                    }
                });
        return made;
    }

    private static String page(String category, Page its, List<CardDefinition> members) {
        StringBuilder page = new StringBuilder("# ").append(category);
        page.append("\n\nMade from its connector file; do not edit.\n\n")
                .append(its.note())
                .append("\n\n| card | | effect |\n| --- | --- | --- |\n");
        members.forEach(card ->
                page.append("| ")
                        .append(card.title())
                        .append(" | ")
                        .append(card.help().replace("|", "\\|"))
                        .append(" | `")
                        .append(card.effect())
                        .append("` |\n"));
        page.append("\n## Cards\n");
        members.forEach(card -> new CardSection(page, card).write());
        return page.toString();
    }

    /** One page with a section for each category that has no page of its own. */
    public String markdown() {
        Map<String, List<CardDefinition>> categories = categories();
        StringBuilder page =
                new StringBuilder(
                        """
                        # Cards

                        Made from the declarations in the code; do not edit.

                        A star marks inputs that must not be blank. *Your own* fields are those that you add to a card.
                        Categories with a link have a page of their own. The same content for programs is in [cards.json](cards.json) and at `GET /api/hookline/v1/cards`.

                        | category | cards |
                        | --- | --- |
                        """);
        categories.forEach((category, members) ->
                page.append("| ")
                        .append(linked(category))
                        .append(" | ")
                        .append(
                                members.stream()
                                        .map(CardDefinition::title)
                                        .sorted(String.CASE_INSENSITIVE_ORDER)
                                        .collect(Collectors.joining(", ")))
                        .append(" |\n"));
        categories.forEach((category, members) -> {
            if (pages.containsKey(category)) {
                return;
            }
            page.append("\n## ").append(category).append('\n');
            members.forEach(card -> new CardSection(page, card).write());
        });
        return page.toString();
    }

    private String linked(String category) {
        Page its = pages.get(category);
        return its == null ? category : "[" + category + "](connectors/" + its.file() + ".md)";
    }
}
