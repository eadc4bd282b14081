package io.hookline.server.studio.flow;

import io.hookline.flow.card.Secret;
import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;

import java.util.Optional;

/**
 * What a person says about a flow; what is empty stays.
 *
 * @param folder the id of the folder that it lies in
 * @param security {@code OPEN} also confirms that anyone may call it
 * @param signingSecret of the Slack app whose calls are taken
 */
public record FlowChange(
        Optional<String> name,
        Optional<String> description,
        Optional<String> folder,
        Optional<Boolean> saveData,
        Optional<SecurityLevel> security,
        Optional<Boolean> oneExecutionPerEvent,
        Optional<Secret> signingSecret) {

    /** What may be said of a new flow beside its document. */
    public static FlowChange ofNew(
            Optional<SecurityLevel> security, Optional<Secret> signingSecret, boolean perEvent) {
        return new FlowChange(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                security,
                Optional.of(perEvent),
                signingSecret);
    }
}
