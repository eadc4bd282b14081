package io.hookline.server.studio.check;

import io.hookline.flow.flopack.Finding;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.model.Flow;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.flow.FlowBrakes;
import io.hookline.server.studio.flow.FlowRegistry;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.UnsavedFlow;
import io.hookline.server.studio.table.Tables;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands between a flow and its work, as the workspace is now. */
public final class FlowProblems {
    private final FlowRegistry flows;
    private final Tables tables;
    private final Connections connections;
    private final FlowBrakes brakes;
    private final CardReview cards;

    public FlowProblems(
            FlowRegistry flows,
            Tables tables,
            Connections connections,
            FlowBrakes brakes,
            CardReview cards) {
        this.brakes = brakes;
        this.flows = flows;
        this.tables = tables;
        this.connections = connections;
        this.cards = cards;
    }

    /** Everything that keeps the flow, or a part of it, from working. */
    public List<DocumentProblem> of(FlowRow flow) {
        return DocumentProblem.of(places(flow, List.of()));
    }

    /**
     * The same with its places, to be reported together with those of other flows.
     *
     * @param more what else is known of the flow
     */
    public List<DocumentProblem.Place> places(FlowRow flow, List<Finding> more) {
        List<Finding> found = new ArrayList<>(found(flow, saved(flow)));
        found.addAll(more);
        return placed(flow, found, titles(flow));
    }

    /** What would keep a document from working if it were saved now. */
    public List<DocumentProblem> of(UnsavedFlow unsaved) {
        List<Finding> found = found(unsaved.row(), Optional.of(unsaved.flow()));
        return DocumentProblem.of(placed(unsaved.row(), found, titles(unsaved.flow())));
    }

    private Optional<Flow> saved(FlowRow flow) {
        return flows.byVersion(flow.id(), flow.version()).map(PublishedFlow::flow);
    }

    private static List<DocumentProblem.Place> placed(
            FlowRow flow, List<Finding> found, Map<String, String> titles) {
        return found.stream()
                .map(finding ->
                        new DocumentProblem.Place(
                                flow.id(),
                                flow.name(),
                                titles.getOrDefault(finding.card(), ""),
                                finding))
                .toList();
    }

    /** These findings with the titles of their cards. */
    public List<DocumentProblem> located(FlowRow flow, List<Finding> findings) {
        return DocumentProblem.of(placed(flow, findings, titles(flow)));
    }

    private Map<String, String> titles(FlowRow flow) {
        return saved(flow).map(FlowProblems::titles).orElse(Map.of());
    }

    private static Map<String, String> titles(Flow flow) {
        Map<String, String> titles = new HashMap<>();
        flow.eachCard(card -> titles.put(card.uuid(), card.title()));
        return titles;
    }

    /**
     * What is known of a flow that is not stored yet, before it has connections.
     *
     * @param flow what would run
     * @param more what else is known of it
     */
    public List<DocumentProblem.Place> before(FlowRow row, Flow flow, List<Finding> more) {
        List<Finding> found =
                new ArrayList<>(CardProblems.notInstalled(flow, connections, cards::resolve));
        found.addAll(notes(row));
        found.addAll(more);
        return placed(row, found, titles(flow));
    }

    private List<Finding> found(FlowRow flow, Optional<Flow> published) {
        List<Finding> problems = new ArrayList<>();
        flow.uses().stream()
                .filter(use -> !use.target().equals(flow.id()))
                .forEach(use -> missing(use).ifPresent(problems::add));
        published
                .map(found -> CardProblems.of(found, connections, cards::resolve))
                .ifPresent(problems::addAll);
        problems.addAll(notes(flow));
        brakes.of(flow.id()).map(FlowProblems::braked).ifPresent(problems::add);
        published.map(found -> cards.review(found, this::helper)).ifPresent(problems::addAll);
        return problems;
    }

    private Optional<Flow> helper(String id) {
        return flows.byId(id).map(PublishedFlow::flow);
    }

    /** What holds for the flow whatever the workspace has. */
    private static List<Finding> notes(FlowRow flow) {
        List<Finding> notes = new ArrayList<>(flow.contents().findings());
        if (flow.isOpenUnconfirmed()) {
            notes.add(
                    new Finding(
                            "",
                            "security_level",
                            "open",
                            "The file lets anyone call this endpoint. It requires the client token"
                                    + " until an editor sets the security level to open."));
        }
        return notes;
    }

    /** What a guard rail stopped; it is over when somebody switches the flow on. */
    private static Finding braked(FlowBrakes.Braked braked) {
        String where =
                " with the connection \""
                        + braked.connection()
                        + "\". It was stopped at "
                        + braked.at().truncatedTo(ChronoUnit.SECONDS)
                        + " in execution "
                        + braked.execution()
                        + ". Look at what it did, then switch the flow on again.";
        return new Finding(
                "",
                "mode",
                braked.kind().name(),
                switch (braked.kind()) {
                    case LIMIT ->
                            "The flow only observes since it did as many destructive actions in an"
                                    + " hour as it may"
                                    + where;
                    case OWN_EFFECTS ->
                            "The flow reacted three times to what it did itself" + where;
                });
    }

    private Optional<Finding> missing(Use use) {
        return switch (use.kind()) {
            case FLOW ->
                    flows.row(use.target()).isPresent()
                            ? Optional.empty()
                            : finding(
                                    use,
                                    "flo",
                                    "The helper flow is not here; choose another or import it.");
            case NAMED_FLOW ->
                    flows.row(use.target()).isPresent()
                            ? Optional.empty()
                            : finding(use, "flo", "The flow is not here; choose another.");
            case TABLE ->
                    tables.exists(use.target())
                            ? Optional.empty()
                            : finding(
                                    use,
                                    "parameters.stash",
                                    "The table is not here; choose another.");
            case CARD, CONNECTION, UNCONNECTED -> Optional.empty();
        };
    }

    private static Optional<Finding> finding(Use use, String field, String message) {
        return Optional.of(new Finding(use.card(), field, use.target(), message));
    }
}
