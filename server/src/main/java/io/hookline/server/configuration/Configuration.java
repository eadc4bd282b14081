package io.hookline.server.configuration;

import io.hookline.flow.card.Secret;
import io.hookline.flow.engine.Limits;
import io.hookline.outbound.CidrRange;
import io.hookline.server.access.AccessControl;
import io.hookline.server.access.OAuthIssuer;
import io.hookline.server.access.signon.SignOnSettings;
import io.hookline.server.alert.rule.AlertSettings;
import io.hookline.server.endpoint.invocation.EndpointLimits;
import io.hookline.server.event.LogSettings;
import io.hookline.server.execution.chain.ChainLimits;
import io.hookline.server.execution.guard.GuardLimits;
import io.hookline.server.hook.lifecycle.HookRules;
import io.hookline.server.hook.lifecycle.HookSettings;
import io.hookline.server.http.ConnectionRules;
import io.hookline.server.memory.MemoryLimits;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All settings, checked.
 *
 * @param bind address to listen on
 * @param port 0 for any free one
 * @param data the data folder
 * @param baseUrl where people and receivers reach us; every URL we write starts with it
 * @param tls what https is served with; empty for plain http
 * @param trustedProxies ranges whose forwarded headers count
 * @param connections what a connection may cost us
 * @param adminPassword of the first administrator {@code admin}
 * @param apiToken an API token with all permissions, for automation
 * @param oauth whose OAuth 2.0 access tokens are taken
 * @param signOn where people sign in; empty when only by passwords
 * @param requestsPerMinute how many requests a caller may make to the Okta-compatible API; empty
 *     for any number
 * @param passwordChecks how many passwords are hashed at once; empty for what suits the machine
 * @param log which events hooks may ask for, and how long everything is kept
 * @param hooks how deliveries go where a hook does not say, and limits of all hooks
 * @param endpoints how often invoke URLs may be called
 * @param executionComputing how long one execution may compute
 * @param executions what one execution may use
 * @param chains how far executions may lead that start each other
 * @param guard how much flows may destroy
 * @param memory what requests and executions may take in all
 * @param alerts what is reported when, and the heartbeat
 * @param connectors folder of connector files
 * @param templates folder of files that people can install; empty for none
 * @param halted whether nothing may change the world
 * @param outboundAllow ranges and hosts that may be reached although not public
 * @param development whether loopback and plain http are allowed for others
 * @param settings every setting as it was given, for people
 */
public record Configuration(
        String bind,
        int port,
        Path data,
        Optional<URI> baseUrl,
        Optional<TlsFiles> tls,
        List<CidrRange> trustedProxies,
        ConnectionRules connections,
        Optional<Secret> adminPassword,
        Optional<Secret> apiToken,
        Optional<OAuthIssuer> oauth,
        Optional<SignOnSettings> signOn,
        OptionalInt requestsPerMinute,
        Optional<Integer> passwordChecks,
        LogSettings log,
        HookRules hooks,
        EndpointLimits endpoints,
        Duration executionComputing,
        Limits executions,
        ChainLimits chains,
        GuardLimits guard,
        MemoryLimits memory,
        AlertSettings alerts,
        Path connectors,
        Optional<Path> templates,
        boolean halted,
        List<String> outboundAllow,
        boolean development,
        List<SettingValue> settings) {
    /**
     * What is worth a warning about how this server is reached: beyond this machine, but neither by
     * https nor through a proxy that it was told of.
     */
    public Optional<String> exposure() {
        if (isLoopback(bind) || tls.isPresent() || !trustedProxies.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                "Listening on "
                        + bind
                        + " by plain http: passwords and tokens can be read on their way. Set"
                        + " tlsCert and tlsKey, or put a reverse proxy in front and name it in"
                        + " trustedProxies.");
    }

    static boolean isLoopback(String address) {
        return address.equals("localhost") || address.equals("::1") || address.startsWith("127.");
    }

    /** What access needs of it. */
    public AccessControl.Configured access() {
        return new AccessControl.Configured(
                adminPassword, apiToken, oauth, passwordChecks, signOn.isPresent());
    }

    /**
     * What hooks need of it.
     *
     * @param baseUrl where people and receivers reach us
     */
    public HookSettings hookSettings(URI baseUrl) {
        return new HookSettings(development, hooks, chains.hops(), baseUrl);
    }
}
