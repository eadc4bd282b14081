package io.hookline.server.studio.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;

import java.util.Optional;

/**
 * What people set of a flow. A document that is shown or exported says all of it but {@code
 * openConfirmed}, {@code oneExecutionPerEvent} and {@code signingSecret}.
 *
 * @param folder the id of the folder that it lies in
 * @param saveData whether history keeps inputs and outputs
 * @param level the word of the file for its security level
 * @param openConfirmed whether an editor said that anyone may call it
 * @param oneExecutionPerEvent whether each event of an event hook envelope is an execution of its
 *     own
 * @param signingSecret of the Slack app whose calls alone are taken; empty unless calls are signed
 */
public record FlowSettings(
        String folder,
        String name,
        String description,
        boolean saveData,
        Optional<String> level,
        boolean openConfirmed,
        boolean oneExecutionPerEvent,
        Optional<Secret> signingSecret) {
    private static final String SAVE_DATA = "log";
    private static final String LEVEL = "security_level";
    private static final String FOLDER = "group";

    /** Those of a document that has just come. */
    static FlowSettings of(ObjectNode document, String folder) {
        return new FlowSettings(
                folder,
                document.get("name").textValue(),
                document.path("description").asText(""),
                document.get("data").path(SAVE_DATA).asBoolean(true),
                level(document),
                false,
                false,
                Optional.empty());
    }

    /** These, with what a new document of the same flow says. */
    FlowSettings saved(ObjectNode document) {
        FlowSettings said = of(document, folder);
        return new FlowSettings(
                folder,
                said.name,
                said.description,
                said.saveData,
                said.level,
                openConfirmed && said.level.equals(level),
                oneExecutionPerEvent,
                signingSecret);
    }

    /**
     * These, with what a person says.
     *
     * @throws Refusal.Invalid when calls are to be signed with no secret, or a secret has no use
     */
    FlowSettings with(FlowChange change) {
        Optional<SecurityLevel> other = change.security().filter(wanted -> wanted != security());
        return new FlowSettings(
                change.folder().orElse(folder),
                change.name().orElse(name),
                change.description().orElse(description),
                change.saveData().orElse(saveData),
                other.isPresent() ? other.map(SecurityLevel::fileWord) : level,
                other.map(wanted -> wanted == SecurityLevel.OPEN).orElse(openConfirmed),
                change.oneExecutionPerEvent().orElse(oneExecutionPerEvent),
                signingSecret(change));
    }

    private Optional<Secret> signingSecret(FlowChange change) {
        boolean signed = change.security().orElse(security()) == SecurityLevel.SLACK;
        if (!signed && change.signingSecret().isPresent()) {
            throw new Refusal.Invalid(
                    "signingSecret",
                    "only an endpoint with the securityLevel slackSignature has one; set both.");
        }
        Optional<Secret> secret = change.signingSecret().or(() -> signingSecret);
        if (signed && secret.isEmpty()) {
            throw new Refusal.Invalid(
                    "signingSecret",
                    "expected the Signing Secret of the Slack app, which stands under Basic"
                            + " Information of its settings: without it nobody could call the"
                            + " endpoint.");
        }
        return signed ? secret : Optional.empty();
    }

    FlowSettings withSaveData(boolean saves) {
        return new FlowSettings(
                folder,
                name,
                description,
                saves,
                level,
                openConfirmed,
                oneExecutionPerEvent,
                signingSecret);
    }

    /** Whether nothing is different that a document could say. */
    boolean equalsForDocument(FlowSettings other) {
        return folder.equals(other.folder)
                && name.equals(other.name)
                && description.equals(other.description)
                && saveData == other.saveData
                && level.equals(other.level)
                && openConfirmed == other.openConfirmed;
    }

    /** Who may call it: {@code open} counts only when it was confirmed. */
    public SecurityLevel security() {
        if (signingSecret.isPresent()) {
            return SecurityLevel.SLACK;
        }
        SecurityLevel said =
                level.flatMap(SecurityLevel::ofFileWord).orElse(SecurityLevel.CLIENT_TOKEN);
        return said == SecurityLevel.OPEN && !openConfirmed ? SecurityLevel.CLIENT_TOKEN : said;
    }

    /** Whether the document asks for an open endpoint that nobody confirmed. */
    boolean isOpenUnconfirmed() {
        return level.flatMap(SecurityLevel::ofFileWord)
                        .filter(said -> said == SecurityLevel.OPEN)
                        .isPresent()
                && !openConfirmed
                && signingSecret.isEmpty();
    }

    /** Makes a stored document say these; what says the same already stays as it was written. */
    public void showIn(ObjectNode document) {
        ((ObjectNode) document.get("data")).put(FOLDER, folder);
        showButFolderIn(document);
    }

    /** As {@link #showIn}, for a document that keeps the folder that it names, or none. */
    public void showButFolderIn(ObjectNode document) {
        document.put("name", name);
        if (!description.equals(document.path("description").asText(""))) {
            document.put("description", description);
        }
        ObjectNode data = (ObjectNode) document.get("data");
        if (saveData != data.path(SAVE_DATA).asBoolean(true)) {
            data.put(SAVE_DATA, saveData);
        }
        if (!level.equals(level(document))) {
            data.put(LEVEL, level.orElse(null));
        }
    }

    /** Makes a document say of its settings what another one says. */
    static void copy(ObjectNode from, ObjectNode to) {
        copy(from, to, "name", "description");
        copy((ObjectNode) from.get("data"), (ObjectNode) to.get("data"), FOLDER, SAVE_DATA, LEVEL);
    }

    /** Makes a document name the folder that another one names, which may be none. */
    static void copyFolder(ObjectNode from, ObjectNode to) {
        copy((ObjectNode) from.get("data"), (ObjectNode) to.get("data"), FOLDER);
    }

    private static void copy(ObjectNode from, ObjectNode to, String... keys) {
        for (String key : keys) {
            if (from.has(key)) {
                to.set(key, from.get(key));
            } else {
                to.remove(key);
            }
        }
    }

    private static Optional<String> level(ObjectNode document) {
        return Optional.ofNullable(document.get("data").path(LEVEL).textValue());
    }
}
