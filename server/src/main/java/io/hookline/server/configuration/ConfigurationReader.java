package io.hookline.server.configuration;

import static io.hookline.server.configuration.ServerSettings.ADMIN_PASSWORD;
import static io.hookline.server.configuration.ServerSettings.ALERTS_HEARTBEAT_URL;
import static io.hookline.server.configuration.ServerSettings.ALERTS_STUCK_MINUTES;
import static io.hookline.server.configuration.ServerSettings.API_TOKEN;
import static io.hookline.server.configuration.ServerSettings.BASE_URL;
import static io.hookline.server.configuration.ServerSettings.BIND;
import static io.hookline.server.configuration.ServerSettings.CHAINS_EXECUTIONS;
import static io.hookline.server.configuration.ServerSettings.CHAINS_HOPS;
import static io.hookline.server.configuration.ServerSettings.CHAINS_MEGABYTES;
import static io.hookline.server.configuration.ServerSettings.CONNECTIONS_BYTES_PER_SECOND;
import static io.hookline.server.configuration.ServerSettings.CONNECTIONS_HEADER_BYTES;
import static io.hookline.server.configuration.ServerSettings.CONNECTIONS_HEADER_SECONDS;
import static io.hookline.server.configuration.ServerSettings.CONNECTIONS_IDLE_SECONDS;
import static io.hookline.server.configuration.ServerSettings.CONNECTIONS_MOST;
import static io.hookline.server.configuration.ServerSettings.CONNECTIONS_PER_ADDRESS;
import static io.hookline.server.configuration.ServerSettings.CONNECTORS;
import static io.hookline.server.configuration.ServerSettings.DATA;
import static io.hookline.server.configuration.ServerSettings.DEV;
import static io.hookline.server.configuration.ServerSettings.ENDPOINTS_PER_ADDRESS_PER_MINUTE;
import static io.hookline.server.configuration.ServerSettings.ENDPOINTS_PER_FLOW_PER_SECOND;
import static io.hookline.server.configuration.ServerSettings.EXECUTIONS_COMPUTING_SECONDS;
import static io.hookline.server.configuration.ServerSettings.EXECUTIONS_MEGABYTES;
import static io.hookline.server.configuration.ServerSettings.EXECUTIONS_NESTING;
import static io.hookline.server.configuration.ServerSettings.GUARDS_DESTRUCTIVE_PER_HOUR;
import static io.hookline.server.configuration.ServerSettings.HALT;
import static io.hookline.server.configuration.ServerSettings.HOOKS_DAILY_QUOTA;
import static io.hookline.server.configuration.ServerSettings.HOOKS_DELIVERY;
import static io.hookline.server.configuration.ServerSettings.HOOKS_ELIGIBILITY;
import static io.hookline.server.configuration.ServerSettings.HOOKS_MOST_ACTIVE;
import static io.hookline.server.configuration.ServerSettings.KEEP_EVENTS_DAYS;
import static io.hookline.server.configuration.ServerSettings.KEEP_HISTORY_DAYS;
import static io.hookline.server.configuration.ServerSettings.MEMORY_EXECUTIONS;
import static io.hookline.server.configuration.ServerSettings.MEMORY_REQUESTS;
import static io.hookline.server.configuration.ServerSettings.MOST_MEGABYTES;
import static io.hookline.server.configuration.ServerSettings.OAUTH_AUDIENCE;
import static io.hookline.server.configuration.ServerSettings.OAUTH_ISSUER;
import static io.hookline.server.configuration.ServerSettings.OAUTH_KEYS_URL;
import static io.hookline.server.configuration.ServerSettings.OUTBOUND_ALLOW;
import static io.hookline.server.configuration.ServerSettings.OWN_TYPES_FROM_SOURCES;
import static io.hookline.server.configuration.ServerSettings.PASSWORD_CHECKS;
import static io.hookline.server.configuration.ServerSettings.PORT;
import static io.hookline.server.configuration.ServerSettings.REQUESTS_PER_MINUTE;
import static io.hookline.server.configuration.ServerSettings.SIGN_ON_BUTTON;
import static io.hookline.server.configuration.ServerSettings.SIGN_ON_CLIENT_ID;
import static io.hookline.server.configuration.ServerSettings.SIGN_ON_CLIENT_SECRET;
import static io.hookline.server.configuration.ServerSettings.SIGN_ON_GROUPS_CLAIM;
import static io.hookline.server.configuration.ServerSettings.SIGN_ON_ISSUER;
import static io.hookline.server.configuration.ServerSettings.SIGN_ON_ROLES;
import static io.hookline.server.configuration.ServerSettings.SIGN_ON_SCOPES;
import static io.hookline.server.configuration.ServerSettings.TEMPLATES;
import static io.hookline.server.configuration.ServerSettings.TLS_CERT;
import static io.hookline.server.configuration.ServerSettings.TLS_KEY;
import static io.hookline.server.configuration.ServerSettings.TRUSTED_PROXIES;

import io.hookline.flow.engine.Limits;
import io.hookline.server.access.OAuthIssuer;
import io.hookline.server.access.signon.SignOnSettings;
import io.hookline.server.alert.rule.AlertSettings;
import io.hookline.server.endpoint.invocation.EndpointLimits;
import io.hookline.server.event.LogSettings;
import io.hookline.server.execution.chain.ChainLimits;
import io.hookline.server.execution.guard.GuardLimits;
import io.hookline.server.hook.lifecycle.HookRules;
import io.hookline.server.http.ConnectionRules;
import io.hookline.server.memory.MemoryLimits;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Makes the configuration of what was set, or reports all problems together. */
public final class ConfigurationReader {
    private final GivenSettings given;

    /**
     * @param environment variables of the process
     * @param options values by setting name, as far as they were given
     */
    public ConfigurationReader(Map<String, String> environment, Map<String, String> options) {
        this.given = new GivenSettings(environment, options);
    }

    /** The folder that keeps everything; it cannot be set in the file, which lies there. */
    public static Path dataFolder(Optional<String> option, Map<String, String> environment) {
        Map<String, String> options =
                option.map(folder -> Map.of(DATA.name(), folder)).orElse(Map.of());
        return new GivenSettings(environment, options).get(DATA);
    }

    /**
     * Reads everything.
     *
     * @throws StartRefused naming every problem
     */
    public Configuration read() {
        Path data = given.get(DATA);
        given.readFile(data.resolve("hookline.yaml"));
        Configuration configuration =
                new Configuration(
                        given.get(BIND),
                        given.get(PORT),
                        data,
                        given.find(BASE_URL),
                        tls(),
                        given.find(TRUSTED_PROXIES).orElse(List.of()),
                        connections(),
                        given.find(ADMIN_PASSWORD),
                        given.find(API_TOKEN),
                        oauth(),
                        signOn(),
                        number(REQUESTS_PER_MINUTE),
                        given.find(PASSWORD_CHECKS),
                        log(),
                        new HookRules(
                                given.get(HOOKS_DELIVERY),
                                number(HOOKS_MOST_ACTIVE),
                                number(HOOKS_DAILY_QUOTA)),
                        new EndpointLimits(
                                number(ENDPOINTS_PER_FLOW_PER_SECOND),
                                number(ENDPOINTS_PER_ADDRESS_PER_MINUTE)),
                        given.get(EXECUTIONS_COMPUTING_SECONDS),
                        Limits.USUAL
                                .withDepth(given.get(EXECUTIONS_NESTING))
                                .withBytes(
                                        given.find(EXECUTIONS_MEGABYTES)
                                                .orElseGet(MemoryLimits::oneExecution)),
                        new ChainLimits(
                                given.get(CHAINS_HOPS),
                                given.get(CHAINS_EXECUTIONS),
                                given.get(CHAINS_MEGABYTES)),
                        new GuardLimits(given.get(GUARDS_DESTRUCTIVE_PER_HOUR)),
                        MemoryLimits.of(
                                given.find(MEMORY_REQUESTS).orElse(MemoryLimits.usual().requests()),
                                given.find(MEMORY_EXECUTIONS)
                                        .orElse(MemoryLimits.usual().executions())),
                        new AlertSettings(
                                given.find(ALERTS_HEARTBEAT_URL), given.get(ALERTS_STUCK_MINUTES)),
                        given.find(CONNECTORS).orElse(data.resolve("connectors")),
                        given.find(TEMPLATES),
                        given.get(HALT),
                        given.find(OUTBOUND_ALLOW).orElse(List.of()),
                        given.get(DEV),
                        given.values());
        if (configuration.development() && !Configuration.isLoopback(configuration.bind())) {
            given.problem(
                    "--dev lets hooks reach this machine, so it works only on a loopback address;"
                            + " leave out --dev or bind to 127.0.0.1 instead of %s.",
                    configuration.bind());
        }
        if (!given.problems().isEmpty()) {
            throw new StartRefused(String.join("\n", given.problems()));
        }
        return configuration;
    }

    /** What was set under names that mean nothing. */
    public List<String> warnings() {
        return given.unknownVariables();
    }

    private ConnectionRules connections() {
        return new ConnectionRules(
                given.get(CONNECTIONS_MOST),
                given.get(CONNECTIONS_PER_ADDRESS),
                given.get(CONNECTIONS_HEADER_SECONDS),
                given.get(CONNECTIONS_IDLE_SECONDS),
                given.get(CONNECTIONS_BYTES_PER_SECOND),
                given.get(CONNECTIONS_HEADER_BYTES));
    }

    private LogSettings log() {
        return new LogSettings(
                given.get(HOOKS_ELIGIBILITY),
                given.get(OWN_TYPES_FROM_SOURCES),
                given.get(KEEP_EVENTS_DAYS),
                given.get(KEEP_HISTORY_DAYS),
                given.find(MOST_MEGABYTES).map(OptionalLong::of).orElseGet(OptionalLong::empty));
    }

    private OptionalInt number(Setting<Integer> setting) {
        return given.find(setting).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private Optional<TlsFiles> tls() {
        boolean complete =
                completes("https needs a certificate and its key", List.of(TLS_CERT, TLS_KEY));
        Optional<Path> certificate = given.find(TLS_CERT);
        Optional<Path> key = given.find(TLS_KEY);
        return complete && certificate.isPresent() && key.isPresent()
                ? Optional.of(new TlsFiles(certificate.get(), key.get()))
                : Optional.empty();
    }

    private Optional<OAuthIssuer> oauth() {
        if (!completes(
                "access tokens need issuer, audience and keys",
                List.of(OAUTH_ISSUER, OAUTH_AUDIENCE, OAUTH_KEYS_URL))) {
            return Optional.empty();
        }
        return given.find(OAUTH_KEYS_URL)
                .map(keys ->
                        new OAuthIssuer(given.get(OAUTH_ISSUER), given.get(OAUTH_AUDIENCE), keys));
    }

    private Optional<SignOnSettings> signOn() {
        if (!completes(
                "single sign-on needs issuer, client id, client secret and roles of groups",
                List.of(SIGN_ON_ISSUER, SIGN_ON_CLIENT_ID, SIGN_ON_CLIENT_SECRET, SIGN_ON_ROLES))) {
            return Optional.empty();
        }
        return given.find(SIGN_ON_ROLES)
                .map(roles ->
                        new SignOnSettings(
                                given.get(SIGN_ON_ISSUER),
                                given.get(SIGN_ON_CLIENT_ID),
                                given.get(SIGN_ON_CLIENT_SECRET),
                                given.get(SIGN_ON_SCOPES),
                                given.get(SIGN_ON_GROUPS_CLAIM),
                                roles,
                                given.get(SIGN_ON_BUTTON)));
    }

    /** Whether all of these are set; to set some and not the others is a problem. */
    private boolean completes(String rule, List<Setting<?>> settings) {
        List<Setting<?>> missing =
                settings.stream().filter(setting -> !given.isSet(setting)).toList();
        if (missing.size() < settings.size()) {
            missing.forEach(setting -> given.problem("%s is missing: %s.", setting.label(), rule));
        }
        return missing.isEmpty();
    }
}
