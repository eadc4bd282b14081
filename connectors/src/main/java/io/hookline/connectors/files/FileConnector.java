package io.hookline.connectors.files;

import io.hookline.flow.card.CardDefinition;

import java.net.URI;
import java.util.List;
import java.util.Optional;

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
 * @param check path below the base URL that shows whether a connection works
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
        Optional<String> check,
        List<CardDefinition> cards) {
    public FileConnector {
        auth = List.copyOf(auth);
        origins = List.copyOf(origins);
        cards = List.copyOf(cards);
    }
}
