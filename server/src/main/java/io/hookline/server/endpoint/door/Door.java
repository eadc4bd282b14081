package io.hookline.server.endpoint.door;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.hookline.flow.card.Secret;
import io.hookline.outbound.Lineage;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.FlowSource;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.url.QueryString;

import java.util.List;
import java.util.Optional;

/**
 * Decides who may call a flow. The order of the checks is fixed: alias and credential, then the
 * challenge, then method, size, and whether the flow is on ({@code
 * docs/reference/rules.md#invocation}).
 */
public final class Door {
    static final String CHALLENGE = "x-okta-verification-challenge";

    /**
     * Compared with when there is no flow, so that an unknown alias takes as long as a wrong token.
     */
    private static final Secret NOBODY =
            new Secret("0000000000000000000000000000000000000000000000000000000000000000");

    private final FlowSource flows;

    public Door(FlowSource flows) {
        this.flows = flows;
    }

    /** Who came in. */
    public sealed interface Entry {
        /** A sender that verifies the address. */
        record Challenge(String value) implements Entry {}

        /** A caller of the flow, with the credential taken out of the call. */
        record Call(PublishedFlow flow, Payload.Call payload, int hops) implements Entry {}
    }

    /**
     * @throws Problem when the caller may not come in
     */
    public Entry open(Knock knock) {
        QueryString query = QueryString.parse(knock.query());
        PublishedFlow flow = flowOf(knock, query);
        if (knock.method().equals("GET") && knock.header(CHALLENGE).isPresent()) {
            return new Entry.Challenge(knock.header(CHALLENGE).get());
        }
        if (!knock.method().equals("GET") && !knock.method().equals("POST")) {
            throw Refusals.methodNotAllowed(knock.method());
        }
        byte[] body = knock.body().get();
        if (flow.mode() == FlowMode.OFF) {
            throw Refusals.flowOff();
        }
        int hops = hops(knock);
        return new Entry.Call(
                flow,
                new Payload.Call(
                        ClientTokens.without(knock.headers(), flow.clientToken()),
                        ClientTokens.without(query, flow.clientToken()),
                        body),
                hops);
    }

    private PublishedFlow flowOf(Knock knock, QueryString query) {
        Optional<PublishedFlow> flow = flows.byAlias(knock.alias());
        List<String> sent = ClientTokens.sent(query, knock.headers());
        boolean proven =
                flow.flatMap(PublishedFlow::clientToken)
                                .orElse(NOBODY)
                                .matches(sent.isEmpty() ? "" : sent.getFirst())
                        && flow.flatMap(PublishedFlow::clientToken).isPresent();
        if (flow.isEmpty()) {
            throw Refusals.unknownAlias();
        }
        switch (flow.get().security()) {
            case OPEN -> {
                // The alias was the credential.
            }
            case OAUTH -> {
                // Over HTTP it was verified before; a hook has none that it could renew.
                if (!knock.isProven()) {
                    throw Refusals.accessTokenNeeded(true);
                }
            }
            case CLIENT_TOKEN -> {
                if (sent.size() > 1) {
                    throw Refusals.tokenTwice();
                }
                if (sent.isEmpty()) {
                    throw Refusals.tokenMissing();
                }
                if (!proven) {
                    throw Refusals.tokenWrong();
                }
            }
        }
        return flow.get();
    }

    private static int hops(Knock knock) {
        Lineage lineage = Lineage.of(knock.header(Lineage.HOPS), Optional.empty());
        if (lineage.isAtEnd()) {
            throw Refusals.loop(lineage.hops());
        }
        return lineage.hops();
    }

    /**
     * The {@code eventId} when what invokes a flow is an event hook envelope.
     *
     * @throws Problem when the flow declares fields of the body, and it is none that has fields
     */
    public static Optional<String> envelope(Entry.Call call) {
        byte[] body = call.payload().body();
        if (body.length == 0 || !TriggerFields.readsBody(call.flow().flow())) {
            return HookEnvelope.eventId(body);
        }
        try {
            return HookEnvelope.eventId(Json.parse(body));
        } catch (JsonProcessingException e) {
            throw Refusals.malformed(e);
        }
    }
}
