package io.hookline.server.configuration;

import static io.hookline.server.configuration.Setting.of;
import static io.hookline.server.configuration.SettingType.address;
import static io.hookline.server.configuration.SettingType.flag;
import static io.hookline.server.configuration.SettingType.list;
import static io.hookline.server.configuration.SettingType.number;
import static io.hookline.server.configuration.SettingType.oneOf;
import static io.hookline.server.configuration.SettingType.origin;
import static io.hookline.server.configuration.SettingType.path;
import static io.hookline.server.configuration.SettingType.secret;
import static io.hookline.server.configuration.SettingType.text;

import io.hookline.flow.card.Secret;
import io.hookline.flow.engine.Limits;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.CidrRange;
import io.hookline.server.access.Accounts;
import io.hookline.server.access.signon.SignOnSettings.RoleOfGroup;
import io.hookline.server.alert.rule.AlertSettings;
import io.hookline.server.configuration.Setting.Place;
import io.hookline.server.event.LogSettings;
import io.hookline.server.event.audit.OwnTypes;
import io.hookline.server.event.catalog.EventCatalog.Eligibility;
import io.hookline.server.execution.chain.ChainLimits;
import io.hookline.server.execution.guard.GuardLimits;
import io.hookline.server.hook.definition.DeliverySettings.Policy;
import io.hookline.server.hook.lifecycle.HookRules;
import io.hookline.server.http.ConnectionRules;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Every setting, in the order in which help and reference list them. */
public final class ServerSettings {
    private static final int MOST = 1_000_000;
    private static final int MOST_DAYS = 36_500;

    static final Setting<Integer> PORT =
            of("port", number(0, 65_535), "Port to listen on; 0 takes a free one.")
                    .standard("8080")
                    .withOption();

    static final Setting<String> BIND =
            of("bind", text("ADDRESS", "an address of this machine"), "Address to listen on.")
                    .standard("127.0.0.1")
                    .withOption();

    static final Setting<Path> DATA =
            of("data", path("DIR", "a folder"), "Data folder.")
                    .standard(".hookline")
                    .in(Place.VARIABLE, Place.OPTION);

    static final Setting<URI> BASE_URL =
            of(
                            "baseUrl",
                            origin("https://hooks.example.org"),
                            "Where people and other systems reach this server; every URL that"
                                    + " Hookline writes starts with it. Without it"
                                    + " http://ADDRESS:PORT, with a certificate https.")
                    .withOption();

    static final Setting<Path> TLS_CERT =
            of(
                            "tlsCert",
                            path("FILE", "a PEM file"),
                            "Certificate chain to serve https with; needs the key too.")
                    .withOption();

    static final Setting<Path> TLS_KEY =
            of(
                            "tlsKey",
                            path("FILE", "a PEM file (PKCS #8, no passphrase)"),
                            "Private key of the certificate.")
                    .withOption();

    static final Setting<Boolean> DEV =
            of(
                            "dev",
                            flag(),
                            "Lets hooks reach receivers on this machine, over plain http too; works"
                                    + " on a loopback address only.")
                    .standard("false")
                    .in(Place.OPTION);

    static final Setting<List<CidrRange>> TRUSTED_PROXIES =
            of(
                    "trustedProxies",
                    list("RANGES", "ranges such as 10.0.0.0/8", ServerSettings::range),
                    "Proxies whose X-Forwarded-For counts.");

    static final Setting<Integer> CONNECTIONS_MOST =
            of(
                            "connections.most",
                            number(1, MOST),
                            "How many connections may be open in all; further ones are refused. The"
                                    + " system's limit of open files lowers it.")
                    .standard(Integer.toString(ConnectionRules.DEFAULT.most()));

    static final Setting<Integer> CONNECTIONS_PER_ADDRESS =
            of(
                            "connections.mostPerAddress",
                            number(1, MOST),
                            "How many connections one address (for IPv6, one /64 network) may"
                                    + " have open; trusted proxies any number.")
                    .standard(Integer.toString(ConnectionRules.DEFAULT.mostPerAddress()));

    static final Setting<Duration> CONNECTIONS_HEADER_SECONDS =
            of(
                            "connections.headerSeconds",
                            number(1, 3_600).map(Duration::ofSeconds),
                            "How long a client may take to send the first line and headers of a"
                                    + " request, and how long it may be slower than"
                                    + " connections.bytesPerSecond.")
                    .standard(Long.toString(ConnectionRules.DEFAULT.header().toSeconds()));

    static final Setting<Duration> CONNECTIONS_IDLE_SECONDS =
            of(
                            "connections.idleSeconds",
                            number(1, 3_600).map(Duration::ofSeconds),
                            "How long a connection stays open while nothing is sent; waiting for"
                                    + " an answer of Hookline does not count.")
                    .standard(Long.toString(ConnectionRules.DEFAULT.idle().toSeconds()));

    static final Setting<Integer> CONNECTIONS_BYTES_PER_SECOND =
            of(
                            "connections.bytesPerSecond",
                            number(1, MOST),
                            "How fast a client must send a body and read an answer, on average.")
                    .standard(Integer.toString(ConnectionRules.DEFAULT.bytesPerSecond()));

    static final Setting<Integer> CONNECTIONS_HEADER_BYTES =
            of(
                            "connections.headerBytes",
                            number(1_024, MOST),
                            "How large the first line and the headers of a request may be"
                                    + " together.")
                    .standard(Integer.toString(ConnectionRules.DEFAULT.headerBytes()));

    static final Setting<Secret> ADMIN_PASSWORD =
            of(
                    "adminPassword",
                    secret(Accounts.MIN_PASSWORD, Accounts.MAX_PASSWORD),
                    "Password of the first administrator, admin. Without it a setup link is"
                            + " printed.");

    static final Setting<Secret> API_TOKEN =
            of(
                    "apiToken",
                    secret(32, Integer.MAX_VALUE),
                    "An API token with all permissions, for automation.");

    static final Setting<String> OAUTH_ISSUER =
            of(
                    "oauthIssuer",
                    text("ISSUER", "an issuer such as https://id.example.org"),
                    "Issuer whose OAuth 2.0 access tokens are accepted; needs audience and keys"
                            + " too.");

    static final Setting<String> OAUTH_AUDIENCE =
            of(
                    "oauthAudience",
                    text("AUDIENCE", "an audience such as hookline"),
                    "Audience that access tokens must be for.");

    static final Setting<URI> OAUTH_KEYS_URL =
            of(
                    "oauthKeysUrl",
                    address("https://id.example.org/oauth2/v1/keys"),
                    "Where the issuer publishes its keys (JWKS).");

    static final Setting<String> SIGN_ON_ISSUER =
            of(
                    "signOn.issuer",
                    text("ISSUER", "an issuer such as https://id.example.org/realms/staff"),
                    "Identity provider at which people sign in by OpenID Connect, as it calls"
                            + " itself; needs clientId, clientSecret and roles too.");

    static final Setting<String> SIGN_ON_CLIENT_ID =
            of(
                    "signOn.clientId",
                    text("ID", "an id such as hookline"),
                    "As which client this server is known to the identity provider.");

    static final Setting<Secret> SIGN_ON_CLIENT_SECRET =
            of(
                    "signOn.clientSecret",
                    secret(1, Integer.MAX_VALUE),
                    "By which it proves that it is that client.");

    static final Setting<List<RoleOfGroup>> SIGN_ON_ROLES =
            of(
                    "signOn.roles",
                    list(
                            "GROUP=ROLE,...",
                            "pairs such as security=administrator",
                            RoleOfGroup::parse),
                    "Which group at the identity provider has which role here. Whoever is in none"
                            + " of them cannot sign in.");

    static final Setting<String> SIGN_ON_GROUPS_CLAIM =
            of(
                            "signOn.groupsClaim",
                            text("CLAIM", "a name such as groups or realm_access.roles"),
                            "The claim of the ID token that lists somebody's groups.")
                    .standard("groups");

    static final Setting<String> SIGN_ON_SCOPES =
            of(
                            "signOn.scopes",
                            text("SCOPES", "words, openid among them"),
                            "What is asked of the identity provider.")
                    .standard("openid profile email");

    static final Setting<String> SIGN_ON_BUTTON =
            of(
                            "signOn.button",
                            text("TEXT", "a few words"),
                            "What the button on the sign-in page says.")
                    .standard("Sign in with single sign-on");

    static final Setting<Integer> REQUESTS_PER_MINUTE =
            of(
                    "requestsPerMinute",
                    number(1, MOST),
                    "How many requests a token may make to the Okta-compatible API in a minute;"
                            + " default no limit.");

    static final Setting<Integer> PASSWORD_CHECKS =
            of(
                    "passwordChecks",
                    number(1, 64),
                    "How many passwords are checked at once, each with 19 MB and a thread of its"
                            + " own; default half of the processors, at most 4.");

    static final Setting<List<String>> OUTBOUND_ALLOW =
            of(
                    "outboundAllow",
                    list(
                            "RANGES",
                            "ranges and hosts such as 10.0.0.0/8 or slack.internal",
                            ServerSettings::outbound),
                    "Ranges and hosts that hooks and cards may reach although they are not"
                            + " public.");

    static final Setting<Policy> HOOKS_DELIVERY =
            of(
                            "hooks.delivery",
                            oneOf(Policy.class),
                            "What happens after a failed delivery of a hook without a policy of its"
                                + " own: durable keeps trying, compatible makes one retry as Okta"
                                + " does.")
                    .standard(HookRules.DEFAULT.policy().name().toLowerCase(Locale.ROOT));

    static final Setting<Eligibility> HOOKS_ELIGIBILITY =
            of(
                            "hooks.eligibility",
                            oneOf(Eligibility.class),
                            "Which event types hooks may subscribe to: all, or with compatible"
                                    + " only those that Okta's hooks may.")
                    .standard(LogSettings.DEFAULT.eligibility().name().toLowerCase(Locale.ROOT));

    static final Setting<OwnTypes> OWN_TYPES_FROM_SOURCES =
            of(
                            "ownTypesFromSources",
                            oneOf(OwnTypes.class),
                            "Whether sources may send the types by which this server reports its"
                                + " own administration, such as system.api_token.create: accept,"
                                + " because every event says who reported it, or refuse.")
                    .standard(LogSettings.DEFAULT.ownTypes().name().toLowerCase(Locale.ROOT));

    static final Setting<Integer> HOOKS_MOST_ACTIVE =
            of(
                    "hooks.mostActive",
                    number(1, MOST),
                    "How many hooks may be active; default no limit.");

    static final Setting<Integer> HOOKS_DAILY_QUOTA =
            of(
                    "hooks.dailyQuota",
                    number(1, Integer.MAX_VALUE),
                    "How many events are delivered in 24 hours; default no limit.");

    static final Setting<Integer> ENDPOINTS_PER_FLOW_PER_SECOND =
            of(
                    "endpoints.perFlowPerSecond",
                    number(1, MOST),
                    "How often a flow may be called in a second; default no limit.");

    static final Setting<Integer> ENDPOINTS_PER_ADDRESS_PER_MINUTE =
            of(
                    "endpoints.perAddressPerMinute",
                    number(1, MOST),
                    "How often one address may call invoke URLs in a minute; default no"
                            + " limit.");

    static final Setting<Duration> EXECUTIONS_COMPUTING_SECONDS =
            of(
                            "executions.computingSeconds",
                            number(1, MOST).map(Duration::ofSeconds),
                            "How long one execution may compute, not counting what it waits for,"
                                    + " before it fails.")
                    .standard("60");
    static final Setting<Integer> EXECUTIONS_NESTING =
            of(
                            "executions.nesting",
                            number(100, 1_000),
                            "How deep helper flows that call each other may nest.")
                    .standard(Integer.toString(Limits.USUAL.depth()));

    static final Setting<Long> EXECUTIONS_MEGABYTES =
            of(
                    "executions.megabytes",
                    megabytes(1),
                    "How much data one execution may hold at a time, with the helpers that it waits"
                            + " for; default a sixth of the memory that Java may use.");

    static final Setting<Integer> CHAINS_HOPS =
            of(
                            "chains.hops",
                            number(2, 1_000),
                            "How many executions may cause each other, one after the other: by Call"
                                    + " Flow Async, by events, or by calls of invoke URLs.")
                    .standard(Integer.toString(ChainLimits.USUAL.hops()));

    static final Setting<Integer> CHAINS_EXECUTIONS =
            of(
                            "chains.executions",
                            number(1, 100_000_000),
                            "How many executions one execution may start by Call Flow Async,"
                                    + " directly or through others.")
                    .standard(Integer.toString(ChainLimits.USUAL.executions()));

    static final Setting<Long> CHAINS_MEGABYTES =
            of(
                            "chains.megabytes",
                            megabytes(1),
                            "How much the executions that one execution starts by Call Flow Async,"
                                    + " directly or through others, may be given and write to the"
                                    + " history.")
                    .standard(Long.toString(ChainLimits.USUAL.bytes() / 1_000_000));

    static final Setting<Integer> GUARDS_DESTRUCTIVE_PER_HOUR =
            of(
                            "guards.destructivePerHour",
                            number(0, MOST),
                            "How many destructive actions a flow may do with a connection in an"
                                    + " hour; then it only observes. destructivePerHour of a"
                                    + " connection goes before it.")
                    .standard(Integer.toString(GuardLimits.USUAL.perHour()));

    static final Setting<Long> MEMORY_EXECUTIONS =
            of(
                    "memory.executionsMegabytes",
                    megabytes(1),
                    "How much data all executions may hold before they wait for each other; default"
                            + " a quarter of the memory that Java may use.");

    static final Setting<Long> MEMORY_REQUESTS =
            of(
                    "memory.requestsMegabytes",
                    megabytes(1),
                    "How much the bodies of all requests may take before others wait or are"
                            + " answered 503; default a tenth of the memory that Java may use.");

    static final Setting<Duration> KEEP_EVENTS_DAYS =
            of(
                            "keepEventsDays",
                            number(1, MOST_DAYS).map(Duration::ofDays),
                            "How long events are kept.")
                    .standard(Long.toString(LogSettings.DEFAULT.eventsKept().toDays()));

    static final Setting<Duration> KEEP_HISTORY_DAYS =
            of(
                            "keepHistoryDays",
                            number(1, MOST_DAYS).map(Duration::ofDays),
                            "How long records of successful deliveries are kept, and executions"
                                    + " of flows that have no setting of their own.")
                    .standard(Long.toString(LogSettings.DEFAULT.historyKept().toDays()));

    static final Setting<Long> MOST_MEGABYTES =
            of(
                    "mostMegabytes",
                    megabytes(100),
                    "How large the data may grow before executions and events are deleted"
                            + " earlier; default no limit.");

    static final Setting<URI> ALERTS_HEARTBEAT_URL =
            of(
                    "alerts.heartbeatUrl",
                    address("https://heartbeats.example.org/our-own").hidden(),
                    "Called every minute, so that another service notices when this server is"
                            + " down.");

    static final Setting<Duration> ALERTS_STUCK_MINUTES =
            of(
                            "alerts.stuckMinutes",
                            number(1, 100_000).map(Duration::ofMinutes),
                            "How long a flow may run, not counting waits, before it is reported.")
                    .standard(Long.toString(AlertSettings.DEFAULT.stuckAfter().toMinutes()));

    static final Setting<Path> CONNECTORS =
            of(
                    "connectors",
                    path("DIR", "a folder"),
                    "Folder of connector files, read again when they change; the folder connectors"
                            + " in the data folder when left out.");

    static final Setting<Path> TEMPLATES =
            of(
                    "templates.folder",
                    path("DIR", "a folder"),
                    "Folder of .flopack files, and of folders of them, that the console offers to"
                            + " install beside the templates that come with Hookline; a README.md"
                            + " beside a file says what it is for.");

    static final Setting<Boolean> HALT =
            of(
                            "halt",
                            flag(),
                            "Accept and keep events and invocations, but run nothing and change"
                                    + " nothing.")
                    .standard("false");

    /** All of them. */
    public static final List<Setting<?>> ALL =
            List.of(
                    PORT,
                    BIND,
                    DATA,
                    BASE_URL,
                    TLS_CERT,
                    TLS_KEY,
                    DEV,
                    TRUSTED_PROXIES,
                    CONNECTIONS_MOST,
                    CONNECTIONS_PER_ADDRESS,
                    CONNECTIONS_HEADER_SECONDS,
                    CONNECTIONS_IDLE_SECONDS,
                    CONNECTIONS_BYTES_PER_SECOND,
                    CONNECTIONS_HEADER_BYTES,
                    ADMIN_PASSWORD,
                    API_TOKEN,
                    OAUTH_ISSUER,
                    OAUTH_AUDIENCE,
                    OAUTH_KEYS_URL,
                    SIGN_ON_ISSUER,
                    SIGN_ON_CLIENT_ID,
                    SIGN_ON_CLIENT_SECRET,
                    SIGN_ON_ROLES,
                    SIGN_ON_GROUPS_CLAIM,
                    SIGN_ON_SCOPES,
                    SIGN_ON_BUTTON,
                    REQUESTS_PER_MINUTE,
                    PASSWORD_CHECKS,
                    OWN_TYPES_FROM_SOURCES,
                    OUTBOUND_ALLOW,
                    HOOKS_DELIVERY,
                    HOOKS_ELIGIBILITY,
                    HOOKS_MOST_ACTIVE,
                    HOOKS_DAILY_QUOTA,
                    ENDPOINTS_PER_FLOW_PER_SECOND,
                    ENDPOINTS_PER_ADDRESS_PER_MINUTE,
                    EXECUTIONS_COMPUTING_SECONDS,
                    EXECUTIONS_NESTING,
                    EXECUTIONS_MEGABYTES,
                    CHAINS_HOPS,
                    CHAINS_EXECUTIONS,
                    CHAINS_MEGABYTES,
                    GUARDS_DESTRUCTIVE_PER_HOUR,
                    MEMORY_EXECUTIONS,
                    MEMORY_REQUESTS,
                    KEEP_EVENTS_DAYS,
                    KEEP_HISTORY_DAYS,
                    MOST_MEGABYTES,
                    ALERTS_HEARTBEAT_URL,
                    ALERTS_STUCK_MINUTES,
                    CONNECTORS,
                    TEMPLATES,
                    HALT);

    private ServerSettings() {}

    /** In bytes. */
    private static SettingType<Long> megabytes(int least) {
        return number(least, Integer.MAX_VALUE).map(megabytes -> megabytes * 1_000_000L);
    }

    private static CidrRange range(String item) {
        return CidrRange.parse(item).orElseThrow(() -> new IllegalArgumentException(item));
    }

    private static String outbound(String item) {
        new AddressGuard(List.of(item), false);
        return item;
    }
}
