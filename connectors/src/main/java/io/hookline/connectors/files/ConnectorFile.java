package io.hookline.connectors.files;

import io.hookline.connectors.http.AwsSignature;
import io.hookline.connectors.http.Call.TokenPlace;
import io.hookline.flow.card.Reach.Rate;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a connector file says, checked.
 *
 * @param about the connector
 * @param actions in the order of the file
 */
public record ConnectorFile(About about, List<ActionSpec> actions) {
    public ConnectorFile {
        actions = List.copyOf(actions);
    }

    /**
     * The connector.
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
     * @param token where a token stands, where that is not usual
     * @param signature signs requests with the key of a connection, where the service wants that
     * @param headers sent with every request, unless it has its own
     * @param origins that some actions call beside the base URL
     * @param rate how often it is called at most, unless a connection says something else
     * @param check path below the base URL that shows whether a connection works
     * @param errors what its errors mean
     * @param identity whom its requests touch; empty when it does not say
     */
    public record About(
            String id,
            String name,
            String version,
            boolean tried,
            Optional<String> help,
            Optional<URI> docs,
            Optional<URI> baseUrl,
            List<String> auth,
            Optional<String> authHelp,
            Optional<TokenPlace> token,
            Optional<AwsSignature> signature,
            Map<String, String> headers,
            List<URI> origins,
            Optional<Rate> rate,
            Optional<String> check,
            ErrorRules errors,
            Optional<IdentitySpec> identity) {
        public About {
            auth = List.copyOf(auth);
            headers = Map.copyOf(headers);
            origins = List.copyOf(origins);
        }
    }
}
