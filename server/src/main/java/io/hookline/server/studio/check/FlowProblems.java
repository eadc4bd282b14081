package io.hookline.server.studio.check;

import io.hookline.flow.flopack.Finding;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.Trigger;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.connection.StoredConnection;
import io.hookline.server.studio.flow.FlowRegistry;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.table.Tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands between a flow and its work, as the workspace is now. */
public final class FlowProblems {
    private final FlowRegistry flows;
    private final Tables tables;
    private final Connections connections;
    private final CardReview cards;

    public FlowProblems(
            FlowRegistry flows, Tables tables, Connections connections, CardReview cards) {
        this.flows = flows;
        this.tables = tables;
        this.connections = connections;
        this.cards = cards;
    }

    /** Everything that keeps the flow, or a part of it, from working. */
    public List<Finding> of(FlowRow flow) {
        List<Finding> problems = new ArrayList<>();
        flow.uses().forEach(use -> missing(flow, use).ifPresent(problems::add));
        problems.addAll(notes(flow));
        problems.addAll(review(flow));
        return problems;
    }

    /** Whether a service stands in for the connector of a card that is not installed. */
    private boolean isAnswered(FlowRow flow, Use use) {
        return use.kind() == Use.Kind.CARD
                && flow.uses(Use.Kind.CONNECTION)
                        .flatMap(other -> connections.stored(other.target()).stream())
                        .filter(StoredConnection::standIn)
                        .anyMatch(connection ->
                                use.target().startsWith(connection.connector() + "."));
    }

    /** What its cards, links and calls have that can make it fail or keep it from starting. */
    public List<Finding> review(FlowRow flow) {
        return flows.byVersion(flow.id(), flow.version())
                .map(published -> cards.review(published.flow(), this::helper))
                .orElse(List.of());
    }

    private Optional<Flow> helper(String id) {
        return flows.byId(id).map(PublishedFlow::flow);
    }

    /** What holds for the flow whatever the workspace has. */
    public static List<Finding> notes(FlowRow flow) {
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

    /** What is wrong with one thing that a flow needs. */
    public Optional<Finding> missing(FlowRow flow, Use use) {
        return isEventCard(flow, use) || isAnswered(flow, use) ? Optional.empty() : missing(use);
    }

    /**
     * An event card never runs and connects to nothing: whether its events come is for the review
     * to tell.
     */
    private boolean isEventCard(FlowRow flow, Use use) {
        return (use.kind() == Use.Kind.CARD || use.kind() == Use.Kind.UNCONNECTED)
                && flow.type() == Trigger.EVENT
                && flows.byVersion(flow.id(), flow.version())
                        .map(published -> published.flow().cards().getFirst())
                        .filter(card -> card.uuid().equals(use.card()))
                        .isPresent();
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
            case CONNECTION -> connection(use);
            case UNCONNECTED ->
                    finding(
                            use,
                            "connection",
                            "The card " + use.target() + " needs a connection; choose one.");
            case CARD ->
                    cards.effect(use.target()).isPresent()
                            ? Optional.empty()
                            : finding(
                                    use,
                                    "",
                                    "The card "
                                            + use.target()
                                            + " is not part of this installation; the flow fails"
                                            + " when it gets there.");
        };
    }

    private Optional<Finding> connection(Use use) {
        Optional<StoredConnection> connection = connections.stored(use.target());
        if (connection.isEmpty()) {
            return finding(use, "connection", "The connection is not here; choose another.");
        }
        return connection.get().filled()
                ? Optional.empty()
                : Optional.of(toFill(use, connection.get()));
    }

    private static Finding toFill(Use use, StoredConnection connection) {
        return new Finding(
                use.card(),
                "connection",
                connection.name(),
                "The connection \""
                        + connection.name()
                        + "\" to "
                        + connection.connector()
                        + " is empty; enter how to reach and sign in to it.");
    }

    private static Optional<Finding> finding(Use use, String field, String message) {
        return Optional.of(new Finding(use.card(), field, use.target(), message));
    }
}
