package io.hookline.connectors.files;

import io.hookline.connectors.rest.RestApi;
import io.hookline.connectors.rest.RestReply;
import io.hookline.connectors.rest.RestRequest;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connection;

import java.util.Optional;

/**
 * The API of a connector that a file describes, for cards that are code: its errors, limits and
 * headers.
 *
 * @param guard keeps those from requests other than GET whom a connection protects; empty for
 *     requests that take nothing away
 */
record FileApi(ConnectorCalls calls, Optional<IdentityGuard> guard) implements RestApi {
    private static final String GET = "GET";

    @Override
    public RestReply send(CardContext context, RestRequest request) {
        boolean changes = !request.method().equals(GET);
        if (changes) {
            guard.ifPresent(all -> all.require(context.connection(), request, calls.now()));
        }
        return calls.send(
                context.connection(),
                request,
                changes ? Optional.of(context.idempotencyKey()) : Optional.empty());
    }

    @Override
    public RestReply read(Connection connection, RestRequest request) {
        return calls.send(connection, request, Optional.empty());
    }

    @Override
    public RestReply follow(CardContext context, String link) {
        RestRequest beginning = new RestRequest(GET, "/", Optional.empty(), Optional.empty());
        return calls.follow(context.connection(), beginning, link);
    }
}
