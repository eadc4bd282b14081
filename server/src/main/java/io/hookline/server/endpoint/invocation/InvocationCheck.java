package io.hookline.server.endpoint.invocation;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.hookline.flow.card.Secret;
import io.hookline.outbound.Lineage;
import io.hookline.server.execution.model.CallBody;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.flow.FlowSource;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.url.QueryString;

import java.util.List;
import java.util.Optional;

/**
 * Decides who may call a flow. The order of the checks is fixed: alias and credential, then the
 * challenge and the method, which only HTTP knows, then size, and whether the flow is on ({@code
 * docs/reference/rules.md#invocation}).
 */
public final class InvocationCheck {
    /**
     * Compared with when there is no flow, so that an unknown alias takes as long as a wrong token.
     */
    private static final Secret NOBODY =
            new Secret("0000000000000000000000000000000000000000000000000000000000000000");

    private final FlowSource flows;
    private final int mostHops;

    /**
     * @param mostHops how many flows may cause each other, one after the other
     */
    public InvocationCheck(FlowSource flows, int mostHops) {
        this.flows = flows;
        this.mostHops = mostHops;
    }

    /** A call that was admitted, with the credential taken out of it. */
    public record Call(PublishedFlow flow, Payload.Call payload, int hops) {
        /** Whether the flow declares fields of the body, so that it must be JSON or a form. */
        public boolean readsBody() {
            return TriggerFields.readsBody(flow.flow());
        }
    }

    /** What a call proves itself with: the alias, and the first client token it sent. */
    static String credential(Invocation invocation) {
        List<String> sent =
                ClientTokens.sent(QueryString.parse(invocation.query()), invocation.headers());
        return invocation.alias() + '\n' + (sent.isEmpty() ? "" : sent.getFirst());
    }

    /**
     * The flow that is called, once the caller has proved that it may call it.
     *
     * @throws Refusal when there is none, or the credential is missing or wrong
     */
    public PublishedFlow flowOf(Invocation invocation) {
        QueryString query = QueryString.parse(invocation.query());
        Optional<PublishedFlow> flow = flows.byAlias(invocation.alias());
        List<String> sent = ClientTokens.sent(query, invocation.headers());
        boolean proven =
                flow.flatMap(PublishedFlow::clientToken)
                                .orElse(NOBODY)
                                .matches(sent.isEmpty() ? "" : sent.getFirst())
                        && flow.flatMap(PublishedFlow::clientToken).isPresent();
        if (flow.isEmpty()) {
            throw InvocationRefusals.unknownAlias();
        }
        switch (flow.get().security()) {
            case OPEN -> {
                // The alias was the credential.
            }
            case OAUTH -> {
                // Over HTTP it was verified before; a hook has none that it could renew.
                if (!invocation.isProven()) {
                    throw InvocationRefusals.accessTokenNeeded(true);
                }
            }
            case SLACK -> {
                // As an access token; a hook of ours does not sign as Slack does.
                if (!invocation.isProven()) {
                    throw InvocationRefusals.signatureMissing();
                }
            }
            case CLIENT_TOKEN -> {
                if (sent.size() > 1) {
                    throw InvocationRefusals.tokenTwice();
                }
                if (sent.isEmpty()) {
                    throw InvocationRefusals.tokenMissing();
                }
                if (!proven) {
                    throw InvocationRefusals.tokenWrong();
                }
            }
        }
        return flow.get();
    }

    /**
     * Admits a call of that flow.
     *
     * @throws Refusal when its body is too large, the flow is off, or a chain of flows that cause
     *     each other ends here
     */
    public Call admit(PublishedFlow flow, Invocation invocation) {
        byte[] body = invocation.body().get();
        if (flow.mode() == FlowMode.OFF) {
            throw InvocationRefusals.flowOff();
        }
        Lineage lineage = Lineage.of(invocation.header(Lineage.HOPS), Optional.empty());
        if (lineage.isAtEnd(mostHops)) {
            throw InvocationRefusals.loop(lineage.hops());
        }
        QueryString query = QueryString.parse(invocation.query());
        return new Call(
                flow,
                new Payload.Call(
                        ClientTokens.without(invocation.headers(), flow.clientToken()),
                        ClientTokens.without(query, flow.clientToken()),
                        body),
                lineage.hops());
    }

    /**
     * The {@code eventId} when what invokes a flow is an event hook envelope.
     *
     * @throws Refusal.Malformed when the flow declares fields of the body, and it is none that has
     *     fields
     */
    public static Optional<String> envelope(Call call) {
        byte[] body = call.payload().body();
        if (body.length == 0 || !call.readsBody()) {
            return HookEnvelope.eventId(body);
        }
        try {
            return HookEnvelope.eventId(CallBody.read(call.payload()));
        } catch (JsonProcessingException e) {
            throw InvocationRefusals.malformed(e);
        } catch (CallBody.Unreadable e) {
            throw InvocationRefusals.malformed(e);
        }
    }
}
