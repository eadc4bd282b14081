package io.hookline.connectors.httpfunctions;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.http.AnswerBody;
import io.hookline.connectors.http.Call;
import io.hookline.connectors.http.Calls;
import io.hookline.connectors.http.RequestAddress;
import io.hookline.connectors.http.RequestBody;
import io.hookline.connectors.http.RequestHeaders;
import io.hookline.connectors.httpfunctions.ApiConnectorCards.RawResponse;
import io.hookline.connectors.httpfunctions.ApiConnectorCards.Response;
import io.hookline.connectors.httpfunctions.ApiConnectorCards.Target;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.ValueType.Kind;
import io.hookline.outbound.Answer;
import io.hookline.outbound.Origin;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Sends what the cards ask for. */
final class ApiRequests {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** A body that becomes a value; a file takes less memory, because it is not taken apart. */
    private static final int LONGEST_BODY = 4 * 1024 * 1024;

    private static final int LONGEST_FILE = 16 * 1024 * 1024;

    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Calls calls;

    ApiRequests(Calls calls) {
        this.calls = calls;
    }

    Response send(CardContext context, String method, Target target, Optional<JsonNode> body) {
        boolean asFile = wantsFile(context);
        Call call =
                call(context, method, target, body)
                        .answeredWithin(asFile ? LONGEST_FILE : LONGEST_BODY);
        return response(call, answer(call), asFile);
    }

    /** As GET, from where the answer is now. */
    Response getFollowing(CardContext context, Target target) {
        boolean asFile = wantsFile(context);
        Call call =
                call(context, "GET", target, Optional.empty())
                        .answeredWithin(asFile ? LONGEST_FILE : LONGEST_BODY);
        for (int followed = 0; ; followed++) {
            try {
                return response(call, answer(call), asFile);
            } catch (CardFailure failure) {
                URI to = moved(call, failure).orElseThrow(() -> failure);
                if (followed == MOST_REDIRECTS) {
                    throw new CardFailure.Rejected(
                            call.system()
                                    + " redirects more than "
                                    + MOST_REDIRECTS
                                    + " times. Call the last address at once.",
                            failure.code());
                }
                requireSameOrigin(call, to);
                call = call.at(to);
            }
        }
    }

    private static Optional<URI> moved(Call call, CardFailure failure) {
        try {
            return REDIRECTS.contains(failure.code())
                    ? failure.answer()
                            .map(answer -> answer.headers().path("location").asText())
                            .filter(location -> !location.isBlank())
                            .map(location -> call.uri().resolve(location.strip()))
                    : Optional.empty();
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /** Headers of the card may hold credentials too, and https stays https. */
    private static void requireSameOrigin(Call call, URI to) {
        Optional<Origin> origin = Origin.of(to);
        boolean allowed =
                origin.isPresent()
                        && (origin.equals(Origin.of(call.uri()))
                                || call.connection().reach().origins().stream()
                                        .anyMatch(more -> origin.equals(Origin.of(more))));
        if (!allowed) {
            throw new CardFailure.Invalid(
                    call.system()
                            + " redirects to "
                            + origin.map(Origin::toString).orElse("an address without a valid host")
                            + ", which is another origin. Call an address there, or add it to"
                            + " allowedOrigins of the connection.");
        }
    }

    private static Response response(Call call, AnswerBody answer, boolean asFile) {
        return new Response(
                answer.answer().status(),
                answer.headers(),
                asFile ? answer.file(call.uri()).value() : value(call, answer));
    }

    RawResponse sendRaw(
            CardContext context, String method, Target target, Optional<JsonNode> body) {
        AnswerBody answer =
                answer(call(context, method(method), target, body).answeredWithin(LONGEST_BODY));
        return new RawResponse(answer.answer().status(), answer.headers(), answer.text());
    }

    /** A list that comes page by page; nothing is asked for yet. */
    ApiPages pages(CardContext context, Target target, ApiPages.Paging paging) {
        Call first = call(context, "GET", target, Optional.empty());
        return new ApiPages(
                context.connection(),
                first.uri(),
                paging,
                address -> answer(first.at(address).answeredWithin(LONGEST_BODY)));
    }

    private static String method(String given) {
        String method = given.strip().toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            throw new CardFailure.Invalid(
                    "The method \"" + given + "\" is none of " + String.join(", ", METHODS) + ".");
        }
        return method;
    }

    private static boolean wantsFile(CardContext context) {
        return context.outputs().stream()
                .anyMatch(output ->
                        output.group().equals("Response")
                                && output.key().equals("Body")
                                && output.type().kind() == Kind.FILE);
    }

    private static Call call(
            CardContext context, String method, Target target, Optional<JsonNode> body) {
        Connection connection = context.connection();
        URI address = RequestAddress.of(connection, target.url(), target.query());
        RequestBody request = RequestBody.of(RequestHeaders.of(target.headers()), body);
        RequestHeaders lines =
                method.equals("GET")
                        ? request.headers()
                        : request.headers().orElse("Idempotency-Key", context.idempotencyKey());
        return new Call(
                String.valueOf(address.getHost()),
                connection,
                origin(connection, address),
                method,
                address,
                lines.lines(),
                request.bytes());
    }

    /** Where the connection's credentials may go, beside the origins that it allows. */
    private static URI origin(Connection connection, URI address) {
        List<URI> allowed = connection.reach().origins();
        if (connection.baseUrl().isPresent() || !allowed.isEmpty()) {
            return connection.baseUrl().orElseGet(allowed::getFirst);
        }
        if (connection.auth() instanceof Connection.Auth.None) {
            return address;
        }
        throw new CardFailure.Invalid(
                "The connection \""
                        + connection.name()
                        + "\" has credentials, but no base URL that says whom they"
                        + " are for. Set its base URL to the address of "
                        + address.getHost()
                        + ".");
    }

    private AnswerBody answer(Call call) {
        Answer answer = calls.patiently(() -> calls.send(call));
        if (answer.truncated()) {
            throw new CardFailure.Rejected(
                    call.system()
                            + " answered more than "
                            + call.maxAnswer() / (1024 * 1024)
                            + " MB, which is the most that this card takes. Ask for less at a time,"
                            + " or declare the output Body as File for up to "
                            + LONGEST_FILE / (1024 * 1024)
                            + " MB.",
                    answer.status());
        }
        return new AnswerBody(answer);
    }

    private static JsonNode value(Call call, AnswerBody answer) {
        try {
            return answer.value();
        } catch (TypeMismatch garbage) {
            throw new CardFailure.Rejected(
                    call.system()
                            + " says that it answers JSON, but "
                            + garbage.getMessage()
                            + ". Use the card Raw Request to get the text.",
                    answer.answer().status());
        }
    }
}
