package io.hookline.flow.engine;

import io.hookline.compute.Turn;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.Effect;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.ErrorPolicy;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Output;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds what can make a flow fail before it runs: inputs, outputs, links and calls. */
public final class FlowReview {
    private final CardCatalog catalog;
    private final Function<String, Optional<Flow>> helpers;
    private final List<Finding> findings = new ArrayList<>();

    private FlowReview(CardCatalog catalog, Function<String, Optional<Flow>> helpers) {
        this.catalog = catalog;
        this.helpers = helpers;
    }

    /**
     * What was found, card by card, nested flows included.
     *
     * @param helpers the flow of that id; empty when there is none
     */
    public static List<Finding> of(
            Flow flow, CardCatalog catalog, Function<String, Optional<Flow>> helpers) {
        var review = new FlowReview(catalog, helpers);
        review.flow(flow);
        review.findings.addAll(AsyncCircles.of(flow, helpers));
        return List.copyOf(review.findings);
    }

    private void flow(Flow flow) {
        LinkReview links = new LinkReview(flow, catalog, findings::add);
        HelperReview calls = new HelperReview(flow, catalog, helpers, findings::add);
        for (FlowCard card : flow.cards()) {
            Turn.check();
            Optional<CardDefinition> definition = catalog.find(card.id());
            boolean begins = card.index() == 0;
            if (!begins || definition.filter(FlowReview::hasChoices).isPresent()) {
                new InputReview(card, definition, findings::add).review();
            }
            card.inputs().forEach(input -> links.review(card, input));
            if (!begins) {
                definition.ifPresent(
                        found -> new OutputReview(card, found, findings::add).review());
            }
            calls.review(card);
            approval(card, definition);
            card.inputs().forEach(input -> input.body().ifPresent(this::flow));
            if (card.policy().then() instanceof ErrorPolicy.Handle handle) {
                flow(handle.flow());
            }
        }
    }

    /** The switch that asks for an approval, where there is something to approve. */
    private void approval(FlowCard card, Optional<CardDefinition> definition) {
        card.approval()
                .ifPresent(demand -> {
                    for (String mistake : demand.mistakes()) {
                        findings.add(
                                new Finding(
                                        card.uuid(),
                                        "approval",
                                        "",
                                        "The setting \"approval\" is not understood: "
                                                + mistake
                                                + ". The usual stands in its place, and the card"
                                                + " still asks."));
                    }
                    definition
                            .filter(found -> found.effect() != Effect.DESTRUCTIVE)
                            .ifPresent(found ->
                                    findings.add(
                                            new Finding(
                                                    card.uuid(),
                                                    "approval",
                                                    "",
                                                    "The card destroys nothing, so nobody is asked"
                                                            + " to approve it. Remove the setting"
                                                            + " \"approval\", or put a card Ask for"
                                                            + " Approval before it.")));
                });
    }

    /** Of cards that start flows only the options of event cards are typed in. */
    private static boolean hasChoices(CardDefinition card) {
        return card.connector().isPresent();
    }

    /** Group and key, as programs name a field. */
    static String name(Input input) {
        return name(input.group(), input.key());
    }

    static String name(Output output) {
        return name(output.group(), output.key());
    }

    private static String name(String group, String key) {
        return group.isEmpty() ? key : group + "." + key;
    }

    /** What people call an input; what the editor made has no name. */
    static String called(Input input) {
        return input.hidden()
                ? "A value that a block of the card uses"
                : "The input \"" + input.label() + "\"";
    }

    /** What people call an output: of a part that the editor took, where it lies. */
    static String called(Output output) {
        if (output.hidden()) {
            return "from outside of the block";
        }
        String name = output.path().isEmpty() ? output.key() : String.join(".", output.path());
        return "\"" + name + "\"";
    }
}
