package io.hookline.connectors.okta;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.http.AnswerBody;
import io.hookline.connectors.http.Call;
import io.hookline.connectors.http.Calls;
import io.hookline.connectors.http.RequestAddress;
import io.hookline.connectors.http.RequestBody;
import io.hookline.connectors.http.RequestHeaders;
import io.hookline.connectors.rest.Replies;
import io.hookline.connectors.rest.RestApi;
import io.hookline.connectors.rest.RestReply;
import io.hookline.connectors.rest.RestRequest;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.outbound.Answer;
import io.hookline.outbound.Origin;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Okta's REST API at the base URL of a connection. An API token follows the word {@code SSWS};
 * pages are linked in the header {@code Link}; {@code X-Rate-Limit-Reset} says when calls are taken
 * again.
 */
final class OktaApi implements RestApi {
    private static final String SYSTEM = "Okta";

    private final Calls calls;
    private final OktaProtection protection = new OktaProtection();

    OktaApi(Calls calls) {
        this.calls = calls;
    }

    @Override
    public RestReply send(CardContext context, RestRequest request) {
        Connection connection = context.connection();
        URI base = base(connection);
        URI address = RequestAddress.of(connection, request.path(), request.query());
        requireOwn(base, address, "The card asks for");
        RequestBody body = RequestBody.of(headers(context, request), request.body());
        URI allowed =
                protection.allowed(
                        connection,
                        request.method().toUpperCase(Locale.ROOT),
                        address,
                        new String(body.bytes(), StandardCharsets.UTF_8),
                        calls.now(),
                        link -> follow(context, link));
        return reply(
                new Call(
                        SYSTEM,
                        connection,
                        base,
                        request.method(),
                        allowed,
                        body.headers().lines(),
                        body.bytes()));
    }

    @Override
    public RestReply follow(CardContext context, String link) {
        return page(context.connection(), link);
    }

    @Override
    public RestReply read(Connection connection, RestRequest request) {
        return page(connection, request.path());
    }

    private RestReply page(Connection connection, String link) {
        URI base = base(connection);
        // Without a scheme it names a host all the same, and no path below ours.
        String whole = link.startsWith("//") ? base.getScheme() + ":" + link : link;
        URI address = RequestAddress.of(connection, whole, Optional.empty());
        requireOwn(base, address, "Okta's answer continues at");
        RequestHeaders headers = RequestHeaders.of(Optional.empty()).with("Accept", JSON);
        return reply(
                new Call(SYSTEM, connection, base, "GET", address, headers.lines(), new byte[0]));
    }

    private static final String JSON = "application/json";

    /** A text is JSON here, whatever it looks like, unless the card says something else. */
    private static RequestHeaders headers(CardContext context, RestRequest request) {
        RequestHeaders headers = RequestHeaders.of(request.headers()).orElse("Accept", JSON);
        if (request.method().equals("GET")) {
            return headers;
        }
        RequestHeaders keyed = headers.orElse("Idempotency-Key", context.idempotencyKey());
        return request.body().filter(JsonNode::isTextual).isPresent()
                ? keyed.orElse("Content-Type", JSON)
                : keyed;
    }

    private RestReply reply(Call call) {
        Answer answer =
                answer(call.answeredWithin(Replies.LONGEST).withTokenAs(OktaCards.TOKEN_SCHEME));
        return Replies.of(SYSTEM, answer, calls, AnswerBody::value);
    }

    private Answer answer(Call call) {
        try {
            return calls.send(call);
        } catch (CardFailure failure) {
            throw OktaErrors.explained(failure, calls.now());
        }
    }

    private static URI base(Connection connection) {
        return connection
                .baseUrl()
                .orElseThrow(() ->
                        new CardFailure.Invalid(
                                "The connection \""
                                        + connection.name()
                                        + "\" has no base URL. Set it to the address of the org,"
                                        + " for example https://example.okta.com."));
    }

    /** Also without credentials: what an org says of its users is asked of that org only. */
    private static void requireOwn(URI base, URI address, String what) {
        Optional<Origin> asked = Origin.of(address);
        if (asked.isEmpty() || !asked.equals(Origin.of(base))) {
            throw new CardFailure.Rejected(
                    what
                            + " "
                            + asked.map(Origin::toString).orElse("an address without a valid host")
                            + ", which is not the org of the connection ("
                            + Origin.of(base).map(Origin::toString).orElse(base.toString())
                            + "). Nothing was sent there.");
        }
    }
}
