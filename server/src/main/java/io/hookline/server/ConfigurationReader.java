package io.hookline.server;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.hookline.flow.card.Secret;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.CidrRange;
import io.hookline.server.access.OAuthIssuer;
import io.hookline.server.alert.AlertSettings;
import io.hookline.server.endpoint.EndpointLimits;
import io.hookline.server.event.EventCatalog.Eligibility;
import io.hookline.server.event.LogSettings;
import io.hookline.server.hook.DeliverySettings.Policy;
import io.hookline.server.hook.HookRules;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads settings: {@code hookline.yaml} in the data folder, then environment variables, then
 * options, each stronger than the one before. All problems are reported together.
 */
final class ConfigurationReader {
    private static final int MIN_API_TOKEN = 32;

    /** Setting in the file, and its environment variable. */
    private static final Map<String, String> SETTINGS =
            new TreeMap<>(
                    Map.ofEntries(
                            entry("port", "HOOKLINE_PORT"),
                            entry("bind", "HOOKLINE_BIND"),
                            entry("baseUrl", "HOOKLINE_BASE_URL"),
                            entry("tlsCert", "HOOKLINE_TLS_CERT"),
                            entry("tlsKey", "HOOKLINE_TLS_KEY"),
                            entry("trustedProxies", "HOOKLINE_TRUSTED_PROXIES"),
                            entry("adminPassword", "HOOKLINE_ADMIN_PASSWORD"),
                            entry("apiToken", "HOOKLINE_API_TOKEN"),
                            entry("oauthIssuer", "HOOKLINE_OAUTH_ISSUER"),
                            entry("oauthAudience", "HOOKLINE_OAUTH_AUDIENCE"),
                            entry("oauthKeysUrl", "HOOKLINE_OAUTH_KEYS_URL"),
                            entry("requestsPerMinute", "HOOKLINE_REQUESTS_PER_MINUTE"),
                            entry("hooks.eligibility", "HOOKLINE_HOOKS_ELIGIBILITY"),
                            entry("keepEventsDays", "HOOKLINE_KEEP_EVENTS_DAYS"),
                            entry("keepHistoryDays", "HOOKLINE_KEEP_HISTORY_DAYS"),
                            entry("mostMegabytes", "HOOKLINE_MOST_MEGABYTES"),
                            entry("hooks.delivery", "HOOKLINE_HOOKS_DELIVERY"),
                            entry("hooks.mostActive", "HOOKLINE_HOOKS_MOST_ACTIVE"),
                            entry("hooks.dailyQuota", "HOOKLINE_HOOKS_DAILY_QUOTA"),
                            entry(
                                    "endpoints.perFlowPerSecond",
                                    "HOOKLINE_ENDPOINTS_PER_FLOW_PER_SECOND"),
                            entry(
                                    "endpoints.perAddressPerMinute",
                                    "HOOKLINE_ENDPOINTS_PER_ADDRESS_PER_MINUTE"),
                            entry("alerts.heartbeatUrl", "HOOKLINE_ALERTS_HEARTBEAT_URL"),
                            entry("alerts.stuckMinutes", "HOOKLINE_ALERTS_STUCK_MINUTES"),
                            entry("halt", "HOOKLINE_HALT"),
                            entry("outboundAllow", "HOOKLINE_OUTBOUND_ALLOW")));

    private final Map<String, String> environment;
    private final Map<String, String> options;
    private final Map<String, String> file = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * @param environment variables of the process
     * @param options values by setting name, as far as they were given
     */
    ConfigurationReader(Map<String, String> environment, Map<String, String> options) {
        this.environment = environment;
        this.options = options;
    }

    /**
     * Reads everything.
     *
     * @throws StartRefused naming every problem
     */
    Configuration read(boolean development) {
        Path data = dataFolder(Optional.ofNullable(options.get("data")), environment);
        readFile(data.resolve("hookline.yaml"));
        Configuration configuration =
                new Configuration(
                        text("bind").orElse("127.0.0.1"),
                        number("port", 0, 65_535).orElse(8080),
                        data,
                        url("baseUrl"),
                        tls(),
                        ranges("trustedProxies"),
                        text("adminPassword").map(Secret::new),
                        text("apiToken").map(Secret::new),
                        oauth(),
                        number("requestsPerMinute", 1, 1_000_000),
                        log(),
                        hooks(),
                        new EndpointLimits(
                                number("endpoints.perFlowPerSecond", 1, 1_000_000),
                                number("endpoints.perAddressPerMinute", 1, 1_000_000)),
                        alerts(),
                        flag("halt"),
                        list("outboundAllow"),
                        development);
        check(configuration);
        if (!problems.isEmpty()) {
            throw new StartRefused(String.join("\n", problems));
        }
        return configuration;
    }

    /** The folder that keeps everything; it cannot be set in the file, which lies there. */
    static Path dataFolder(Optional<String> option, Map<String, String> environment) {
        return Path.of(
                option.or(() -> Optional.ofNullable(environment.get("HOOKLINE_DATA")))
                        .orElse(".hookline"));
    }

    private HookRules hooks() {
        return new HookRules(
                parse(
                                "hooks.delivery",
                                "durable or compatible",
                                value -> Policy.valueOf(value.strip().toUpperCase(Locale.ROOT)))
                        .orElse(HookRules.DEFAULT.policy()),
                number("hooks.mostActive", 1, 1_000_000),
                number("hooks.dailyQuota", 1, Integer.MAX_VALUE));
    }

    private AlertSettings alerts() {
        OptionalInt minutes = number("alerts.stuckMinutes", 1, 100_000);
        return new AlertSettings(
                parse(
                        "alerts.heartbeatUrl",
                        "an address such as https://heartbeats.example.org/our-own",
                        ConfigurationReader::webAddress),
                minutes.isPresent()
                        ? Duration.ofMinutes(minutes.getAsInt())
                        : AlertSettings.DEFAULT.stuckAfter());
    }

    private void check(Configuration configuration) {
        checkOutbound(configuration.outboundAllow(), configuration.development());
        if (configuration
                .apiToken()
                .filter(token -> token.reveal().length() < MIN_API_TOKEN)
                .isPresent()) {
            problems.add("HOOKLINE_API_TOKEN needs at least " + MIN_API_TOKEN + " characters.");
        }
        configuration
                .adminPassword()
                .flatMap(io.hookline.server.access.Accounts::complaint)
                .ifPresent(complaint -> problems.add("HOOKLINE_ADMIN_PASSWORD: " + complaint));
        if (configuration.development() && !isLoopback(configuration.bind())) {
            problems.add(
                    "--dev lets hooks reach this machine, so it works only on a loopback address;"
                            + " leave out --dev or bind to 127.0.0.1 instead of "
                            + configuration.bind()
                            + ".");
        }
    }

    private static boolean isLoopback(String address) {
        return address.equals("localhost") || address.equals("::1") || address.startsWith("127.");
    }

    private void readFile(Path path) {
        if (!Files.isRegularFile(path)) {
            return;
        }
        try {
            readMembers(path, "", new YAMLMapper().readTree(Files.readAllBytes(path)));
        } catch (JsonProcessingException e) {
            problems.add(
                    path
                            + " is no valid YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + ".");
        } catch (IOException e) {
            problems.add(path + " cannot be read: " + e.getMessage() + ".");
        }
    }

    /** A group such as {@code hooks} may be written as an object or with dots. */
    private void readMembers(Path path, String group, JsonNode tree) {
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            String setting = group + member.getKey();
            boolean isGroup =
                    SETTINGS.keySet().stream().anyMatch(known -> known.startsWith(setting + "."));
            if (isGroup && member.getValue().isObject()) {
                readMembers(path, setting + ".", member.getValue());
            } else if (SETTINGS.containsKey(setting)) {
                file.put(setting, asText(member.getValue()));
            } else {
                problems.add(
                        path
                                + ": there is no setting '"
                                + setting
                                + "'; known are "
                                + String.join(", ", SETTINGS.keySet())
                                + ".");
            }
        }
    }

    private static String asText(JsonNode value) {
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(item.asText()));
            return String.join(",", items);
        }
        return value.asText();
    }

    private Optional<String> text(String setting) {
        return Optional.ofNullable(options.get(setting))
                .or(() -> Optional.ofNullable(environment.get(SETTINGS.get(setting))))
                .or(() -> Optional.ofNullable(file.get(setting)))
                .filter(value -> !value.isBlank());
    }

    private List<String> list(String setting) {
        return text(setting).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private List<CidrRange> ranges(String setting) {
        List<CidrRange> ranges = new ArrayList<>();
        for (String item : list(setting)) {
            CidrRange.parse(item)
                    .ifPresentOrElse(
                            ranges::add,
                            () ->
                                    problems.add(
                                            setting
                                                    + " ("
                                                    + SETTINGS.get(setting)
                                                    + ") holds '"
                                                    + item
                                                    + "'; expected ranges such as 10.0.0.0/8,"
                                                    + " separated by commas."));
        }
        return ranges;
    }

    private void checkOutbound(List<String> allow, boolean development) {
        try {
            new AddressGuard(allow, development);
        } catch (IllegalArgumentException e) {
            problems.add("outboundAllow (HOOKLINE_OUTBOUND_ALLOW): " + e.getMessage());
        }
    }

    private LogSettings log() {
        LogSettings usual = LogSettings.DEFAULT;
        OptionalInt megabytes = number("mostMegabytes", 100, Integer.MAX_VALUE);
        return new LogSettings(
                eligibility(),
                days("keepEventsDays", usual.eventsKept()),
                days("keepHistoryDays", usual.historyKept()),
                megabytes.isPresent()
                        ? OptionalLong.of(megabytes.getAsInt() * 1_000_000L)
                        : OptionalLong.empty());
    }

    private Duration days(String setting, Duration usual) {
        OptionalInt days = number(setting, 1, 36_500);
        return days.isPresent() ? Duration.ofDays(days.getAsInt()) : usual;
    }

    private Eligibility eligibility() {
        return parse(
                        "hooks.eligibility",
                        "all or compatible",
                        value ->
                                Eligibility.valueOf(
                                        value.strip().toUpperCase(java.util.Locale.ROOT)))
                .orElse(Eligibility.ALL);
    }

    private boolean flag(String setting) {
        return parse(
                        setting,
                        "true or false",
                        value ->
                                switch (value.toLowerCase(Locale.ROOT)) {
                                    case "true", "1", "yes", "on" -> true;
                                    case "false", "0", "no", "off" -> false;
                                    default -> throw new IllegalArgumentException(value);
                                })
                .orElse(false);
    }

    private OptionalInt number(String setting, int least, int most) {
        Optional<Integer> number =
                parse(
                        setting,
                        "a number from " + least + " to " + most,
                        value -> {
                            int parsed = Integer.parseInt(value.strip());
                            if (parsed < least || parsed > most) {
                                throw new IllegalArgumentException(value);
                            }
                            return parsed;
                        });
        return number.isPresent() ? OptionalInt.of(number.get()) : OptionalInt.empty();
    }

    private Optional<TlsFiles> tls() {
        Optional<Path> certificate = text("tlsCert").map(Path::of);
        Optional<Path> key = text("tlsKey").map(Path::of);
        if (certificate.isPresent() != key.isPresent()) {
            problems.add(
                    (key.isPresent() ? "tlsCert (--tls-cert" : "tlsKey (--tls-key")
                            + ") is missing: https needs a certificate and its key.");
        }
        return certificate.flatMap(file -> key.map(secret -> new TlsFiles(file, secret)));
    }

    /** All three settings or none: half an issuer would let nobody in, or too many. */
    private Optional<OAuthIssuer> oauth() {
        List<String> settings = List.of("oauthIssuer", "oauthAudience", "oauthKeysUrl");
        List<String> missing =
                settings.stream().filter(setting -> text(setting).isEmpty()).toList();
        if (!missing.isEmpty()) {
            if (missing.size() < settings.size()) {
                missing.forEach(setting ->
                        problems.add(
                                setting
                                        + " ("
                                        + SETTINGS.get(setting)
                                        + ") is missing: access tokens need issuer, audience and"
                                        + " keys."));
            }
            return Optional.empty();
        }
        Optional<URI> keys =
                parse(
                        "oauthKeysUrl",
                        "an address such as https://id.example.org/oauth2/v1/keys",
                        ConfigurationReader::webAddress);
        return keys.map(address ->
                new OAuthIssuer(
                        text("oauthIssuer").orElseThrow().strip(),
                        text("oauthAudience").orElseThrow().strip(),
                        address));
    }

    private static URI webAddress(String value) {
        URI uri = URI.create(value.strip());
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(value);
        }
        return uri;
    }

    private Optional<URI> url(String setting) {
        return parse(
                setting,
                "an address such as https://hooks.example.org, without a path",
                value -> {
                    URI uri =
                            webAddress(
                                    value.endsWith("/")
                                            ? value.substring(0, value.length() - 1)
                                            : value);
                    if (!uri.getRawPath().isEmpty() || uri.getRawQuery() != null) {
                        throw new IllegalArgumentException(value);
                    }
                    return uri;
                });
    }

    private <T> Optional<T> parse(String setting, String expected, Function<String, T> parser) {
        try {
            return text(setting).map(parser);
        } catch (IllegalArgumentException e) {
            problems.add(
                    setting
                            + " ("
                            + SETTINGS.get(setting)
                            + ") is '"
                            + text(setting).orElse("")
                            + "'; expected "
                            + expected
                            + ".");
            return Optional.empty();
        }
    }
}
