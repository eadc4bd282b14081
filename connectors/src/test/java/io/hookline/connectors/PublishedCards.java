package io.hookline.connectors;

import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The published function cards beside ours, as a page. */
final class PublishedCards {
    /** What is known of a published card, and where from. */
    enum Evidence {
        FILES("published files", "id and fields are those of published files"),
        PAGE("published page", "a published page describes it; the id follows from its name"),
        DESCRIBED(
                "description",
                "the reference of a product that is modelled on these cards describes it; where the"
                        + " original's id or keys are not published, they are chosen in the same"
                        + " style"),
        INNER(
                "left out",
                "occurs while a connector is made, never in a flow, or could not be established;"
                        + " left out");

        private final String word;
        private final String meaning;

        Evidence(String word, String meaning) {
            this.word = word;
            this.meaning = meaning;
        }
    }

    /**
     * A published card.
     *
     * @param id its id; empty when none could be established
     * @param since the version of ours that has it; empty when it is missing
     * @param differences from the original, as far as known
     */
    record Published(
            String category,
            String title,
            Optional<String> id,
            Evidence evidence,
            Optional<String> since,
            String differences) {
        static Published of(String line) {
            List<String> parts = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            return new Published(
                    parts.get(0),
                    parts.get(1),
                    Optional.of(parts.get(2)).filter(id -> !id.equals("?")),
                    Evidence.valueOf(parts.get(3).toUpperCase(Locale.ROOT)),
                    Optional.of(parts.get(4)).filter(since -> !since.equals("-")),
                    parts.get(5));
        }
    }

    private final List<Published> cards;
    private final CardCatalog catalog;

    PublishedCards(CardCatalog catalog) {
        this.catalog = catalog;
        try (var in = PublishedCards.class.getResourceAsStream("published-cards.txt")) {
            this.cards =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(Published::of)
                            .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<Published> cards() {
        return cards;
    }

    /** Function cards of ours that no published card is. */
    List<CardDefinition> own() {
        Set<String> published = new LinkedHashSet<>();
        cards.forEach(card ->
                card.id().flatMap(catalog::find).ifPresent(ours -> published.add(ours.id())));
        return catalog.cards().stream()
                .filter(card -> isFunction(card) && !card.hidden())
                .filter(card -> !published.contains(card.id()))
                .toList();
    }

    /** Cards of the engine, of tables and of files, as opposed to those of other systems. */
    private static boolean isFunction(CardDefinition card) {
        boolean kernel =
                CardAddress.parse(card.address())
                        .filter(address -> !address.ofConnector())
                        .isPresent();
        return kernel || Set.of("stash", "filefunctions", "httpfunctions").contains(card.module());
    }

    String page() {
        var page = new StringBuilder();
        page.append("# Published function cards\n\n");
        page.append(
                "Made from a list of the original's function cards and from our declarations; do"
                        + " not");
        page.append(" edit.\n\n");
        long here = cards.stream().filter(card -> card.since().isPresent()).count();
        long left = cards.stream().filter(card -> card.evidence() == Evidence.INNER).count();
        page.append("Of ").append(cards.size() - left).append(" cards that flows can have, ");
        page.append(here)
                .append(" are here. Further ones may exist, above all for texts and lists.");
        page.append(
                "\n"
                    + "Where a difference says *chosen*, nothing is published, and this is what we"
                    + " do.\n");
        page.append("\n| known from | meaning |\n| --- | --- |\n");
        for (Evidence evidence : Evidence.values()) {
            row(page, evidence.word, evidence.meaning);
        }
        Map<String, List<Published>> byCategory = new LinkedHashMap<>();
        cards.forEach(card ->
                byCategory
                        .computeIfAbsent(card.category(), category -> new ArrayList<>())
                        .add(card));
        byCategory.forEach((category, listed) -> {
            page.append("\n## ").append(category).append("\n\n");
            page.append("| card | id | known from | here since | differences |\n");
            page.append("| --- | --- | --- | --- | --- |\n");
            listed.forEach(card ->
                    row(
                            page,
                            card.title(),
                            card.id().map(id -> "`" + id + "`").orElse(""),
                            card.evidence().word,
                            card.since().orElse(card.evidence() == Evidence.INNER ? "" : "missing"),
                            card.differences()));
        });
        page.append("\n## Our own\n\nThese have ids that no published card is known to have.\n\n");
        page.append("| card | id |\n| --- | --- |\n");
        own().forEach(card -> row(page, card.title(), "`" + card.id() + "`"));
        return page.toString();
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
