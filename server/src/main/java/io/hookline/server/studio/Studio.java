package io.hookline.server.studio;

import io.hookline.flow.model.Trigger;
import io.hookline.server.studio.check.CardReview;
import io.hookline.server.studio.check.FlowEffects;
import io.hookline.server.studio.check.FlowProblems;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.flow.FlowRegistry;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.FlowSource;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.studio.folder.Folder;
import io.hookline.server.studio.transfer.Imports;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What other features ask of the studio, and the checks that need to know the cards. */
public final class Studio {
    private final Workspace workspace;
    private final FlowRegistry flows;
    private final FlowProblems problems;
    private final FlowEffects effects;
    private final Imports imports;

    /**
     * @param cards which cards this installation has, and what they can do
     */
    public Studio(Workspace workspace, CardReview cards) {
        this.workspace = workspace;
        this.flows = workspace.registry();
        Connections connections = workspace.connections();
        this.problems =
                new FlowProblems(flows, workspace.tables(), connections, workspace.brakes(), cards);
        this.effects = new FlowEffects(flows, connections, cards);
        this.imports = workspace.imports(problems);
    }

    /** Flows for what runs them. */
    public FlowSource flows() {
        return flows;
    }

    /** Connections for what uses them. */
    public Connections connections() {
        return workspace.connections();
    }

    /** Scheduled flows that are on. */
    public List<PublishedFlow> scheduled() {
        return startedBy(Trigger.SCHEDULED);
    }

    /** Flows with an event card that are on. */
    public List<PublishedFlow> fedByEvents() {
        return startedBy(Trigger.EVENT);
    }

    private List<PublishedFlow> startedBy(Trigger trigger) {
        return flows.rows().stream()
                .filter(row -> row.type() == trigger && row.mode() != FlowMode.OFF)
                .flatMap(row -> flows.byId(row.id()).stream())
                .toList();
    }

    /** Whether there is a folder of that id. */
    public boolean hasFolder(String id) {
        return workspace.folders().all().containsKey(id);
    }

    /** Whether a folder holds a flow, however deep. */
    public boolean holds(String folder, String flow) {
        Map<String, Folder> all = workspace.folders().all();
        Optional<String> place = flows.row(flow).map(FlowRow::folder);
        while (place.isPresent() && !place.get().equals(folder)) {
            place = Optional.ofNullable(all.get(place.get())).flatMap(Folder::parentId);
        }
        return place.isPresent();
    }

    /** What is stored, for the studio's own routes. */
    public Workspace workspace() {
        return workspace;
    }

    public FlowProblems problems() {
        return problems;
    }

    public FlowEffects effects() {
        return effects;
    }

    public Imports imports() {
        return imports;
    }
}
