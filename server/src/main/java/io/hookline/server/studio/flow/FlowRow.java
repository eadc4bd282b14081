package io.hookline.server.studio.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.flopack.FlowOutline;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.model.Trigger;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A flow without its cards.
 *
 * @param place among all flows, by age
 * @param alias the public name of its endpoint
 * @param version of the current document
 * @param revision counts every change that the document shows
 * @param contents what the current document holds
 */
public record FlowRow(
        long place,
        String id,
        FlowSettings settings,
        FlowMode mode,
        Optional<String> alias,
        Optional<Secret> clientToken,
        int version,
        int revision,
        Contents contents) {

    /**
     * What is known of a document beside its cards.
     *
     * @param type what starts the flow
     * @param findings what its author should know
     * @param uses what it needs
     */
    public record Contents(Trigger type, List<Finding> findings, List<Use> uses) {
        public Contents {
            findings = List.copyOf(findings);
            uses = List.copyOf(uses);
        }

        static Contents of(Trigger type, FlowOutline outline) {
            return new Contents(type, outline.findings(), outline.uses());
        }
    }

    public String folder() {
        return settings.folder();
    }

    public String name() {
        return settings.name();
    }

    public String description() {
        return settings.description();
    }

    public boolean saveData() {
        return settings.saveData();
    }

    public SecurityLevel security() {
        return settings.security();
    }

    public boolean oneExecutionPerEvent() {
        return settings.oneExecutionPerEvent();
    }

    public Trigger type() {
        return contents.type();
    }

    public boolean isEndpoint() {
        return type() == Trigger.ENDPOINT;
    }

    /** Whether the document asks for an open endpoint that nobody confirmed. */
    public boolean isOpenUnconfirmed() {
        return isEndpoint() && settings.isOpenUnconfirmed();
    }

    public List<Use> uses() {
        return contents.uses();
    }

    public Stream<Use> uses(Use.Kind kind) {
        return contents.uses().stream().filter(use -> use.kind() == kind);
    }

    /** The same flow, switched. */
    FlowRow switched(FlowMode to, boolean saves) {
        return with(
                settings.withSaveData(saves),
                to,
                version,
                saves == saveData() ? revision : revision + 1,
                contents);
    }

    /** The same flow with other settings. */
    FlowRow changed(FlowChange change) {
        FlowSettings changed = settings.with(change);
        return with(
                changed,
                mode,
                version,
                changed.equalsForDocument(settings) ? revision : revision + 1,
                contents);
    }

    /** The same flow with the next version of its document, whose settings it takes over. */
    FlowRow saved(ObjectNode document, Trigger trigger, FlowOutline outline) {
        return with(
                settings.saved(document),
                mode,
                version + 1,
                revision + 1,
                Contents.of(trigger, outline));
    }

    /** The same flow with its place, which it has from its insertion on. */
    FlowRow at(long newPlace) {
        return new FlowRow(
                newPlace, id, settings, mode, alias, clientToken, version, revision, contents);
    }

    /** The same flow with another client token. */
    FlowRow with(Secret newToken) {
        return new FlowRow(
                place,
                id,
                settings,
                mode,
                alias,
                Optional.of(newToken),
                version,
                revision,
                contents);
    }

    private FlowRow with(
            FlowSettings newSettings,
            FlowMode newMode,
            int newVersion,
            int newRevision,
            Contents newContents) {
        return new FlowRow(
                place,
                id,
                newSettings,
                newMode,
                alias,
                clientToken,
                newVersion,
                newRevision,
                newContents);
    }
}
