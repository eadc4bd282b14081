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
 * A flow as the workspace knows it, without its cards.
 *
 * @param seq its place among all flows
 * @param type what starts it
 * @param level the word of the file for its security level
 * @param openConfirmed whether an editor said that anyone may call it
 * @param oneExecutionPerEvent whether each event of an event hook envelope is an execution of its
 *     own
 * @param version of the current document
 * @param revision counts every change that the document shows
 * @param findings what its author should know of the current document
 * @param uses what the current document needs
 */
public record FlowRow(
        long seq,
        String id,
        String folder,
        String name,
        String description,
        Trigger type,
        FlowMode mode,
        boolean saveData,
        Optional<String> level,
        boolean openConfirmed,
        Optional<String> alias,
        Optional<Secret> clientToken,
        boolean oneExecutionPerEvent,
        int version,
        int revision,
        List<Finding> findings,
        List<Use> uses) {
    public FlowRow {
        findings = List.copyOf(findings);
        uses = List.copyOf(uses);
    }

    public boolean isEndpoint() {
        return type == Trigger.ENDPOINT;
    }

    /** Who may call it: {@code open} counts only when it was confirmed. */
    public SecurityLevel security() {
        return switch (level.orElse("")) {
            case "open" -> openConfirmed ? SecurityLevel.OPEN : SecurityLevel.CLIENT_TOKEN;
            case "high" -> SecurityLevel.OAUTH;
            default -> SecurityLevel.CLIENT_TOKEN;
        };
    }

    /** Whether the document asks for an open endpoint that nobody confirmed. */
    boolean isOpenUnconfirmed() {
        return isEndpoint() && level.filter("open"::equals).isPresent() && !openConfirmed;
    }

    public Stream<Use> uses(Use.Kind kind) {
        return uses.stream().filter(use -> use.kind() == kind);
    }

    /** The same flow, switched. */
    FlowRow switched(FlowMode to, boolean saves) {
        return new FlowRow(
                seq,
                id,
                folder,
                name,
                description,
                type,
                to,
                saves,
                level,
                openConfirmed,
                alias,
                clientToken,
                oneExecutionPerEvent,
                version,
                saves == saveData ? revision : revision + 1,
                findings,
                uses);
    }

    /**
     * The same flow with other settings.
     *
     * @param security empty to leave the level as it is; {@code OPEN} also confirms it
     */
    FlowRow with(
            String newName,
            String newDescription,
            String newFolder,
            boolean saves,
            Optional<SecurityLevel> security) {
        boolean chosen = security.filter(wanted -> wanted != security()).isPresent();
        FlowRow changed =
                new FlowRow(
                        seq,
                        id,
                        newFolder,
                        newName,
                        newDescription,
                        type,
                        mode,
                        saves,
                        chosen ? security.map(SecurityWords::file) : level,
                        chosen ? security.get() == SecurityLevel.OPEN : openConfirmed,
                        alias,
                        clientToken,
                        oneExecutionPerEvent,
                        version,
                        revision + 1,
                        findings,
                        uses);
        return changed.sameSettings(this) ? this : changed;
    }

    /** The same flow that takes event hook envelopes whole or not; no document shows it. */
    FlowRow perEvent(boolean eachEvent) {
        return eachEvent == oneExecutionPerEvent
                ? this
                : new FlowRow(
                        seq,
                        id,
                        folder,
                        name,
                        description,
                        type,
                        mode,
                        saveData,
                        level,
                        openConfirmed,
                        alias,
                        clientToken,
                        eachEvent,
                        version,
                        revision,
                        findings,
                        uses);
    }

    private boolean sameSettings(FlowRow other) {
        return folder.equals(other.folder)
                && name.equals(other.name)
                && description.equals(other.description)
                && saveData == other.saveData
                && level.equals(other.level)
                && openConfirmed == other.openConfirmed;
    }

    /** The same flow with the next version of its document, whose settings it takes over. */
    FlowRow saved(ObjectNode document, Trigger trigger, FlowOutline outline) {
        Optional<String> asked = NewFlows.level(document);
        return new FlowRow(
                seq,
                id,
                folder,
                document.get("name").textValue(),
                document.path("description").asText(""),
                trigger,
                mode,
                document.get("data").path("log").asBoolean(true),
                asked,
                openConfirmed && asked.equals(level),
                alias,
                clientToken,
                oneExecutionPerEvent,
                version + 1,
                revision + 1,
                outline.findings(),
                outline.uses());
    }
}
