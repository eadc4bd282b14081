package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.files.Located.Mapping;
import io.hookline.connectors.files.Located.Scalar;
import io.hookline.connectors.http.AwsSignature;
import io.hookline.connectors.http.Call.TokenPlace;
import io.hookline.flow.card.Reach.Rate;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a connector file and says everything that is wrong with it, with line and column. */
final class ConnectorReader {
    private static final int FORMAT = 1;
    private static final int MOST_ACTIONS = 500;
    private static final Set<String> SETTINGS =
            Set.of(
                    "format",
                    "id",
                    "name",
                    "version",
                    "tried",
                    "help",
                    "docs",
                    "connection",
                    "errors",
                    "identity",
                    "paging",
                    "shapes",
                    "fields",
                    "actions");
    private static final Set<String> CONNECTION =
            Set.of(
                    "baseUrl",
                    "auth",
                    "help",
                    "token",
                    "sign",
                    "headers",
                    "origins",
                    "check",
                    "rateLimit");
    private static final Set<String> AUTH = Set.of("none", "token", "basic", "header", "oauth2");
    private static final Set<String> ERRORS = Set.of("message", "code", "failed", "kinds", "limit");

    private final Faults faults = new Faults();
    private final OutputReader paths = new OutputReader(Map.of(), Optional.empty(), faults);

    private ConnectorReader() {}

    /**
     * Reads a file.
     *
     * @throws FaultyFile with everything that is wrong
     */
    static ConnectorFile read(String text) {
        ConnectorReader reader = new ConnectorReader();
        ConnectorFile file = reader.file(LocatedReader.read(text, reader.faults));
        reader.faults.throwIfAny();
        return file;
    }

    private ConnectorFile file(Located document) {
        Members settings = Members.of(document, "A connector file", faults, SETTINGS);
        if (settings.number("format", 1, 1_000_000).filter(format -> format == FORMAT).isEmpty()) {
            faults.add(
                    settings.place("format"),
                    "A connector file needs \"format: "
                            + FORMAT
                            + "\", the version of the format that this release reads.");
        }
        Map<String, Mapping> shapes = shapes(settings);
        ListReader lists = new ListReader(faults, paths);
        Paging paging = settings.find("paging").map(lists::paging).orElse(new Paging.None());
        ConnectorFile.About about = about(settings, paging);
        return new ConnectorFile(about, actions(settings, shapes, paging, about.identity()));
    }

    private Map<String, Mapping> shapes(Members settings) {
        Map<String, Mapping> shapes = new LinkedHashMap<>();
        settings.find("shapes")
                .ifPresent(value ->
                        Members.of(value, "\"shapes\"", faults, Set.of())
                                .each((name, member) -> {
                                    if (member.value() instanceof Mapping fields) {
                                        shapes.put(name, fields);
                                    } else if (member.value() instanceof Located.Sequence list) {
                                        shapes.put(name, paths.keyedByPath(list));
                                    } else {
                                        faults.add(
                                                member.value().place(),
                                                "The shape \""
                                                        + Members.shown(name)
                                                        + "\" must be an object of fields or a list"
                                                        + " of paths.");
                                    }
                                }));
        OutputReader all = new OutputReader(shapes, Optional.empty(), faults);
        shapes.values().forEach(all::fields);
        return shapes;
    }

    private Map<String, Located> fields(Members settings) {
        Map<String, Located> fields = new LinkedHashMap<>();
        settings.find("fields")
                .ifPresent(value ->
                        Members.of(value, "\"fields\"", faults, Set.of())
                                .each((name, member) -> fields.put(name, member.value())));
        return fields;
    }

    private List<ActionSpec> actions(
            Members settings,
            Map<String, Mapping> shapes,
            Paging paging,
            Optional<IdentitySpec> identity) {
        List<ActionSpec> actions = new ArrayList<>();
        if (!settings.has("actions")) {
            faults.add(settings.place(), "A connector file needs the setting \"actions\".");
            return actions;
        }
        ActionReader reader = new ActionReader(faults, shapes, fields(settings), paging, identity);
        Members.of(settings.find("actions").orElseThrow(), "\"actions\"", faults, Set.of())
                .each((name, member) -> {
                    if (!name.matches("[A-Za-z0-9_-]{1,100}")) {
                        faults.add(
                                member.place(),
                                "\""
                                        + Members.shown(name)
                                        + "\" cannot name an action: letters, digits, - and _"
                                        + " only.");
                    }
                    if (actions.size() < MOST_ACTIONS) {
                        actions.add(reader.read(name, member.place(), member.value()));
                    }
                });
        if (actions.isEmpty() || actions.size() == MOST_ACTIONS) {
            faults.add(
                    settings.place("actions"),
                    "A connector has 1 to " + (MOST_ACTIONS - 1) + " actions.");
        }
        return actions;
    }

    private ConnectorFile.About about(Members settings, Paging paging) {
        String id = settings.needed("id");
        if (!id.matches("[a-z][a-z0-9_-]{1,99}")) {
            faults.add(
                    settings.place("id"),
                    "\"id\" is \""
                            + Members.shown(id)
                            + "\"; expected small letters, digits, - and _, such as github.");
        }
        String version = settings.text("version").orElse("1.0.0");
        if (!version.matches("[A-Za-z0-9._-]{1,30}")) {
            faults.add(settings.place("version"), "\"version\" must look like 1.0.0.");
        }
        String name = settings.needed("name");
        Members connection =
                Members.of(
                        settings.find("connection").orElse(new Mapping(settings.place(), Map.of())),
                        "\"connection\"",
                        faults,
                        CONNECTION);
        if (!settings.has("tried")) {
            faults.add(
                    settings.place(),
                    "A connector file needs \"tried\": true when somebody has called the real"
                            + " service with it, false until then.");
        }
        List<String> auth = connection.texts("auth");
        for (String kind : auth) {
            if (!AUTH.contains(kind)) {
                faults.add(
                        connection.place("auth"),
                        "\""
                                + Members.shown(kind)
                                + "\" is no kind of authentication; expected some of "
                                + String.join(", ", AUTH.stream().sorted().toList())
                                + ".");
            }
        }
        if (auth.isEmpty()) {
            faults.add(
                    connection.place(),
                    "\"connection\" needs \"auth\": what its connections may be made with, such"
                            + " as [token]; [none] when the service asks for nothing.");
        }
        return new ConnectorFile.About(
                id,
                name,
                version,
                settings.isSet("tried", false),
                settings.text("help"),
                settings.text("docs").flatMap(url -> url(url, settings.place("docs"))),
                connection.text("baseUrl").flatMap(url -> url(url, connection.place("baseUrl"))),
                auth,
                connection.text("help"),
                token(connection),
                signature(connection, auth),
                headers(connection),
                origins(connection),
                rate(connection),
                check(connection),
                errors(settings),
                settings.find("identity").map(new IdentityReader(faults, paths, paging)::read));
    }

    private Optional<URI> url(String text, Place place) {
        try {
            URI url = new URI(text);
            boolean plain =
                    url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawQuery() == null
                            && url.getRawFragment() == null
                            && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()));
            if (plain) {
                return Optional.of(url);
            }
        } catch (URISyntaxException mistake) {
            // said below
        }
        faults.add(
                place,
                "\""
                        + Members.shown(text)
                        + "\" is no address; expected one such as https://api.example.com/v1,"
                        + " without user name and query.");
        return Optional.empty();
    }

    private Optional<TokenPlace> token(Members connection) {
        return connection
                .find("token")
                .map(value -> {
                    Members token =
                            Members.of(value, "\"token\"", faults, Set.of("header", "scheme"));
                    String header = token.text("header").orElse("Authorization");
                    String scheme =
                            token.text("scheme")
                                    .orElse(
                                            header.equalsIgnoreCase("Authorization")
                                                    ? "Bearer"
                                                    : "");
                    if (!header.matches("[A-Za-z0-9-]{1,100}")
                            || !scheme.matches("[A-Za-z0-9_-]{0,40}")) {
                        faults.add(
                                value.place(),
                                "\"token\" says a header and the word before the token, such as"
                                        + " {header: X-Api-Key} or {scheme: GenieKey}.");
                    }
                    return new TokenPlace(header, scheme.equals("none") ? "" : scheme);
                });
    }

    private Optional<AwsSignature> signature(Members connection, List<String> auth) {
        return connection
                .find("sign")
                .map(value -> {
                    Members sign = Members.of(value, "\"sign\"", faults, Set.of("aws", "region"));
                    String service = sign.needed("aws");
                    Optional<String> region = sign.text("region");
                    if (!service.matches("[a-z0-9-]{1,40}")
                            || region.filter(text -> !text.matches("[a-z0-9-]{1,40}"))
                                    .isPresent()) {
                        faults.add(
                                value.place(),
                                "\"sign\" says the service whose requests are signed, such as {aws:"
                                    + " lambda}, and perhaps the region of hosts that say none.");
                    }
                    if (!auth.equals(List.of("basic"))) {
                        faults.add(
                                connection.place("auth"),
                                "Requests are signed with an access key, which a connection of the"
                                        + " kind basic has: \"auth\" must be [basic].");
                    }
                    return new AwsSignature(service, region);
                });
    }

    private Map<String, String> headers(Members connection) {
        Map<String, String> headers = new LinkedHashMap<>();
        RequestReader rules = new RequestReader(faults);
        connection
                .find("headers")
                .ifPresent(value ->
                        Members.of(value, "\"headers\"", faults, Set.of())
                                .each((name, member) -> {
                                    rules.checkHeader(name, member.place());
                                    String text =
                                            member.value() instanceof Scalar scalar
                                                    ? scalar.text()
                                                    : "";
                                    if (text.isBlank()
                                            || text.chars().anyMatch(c -> c < ' ' || c > '~')) {
                                        faults.add(
                                                member.value().place(),
                                                "The header "
                                                        + Members.shown(name)
                                                        + " needs a text of plain letters in one"
                                                        + " line.");
                                    } else {
                                        headers.put(name, text);
                                    }
                                }));
        return headers;
    }

    private List<URI> origins(Members connection) {
        return connection.texts("origins").stream()
                .flatMap(url -> url(url, connection.place("origins")).stream())
                .toList();
    }

    private Optional<Rate> rate(Members connection) {
        return connection
                .find("rateLimit")
                .flatMap(value -> {
                    Members limit =
                            Members.of(value, "\"rateLimit\"", faults, Set.of("calls", "seconds"));
                    Optional<Integer> calls = limit.number("calls", 1, 10_000);
                    Optional<Integer> seconds = limit.number("seconds", 1, 86_400);
                    if (calls.isEmpty() || seconds.isEmpty()) {
                        faults.add(
                                value.place(),
                                "\"rateLimit\" needs \"calls\" and \"seconds\", whole numbers.");
                        return Optional.empty();
                    }
                    return Optional.of(new Rate(calls.get(), Duration.ofSeconds(seconds.get())));
                });
    }

    private Optional<String> check(Members connection) {
        Optional<String> check = connection.text("check");
        if (check.isPresent() && !check.get().matches("GET /[!-~]{0,500}")) {
            faults.add(
                    connection.place("check"),
                    "\"check\" is \""
                            + Members.shown(check.get())
                            + "\"; expected a request that changes nothing, such as GET /user.");
            return Optional.empty();
        }
        return check.map(line -> line.substring("GET ".length()));
    }

    private ErrorRules errors(Members settings) {
        Optional<Located> value = settings.find("errors");
        if (value.isEmpty()) {
            return ErrorRules.NONE;
        }
        Members errors = Members.of(value.get(), "\"errors\"", faults, ERRORS);
        Map<AnswerPath, JsonNode> failed = new LinkedHashMap<>();
        errors.find("failed")
                .ifPresent(rules ->
                        Members.of(rules, "\"failed\"", faults, Set.of())
                                .each((path, member) ->
                                        failed.put(
                                                paths.path(path, member.place()),
                                                member.value().json())));
        Map<String, ErrorRules.Kind> kinds = new LinkedHashMap<>();
        errors.find("kinds")
                .ifPresent(rules ->
                        Members.of(rules, "\"kinds\"", faults, Set.of())
                                .each((code, member) -> kind(code, member, kinds)));
        Members limit =
                Members.of(
                        errors.find("limit").orElse(new Mapping(errors.place(), Map.of())),
                        "\"limit\"",
                        faults,
                        Set.of("statuses", "remaining", "reset"));
        List<Integer> statuses = new ArrayList<>();
        for (String status : limit.texts("statuses")) {
            if (status.matches("[45][0-9][0-9]")) {
                statuses.add(Integer.valueOf(status));
            } else {
                faults.add(limit.place("statuses"), "A status is a number from 400 to 599.");
            }
        }
        return new ErrorRules(
                paths(errors, "message"),
                paths(errors, "code"),
                failed,
                kinds,
                statuses,
                limit.text("remaining").map(name -> name.toLowerCase(Locale.ROOT)),
                limit.text("reset").map(name -> name.toLowerCase(Locale.ROOT)));
    }

    private void kind(String code, Located.Member member, Map<String, ErrorRules.Kind> kinds) {
        String word = member.value() instanceof Scalar scalar ? scalar.text() : "";
        Optional<ErrorRules.Kind> kind = ErrorRules.kindOf(word);
        if (kind.isEmpty()) {
            faults.add(
                    member.value().place(),
                    "What the code \""
                            + Members.shown(code)
                            + "\" means must be one of Invalid, Unauthorised, NotFound,"
                            + " RateLimited, Unavailable, Rejected.");
        }
        kind.ifPresent(known -> kinds.put(code, known));
    }

    private List<AnswerPath> paths(Members settings, String key) {
        return settings.texts(key).stream()
                .map(text -> paths.path(text, settings.place(key)))
                .toList();
    }
}
