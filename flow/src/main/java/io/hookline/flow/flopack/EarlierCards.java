package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Cards of ours whose address has a published card now. Documents that were saved or exported
 * before hold the old address; the fields of the card tell which of both is meant, because the two
 * never have the same ones. Every document is renamed when it is read, so that everywhere else an
 * address means one card.
 */
public final class EarlierCards {
    /**
     * A card that moved away.
     *
     * @param before its former id, which is that of a published card now
     * @param now its id
     * @param ours whether a card with the former id is ours, by its fields
     */
    record Move(String before, String now, Predicate<CardJson> ours) {}

    private static final List<Move> MOVES =
            List.of(
                    new Move("list.sort", "list.sortInOrder", card -> !takes(card, "flo")),
                    new Move("list.unique", "list.uniqueItems", card -> !takes(card, "flo")),
                    new Move(
                            "list.groupBy",
                            "list.groupObjects",
                            card -> gives(card, "output") || givesOther(card, "groups", "object")),
                    new Move(
                            "object.filter",
                            "object.filterBy",
                            card -> takes(card, "operator") || takes(card, "comparison")),
                    new Move(
                            "url.parse",
                            "url.parts",
                            card ->
                                    gives(card, "search")
                                            || gives(card, "hash")
                                            || gives(card, "origin")
                                            || givesOther(card, "query", "string")),
                    // Its audience and issuer are checked; the published card has them in a group.
                    new Move(
                            "jwt.verify",
                            "jwt.check",
                            card ->
                                    takes(card, "algorithm")
                                            || takes(card, "audience")
                                            || takes(card, "issuer")
                                            || gives(card, "valid")));

    private EarlierCards() {}

    /** The present id of a card of ours that once had this id, which another card has now. */
    public static Optional<String> movedFrom(String id) {
        return MOVES.stream().filter(move -> move.before.equals(id)).map(Move::now).findFirst();
    }

    /** Gives cards of ours the addresses that they have now; in nested flows too. */
    static ObjectNode renamed(ObjectNode flow) {
        FlowJson.of(flow).visit(EarlierCards::rename);
        return flow;
    }

    private static void rename(CardJson card) {
        if (card.isConnector()) {
            return;
        }
        String id = card.id();
        for (Move move : MOVES) {
            if (move.before.equals(id) && move.ours.test(card)) {
                card.rename(move.now.substring(move.now.indexOf('.') + 1));
            }
        }
    }

    private static boolean takes(CardJson card, String key) {
        return card.input("", key).isPresent();
    }

    private static boolean gives(CardJson card, String key) {
        return card.outputs().stream().anyMatch(field -> field.is("", key));
    }

    /** Whether it has that output, and not as one value of that type. */
    private static boolean givesOther(CardJson card, String key, String type) {
        return card.outputs().stream()
                .filter(field -> field.is("", key))
                .anyMatch(field -> field.isList() || !field.type().equals(type));
    }
}
