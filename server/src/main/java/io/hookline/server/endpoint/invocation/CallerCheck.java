package io.hookline.server.endpoint.invocation;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.AccessTokens;
import io.hookline.server.access.FailedAttempts;
import io.hookline.server.access.FailedAttempts.Verdict;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.flow.FlowSource;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The checks that only callers from outside pass: access tokens and signatures are verified,
 * addresses that send wrong secrets are slowed down, and calls are counted.
 */
public final class CallerCheck {
    /** The scope that an access token must have, named as in the original. */
    public static final String SCOPE = "okta.workflows.invoke.manage";

    private static final String AUTHORIZATION = "authorization";

    private static final Set<Enum<?>> GUESSED =
            Set.of(InvocationFault.TOKEN_WRONG, InvocationFault.UNKNOWN_ALIAS);

    private final FlowSource flows;
    private final InvocationCheck check;
    private final Optional<AccessTokens> accessTokens;
    private final SignedCalls signed;
    private final FailedAttempts attempts;
    private final InvocationRates rates;

    /**
     * @param mostHops how many flows may cause each other, one after the other
     * @param accessTokens empty when no issuer is configured
     * @param signed verifies what Slack signs
     * @param attempts slows down who sends wrong client tokens
     */
    public CallerCheck(
            FlowSource flows,
            int mostHops,
            Optional<AccessTokens> accessTokens,
            SignedCalls signed,
            FailedAttempts attempts,
            InvocationRates rates) {
        this.flows = flows;
        this.check = new InvocationCheck(flows, mostHops);
        this.accessTokens = accessTokens;
        this.signed = signed;
        this.attempts = attempts;
        this.rates = rates;
    }

    /**
     * The flow that is called, once the caller has proved that it may call it.
     *
     * @param address where the call comes from
     * @throws Refusal when it may not
     */
    public PublishedFlow flowOf(Invocation invocation, String address) {
        Optional<PublishedFlow> called = flows.byAlias(invocation.alias());
        return switch (called.map(PublishedFlow::security).orElse(SecurityLevel.CLIENT_TOKEN)) {
            case OAUTH -> check.flowOf(withAccessToken(invocation, address));
            case SLACK ->
                    check.flowOf(
                            withSignature(
                                    invocation,
                                    called.flatMap(PublishedFlow::signingSecret).orElseThrow(),
                                    address));
            case OPEN, CLIENT_TOKEN ->
                    attempts.check(
                            address,
                            InvocationCheck.credential(invocation),
                            () -> flow(invocation));
        };
    }

    private Invocation withSignature(Invocation invocation, Secret secret, String address) {
        signed.take(invocation, secret, address);
        return invocation.proven(SlackSignature.HEADER);
    }

    /** Who names no flow or the wrong token guesses: without a token the alias is the secret. */
    private Verdict<PublishedFlow> flow(Invocation invocation) {
        try {
            return new Verdict.Right<>(check.flowOf(invocation));
        } catch (Refusal refusal) {
            if (refusal.reason().filter(GUESSED::contains).isPresent()) {
                return new Verdict.Wrong<>(refusal);
            }
            throw refusal;
        }
    }

    /**
     * Admits a call of that flow and counts it.
     *
     * @throws Refusal when it is not taken now
     */
    public InvocationCheck.Call admit(PublishedFlow flow, Invocation invocation, String address) {
        Invocation seen =
                switch (flow.security()) {
                    case OAUTH -> invocation.proven(AUTHORIZATION);
                    case SLACK -> invocation.proven(SlackSignature.HEADER);
                    case OPEN, CLIENT_TOKEN -> invocation;
                };
        InvocationCheck.Call call = check.admit(flow, seen);
        rates.countAddress(address);
        rates.countFlow(flow.id());
        return call;
    }

    private Invocation withAccessToken(Invocation invocation, String address) {
        String header = invocation.header(AUTHORIZATION).orElse("");
        List<String> words = List.of(header.strip().split(" +", 2));
        if (words.size() < 2 || !words.getFirst().toLowerCase(Locale.ROOT).equals("bearer")) {
            throw InvocationRefusals.accessTokenNeeded(accessTokens.isPresent());
        }
        if (accessTokens.isEmpty()) {
            throw InvocationRefusals.accessTokenNeeded(false);
        }
        accessTokens.get().require(words.getLast(), SCOPE, address, attempts);
        return invocation.proven(AUTHORIZATION);
    }
}
