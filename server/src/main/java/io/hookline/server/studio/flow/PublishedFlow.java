package io.hookline.server.studio.flow;

import io.hookline.flow.card.Secret;
import io.hookline.flow.model.Flow;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * One version of a flow with its settings.
 *
 * @param id the flow's id
 * @param name its name
 * @param version counted from 1
 * @param flow what runs
 * @param mode whether it runs
 * @param saveData whether history keeps inputs and outputs
 * @param security who may call its endpoint
 * @param alias the public name of its endpoint; empty when it has none
 * @param clientToken the token of its endpoint; empty when it has none
 * @param oneExecutionPerEvent whether each event of an event hook envelope is an execution of its
 *     own
 * @param signingSecret of the Slack app that calls its endpoint; empty unless its calls are signed
 */
public record PublishedFlow(
        String id,
        String name,
        int version,
        Flow flow,
        FlowMode mode,
        boolean saveData,
        SecurityLevel security,
        Optional<String> alias,
        Optional<Secret> clientToken,
        boolean oneExecutionPerEvent,
        Optional<Secret> signingSecret) {

    /** A flow that takes an event hook envelope as one execution, and whose calls nobody signs. */
    public PublishedFlow(
            String id,
            String name,
            int version,
            Flow flow,
            FlowMode mode,
            boolean saveData,
            SecurityLevel security,
            Optional<String> alias,
            Optional<Secret> clientToken) {
        this(
                id,
                name,
                version,
                flow,
                mode,
                saveData,
                security,
                alias,
                clientToken,
                false,
                Optional.empty());
    }

    /** Whether a flow runs. */
    public enum FlowMode {
        OFF,
        OBSERVE,
        ON;

        /** As the API names it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who may call an endpoint ({@code docs/reference/api-endpoint.md#security-levels}). */
    public enum SecurityLevel {
        /** Anyone who knows the alias; takes effect only when an editor confirmed it. */
        OPEN("open", "open"),
        /** Callers with the client token. */
        CLIENT_TOKEN("clientToken", "medium"),
        /** Callers with an OAuth 2.0 bearer token. */
        OAUTH("oauth", "high"),
        /**
         * Calls that Slack signs. No file has a word for it: elsewhere the flow needs its client
         * token, as where its signing secret is unknown.
         */
        SLACK("slackSignature", "medium");

        private final String word;
        private final String fileWord;

        SecurityLevel(String word, String fileWord) {
            this.word = word;
            this.fileWord = fileWord;
        }

        /** As the API names it. */
        public String word() {
            return word;
        }

        /** As files name it. */
        String fileWord() {
            return fileWord;
        }

        /** By the word of the API or that of files. */
        public static Optional<SecurityLevel> ofWord(String word) {
            return Arrays.stream(values())
                    .filter(level -> level.word.equals(word) || level.fileWord.equals(word))
                    .findFirst();
        }

        static Optional<SecurityLevel> ofFileWord(String word) {
            return Arrays.stream(values()).filter(level -> level.fileWord.equals(word)).findFirst();
        }
    }
}
