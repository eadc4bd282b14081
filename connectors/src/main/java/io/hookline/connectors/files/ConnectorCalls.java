package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import io.hookline.connectors.files.ActionSpec.Answered;
import io.hookline.connectors.http.AnswerBody;
import io.hookline.connectors.http.Call;
import io.hookline.connectors.http.Calls;
import io.hookline.connectors.http.RequestAddress;
import io.hookline.connectors.http.RequestBody;
import io.hookline.connectors.http.RequestHeaders;
import io.hookline.connectors.rest.Replies;
import io.hookline.connectors.rest.RestReply;
import io.hookline.connectors.rest.RestRequest;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.cards.XmlCards;
import io.hookline.outbound.Answer;
import io.hookline.outbound.Origin;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Makes the calls of a connector that a file describes: its address, headers, errors, limits. */
final class ConnectorCalls {
    private static final String JSON = "application/json";

    private final Calls calls;
    private final ConnectorFile.About about;

    ConnectorCalls(Calls calls, ConnectorFile.About about) {
        this.calls = calls;
        this.about = about;
    }

    /** The address of a connection, without a slash at its end. */
    String baseUrl(Connection given) {
        return base(completed(given)).toString().replaceFirst("/+$", "");
    }

    Instant now() {
        return calls.now();
    }

    /** Where a request goes. */
    URI address(Connection given, RestRequest request) {
        Connection connection = completed(given);
        URI address = RequestAddress.of(connection, request.path(), request.query());
        requireAllowed(connection, address, "The card asks for");
        return address;
    }

    /**
     * Makes a call.
     *
     * @param key identifies the effect; empty for a request that has none
     * @return an answer with a status of 200 to 299 that is no failure by the rules of the file
     * @throws CardFailure when there is no such answer
     */
    RestReply send(Connection given, RestRequest request, Optional<String> key) {
        return send(given, request, key, Answered.JSON);
    }

    /**
     * Makes a call whose answer is not JSON.
     *
     * @param answered as what its body is read
     */
    RestReply send(Connection given, RestRequest request, Optional<String> key, Answered answered) {
        return send(given, request, address(given, request), key, answered);
    }

    /** Makes the request that shows whether a connection works; gives its status. */
    int check(Connection given, String path) {
        RestRequest request = new RestRequest("GET", path, Optional.empty(), Optional.empty());
        return send(given, request, Optional.empty()).status();
    }

    /**
     * Fetches a page at an address that the page before named.
     *
     * @param first the request for the first page, whose headers are sent again
     */
    RestReply follow(Connection given, RestRequest first, String link) {
        URI begun = address(given, first);
        URI next = resolved(begun, link);
        if (Origin.of(next).isEmpty() || !Origin.of(next).equals(Origin.of(begun))) {
            throw new CardFailure.Rejected(
                    about.name()
                            + "'s answer continues at "
                            + Origin.of(next)
                                    .map(Origin::toString)
                                    .orElse("an address without a valid host")
                            + ", which is not where it began ("
                            + Origin.of(begun).map(Origin::toString).orElse("")
                            + "). Nothing was sent there.");
        }
        RestRequest page =
                new RestRequest(
                        "GET", first.path(), Optional.empty(), first.headers(), Optional.empty());
        return send(given, page, next, Optional.empty(), Answered.JSON);
    }

    private URI resolved(URI begun, String link) {
        try {
            return begun.resolve(new URI(link.strip().replace(" ", "%20")));
        } catch (java.net.URISyntaxException | IllegalArgumentException mistake) {
            throw new CardFailure.Rejected(
                    about.name()
                            + " names \""
                            + Members.shown(link.replaceAll("[?#].*", ""))
                            + "\" as the next page, which is no address.");
        }
    }

    private RestReply send(
            Connection given,
            RestRequest request,
            URI address,
            Optional<String> key,
            Answered answered) {
        Connection connection = completed(given);
        RequestHeaders headers =
                RequestHeaders.of(request.headers()).orElse("Accept", accepted(answered));
        for (var header : about.headers().entrySet()) {
            headers = headers.orElse(header.getKey(), header.getValue());
        }
        if (key.isPresent()) {
            headers = headers.orElse("Idempotency-Key", key.get());
        }
        RequestBody body = RequestBody.of(headers, request.body());
        Call call =
                new Call(
                                about.name(),
                                connection,
                                base(connection),
                                request.method(),
                                address,
                                body.headers().lines(),
                                body.bytes())
                        .answeredWithin(Replies.LONGEST);
        Call placed = about.token().map(call::withTokenIn).orElse(call);
        return reply(about.signature().map(placed::signedBy).orElse(placed), answered);
    }

    private static String accepted(Answered answered) {
        return switch (answered) {
            case JSON -> JSON;
            case XML -> "application/xml, text/xml";
            case FILE -> "*/*";
        };
    }

    private JsonNode value(AnswerBody body, Call call, Answered answered) {
        return switch (answered) {
            case JSON -> body.value();
            case FILE -> body.file(call.uri()).value();
            case XML -> {
                String text = body.text();
                try {
                    yield text.isBlank() ? NullNode.getInstance() : XmlCards.read(text);
                } catch (CardFailure.Invalid garbage) {
                    throw new CardFailure.Rejected(
                                    about.name()
                                            + " should answer XML, but what came cannot be read as"
                                            + " such.",
                                    body.answer().status())
                            .answered(calls.failed(body.answer()));
                }
            }
        };
    }

    private RestReply reply(Call call, Answered answered) {
        Answer answer = answer(call);
        RestReply reply =
                Replies.of(about.name(), answer, calls, body -> value(body, call, answered));
        if (about.errors().failure(reply).isPresent()) {
            String what =
                    about.name()
                            + " answered "
                            + call.method()
                            + " "
                            + call.uri().getPath()
                            + " with status "
                            + answer.status()
                            + ", but says that it failed.";
            throw about.errors().refused(about.name(), what, calls.failed(answer), calls.now());
        }
        return reply;
    }

    private Answer answer(Call call) {
        try {
            return calls.send(call);
        } catch (CardFailure failure) {
            throw about.errors().explained(about.name(), failure, calls.now());
        }
    }

    /** The address of the file where the connection has none, and its rate likewise. */
    private Connection completed(Connection given) {
        Connection limited =
                about.rate().map(rate -> given.reaching(given.reach().orAt(rate))).orElse(given);
        return limited.baseUrl().isPresent() || about.baseUrl().isEmpty()
                ? limited
                : limited.at(about.baseUrl().get());
    }

    private URI base(Connection connection) {
        return connection
                .baseUrl()
                .orElseThrow(() ->
                        new CardFailure.Invalid(
                                "The connection \""
                                        + connection.name()
                                        + "\" has no base URL. Set it to the address of your "
                                        + about.name()
                                        + "."));
    }

    /** Also without credentials: what a system says is asked of that system only. */
    private void requireAllowed(Connection connection, URI address, String what) {
        URI base = base(connection);
        Optional<Origin> asked = Origin.of(address);
        boolean allowed =
                asked.isPresent()
                        && (asked.equals(Origin.of(base))
                                || connection.reach().origins().stream()
                                        .anyMatch(origin -> asked.equals(Origin.of(origin))));
        if (!allowed) {
            throw new CardFailure.Invalid(
                    what
                            + " "
                            + asked.map(Origin::toString).orElse("an address without a valid host")
                            + ", but the connection \""
                            + connection.name()
                            + "\" reaches "
                            + Origin.of(base).map(Origin::toString).orElse(base.toString())
                            + " only. Nothing was sent. If that is right, add the address to"
                            + " allowedOrigins of the connection.");
        }
    }
}
