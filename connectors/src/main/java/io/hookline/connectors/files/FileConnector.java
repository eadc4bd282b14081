package io.hookline.connectors.files;

import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.Connection;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A connector that a file describes.
 *
 * @param id the first part of the ids of its cards, for example {@code github}
 * @param name what people call it
 * @param version what new cards bear as version in their address
 * @param tried whether somebody has called the real service with it
 * @param help what it is, in a sentence or two
 * @param docs where the API is described
 * @param baseUrl of connections that name none
 * @param auth which kinds of connection it takes, as the API names them; the best one first
 * @param authHelp where credentials come from
 * @param origins that some actions call beside the base URL
 * @param check shows whether a connection works
 * @param protects what a connection can protect: {@code users}, {@code groups}
 * @param cards its actions, in the order of the file
 */
public record FileConnector(
        String id,
        String name,
        String version,
        boolean tried,
        Optional<String> help,
        Optional<URI> docs,
        Optional<URI> baseUrl,
        List<String> auth,
        Optional<String> authHelp,
        List<URI> origins,
        Optional<Check> check,
        Set<String> protects,
        List<CardDefinition> cards) {
    public FileConnector {
        auth = List.copyOf(auth);
        origins = List.copyOf(origins);
        protects = Set.copyOf(protects);
        cards = List.copyOf(cards);
    }

    /** What people should know before they use it: whether it was tried, and how to connect. */
    public String note() {
        List<String> sentences = new ArrayList<>();
        if (!tried) {
            sentences.add("**Not tried against the real service yet.**");
        }
        help.ifPresent(sentences::add);
        sentences.add(
                "Its connections (connector `"
                        + id
                        + "`) are made with `"
                        + String.join("`, `", auth)
                        + "`"
                        + baseUrl.map(url -> ", for `" + url + "` unless they say something else")
                                .orElse(", and need the address of the service")
                        + ".");
        authHelp.ifPresent(sentences::add);
        docs.ifPresent(page -> sentences.add("[The API](" + page + ")."));
        if (!protects.isEmpty()) {
            sentences.add(
                    "Its connections can [protect](../../connections.md#guard-rails) "
                            + String.join(" and ", protects.stream().sorted().toList().reversed())
                            + ".");
        }
        sentences.add("A [connector file](../../connector-files.md).");
        return String.join(" ", sentences);
    }

    /**
     * A request that shows whether a connection works and changes nothing.
     *
     * @param path below the base URL
     * @param call makes it, and fails as a card does
     */
    public record Check(String path, Call call) {
        /** Makes the request. */
        @FunctionalInterface
        public interface Call {
            /**
             * @return the status of the answer, 200 to 299
             * @throws io.hookline.flow.card.CardFailure when there is no such answer
             */
            int of(Connection connection, String path);
        }
    }
}
