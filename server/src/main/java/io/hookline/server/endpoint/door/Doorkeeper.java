package io.hookline.server.endpoint.door;

import io.helidon.webserver.http.ServerRequest;
import io.hookline.server.access.AccessTokens;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.FailedAttempts;
import io.hookline.server.http.Problem;
import io.hookline.server.studio.flow.FlowSource;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What only callers over HTTP meet before the door: access tokens are verified, wrong secrets are
 * slowed down, and calls are counted.
 */
public final class Doorkeeper {
    /** What an access token must be good for; the original's word. */
    public static final String SCOPE = "okta.workflows.invoke.manage";

    private static final String AUTHORIZATION = "authorization";

    private final FlowSource flows;
    private final Optional<AccessTokens> accessTokens;
    private final FailedAttempts guesses;
    private final ClientAddress addresses;
    private final InvocationRates rates;

    /**
     * @param accessTokens empty when no issuer is configured
     */
    public Doorkeeper(
            FlowSource flows,
            Optional<AccessTokens> accessTokens,
            FailedAttempts guesses,
            ClientAddress addresses,
            InvocationRates rates) {
        this.flows = flows;
        this.accessTokens = accessTokens;
        this.guesses = guesses;
        this.addresses = addresses;
        this.rates = rates;
    }

    /**
     * Opens the door to a caller.
     *
     * @throws Problem when it may not come in
     */
    public Door.Entry open(Door door, Knock knock, ServerRequest request) {
        String address = addresses.of(request);
        Knock proven =
                flows.byAlias(knock.alias())
                                .map(PublishedFlow::security)
                                .filter(SecurityLevel.OAUTH::equals)
                                .isPresent()
                        ? withAccessToken(knock, address)
                        : knock;
        Door.Entry entry;
        try {
            entry = door.open(proven);
        } catch (Problem refusal) {
            throw Refusals.is(refusal, Refusals.TOKEN_WRONG)
                    ? guesses.failed(address, refusal)
                    : refusal;
        }
        if (entry instanceof Door.Entry.Call call) {
            rates.countAddress(address);
            rates.countFlow(call.flow().id());
        }
        return entry;
    }

    private Knock withAccessToken(Knock knock, String address) {
        String header = knock.header(AUTHORIZATION).orElse("");
        List<String> words = List.of(header.strip().split(" +", 2));
        if (words.size() < 2 || !words.getFirst().toLowerCase(Locale.ROOT).equals("bearer")) {
            throw Refusals.accessTokenNeeded(accessTokens.isPresent());
        }
        if (accessTokens.isEmpty()) {
            throw Refusals.accessTokenNeeded(false);
        }
        accessTokens.get().require(words.getLast(), SCOPE, address, guesses);
        return knock.proven(AUTHORIZATION);
    }
}
