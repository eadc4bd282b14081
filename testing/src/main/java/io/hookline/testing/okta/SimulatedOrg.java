package io.hookline.testing.okta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * The org on a free loopback port. One request at a time changes it, and what it holds can be
 * looked at between two requests.
 */
public final class SimulatedOrg implements AutoCloseable {
    /** What it accepts as an API token. */
    public static final String TOKEN = "00simulated-token-of-the-org";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final HttpServer server;
    private final Org org;
    private final OrgUsers users;
    private final OrgGroups groups;
    private final OrgApplications applications;
    private final OrgSecurity security;
    private final List<OrgRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Function<OrgRequest, Optional<OrgAnswer>>> scripted =
            new CopyOnWriteArrayList<>();
    private volatile int left = Integer.MAX_VALUE;
    private volatile Instant reset = Instant.EPOCH;

    private SimulatedOrg(int port, InstantSource clock) {
        org = new Org(clock);
        users = new OrgUsers(org);
        groups = new OrgGroups(org, users);
        applications = new OrgApplications(org, users, groups);
        security = new OrgSecurity(org, users);
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 100);
        } catch (IOException unusable) {
            throw new java.io.UncheckedIOException(unusable);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** An empty org on a free port. */
    public static SimulatedOrg start(InstantSource clock) {
        return new SimulatedOrg(0, clock);
    }

    /** The address of the org. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All requests so far. */
    public List<OrgRequest> requests() {
        return List.copyOf(requests);
    }

    /** Requests that changed, or tried to change, something. */
    public List<String> changes() {
        return requests.stream()
                .filter(request -> !request.method().equals("GET"))
                .map(OrgRequest::toString)
                .toList();
    }

    /** A new user; {@code login} is the e-mail address too. */
    public synchronized String addUser(String login, String firstName, String lastName) {
        ObjectNode profile = Org.JSON.objectNode();
        profile.put("login", login).put("email", login);
        profile.put("firstName", firstName).put("lastName", lastName);
        return users.add(profile, true).path("id").asText();
    }

    /** A user as the API gives it. */
    public synchronized ObjectNode user(String key) {
        return users.find(key).orElseThrow().deepCopy();
    }

    /** Changes a user without a request. */
    public synchronized void change(String key, String path, String value) {
        ObjectNode user = users.find(key).orElseThrow();
        int dot = path.indexOf('.');
        if (dot < 0) {
            user.put(path, value);
        } else {
            user.withObjectProperty(path.substring(0, dot)).put(path.substring(dot + 1), value);
        }
    }

    public synchronized boolean hasUser(String key) {
        return users.find(key).isPresent();
    }

    /** How many sessions a user has. */
    public synchronized int sessions(String id) {
        return users.sessions(id);
    }

    public synchronized String addGroup(String name, String... members) {
        ObjectNode profile = Org.JSON.objectNode().put("name", name).put("description", name);
        String id = groups.add(profile, "OKTA_GROUP").path("id").asText();
        Arrays.stream(members).forEach(member -> groups.join(id, member));
        return id;
    }

    public synchronized Set<String> members(String group) {
        return groups.members(group);
    }

    public synchronized String addApplication(String name, String label) {
        return applications.add(name, label).path("id").asText();
    }

    public synchronized String addFactor(String user, String type) {
        return security.addFactor(user, type).path("id").asText();
    }

    public synchronized String addRole(String user, String type) {
        return security.addRole(user, type).path("id").asText();
    }

    public synchronized String addRealm(String name) {
        return security.addRealm(name).path("id").asText();
    }

    public synchronized String addIdentityProvider(String name) {
        return security.addProvider(name).path("id").asText();
    }

    /** How many users an import session was handed. */
    public synchronized int handed(String session) {
        return security.handed(session);
    }

    /** The System Log. */
    public synchronized List<ObjectNode> log() {
        return org.log.events();
    }

    /** An event of the System Log. */
    public synchronized void addEvent(String type, String message) {
        org.log.add(type, message);
    }

    /** Pages get no larger than that, whatever is asked for. */
    public synchronized void pagesOf(int most) {
        org.largestPage = most;
    }

    /** Takes so many more calls, and then none before that time. */
    public synchronized void limit(int calls, Instant until) {
        left = calls;
        reset = until;
    }

    /** Answers in another way, where the function has an answer. */
    public void when(Function<OrgRequest, Optional<OrgAnswer>> answer) {
        scripted.add(answer);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            OrgRequest request = read(exchange);
            requests.add(request);
            OrgAnswer answer = answer(request);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = bytes(answer.body());
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] bytes(JsonNode body) {
        if (body.isMissingNode()) {
            return new byte[0];
        }
        String text = body.isTextual() ? body.textValue() : body.toString();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private synchronized OrgAnswer answer(OrgRequest request) {
        for (Function<OrgRequest, Optional<OrgAnswer>> script : scripted) {
            Optional<OrgAnswer> own = script.apply(request);
            if (own.isPresent()) {
                return own.get();
            }
        }
        String credentials = request.headers().getOrDefault("authorization", "");
        if (!credentials.equals("SSWS " + TOKEN)) {
            return OrgAnswer.error(401, "E0000011", "Invalid token provided");
        }
        if (left <= 0 && org.clock.instant().isBefore(reset)) {
            return limited(
                    OrgAnswer.error(
                            429,
                            "E0000047",
                            "API call exceeded rate limit due to too many requests."));
        }
        left = left <= 0 ? Integer.MAX_VALUE : left - 1;
        return limited(routed(request));
    }

    /** The time of the reset is by the clock of the header Date, which the JDK's server sets. */
    private OrgAnswer limited(OrgAnswer answer) {
        Duration wait = Duration.between(org.clock.instant(), reset);
        long resets = Instant.now().plus(wait.isNegative() ? Duration.ZERO : wait).getEpochSecond();
        return answer.with("X-Rate-Limit-Limit", "600")
                .with("X-Rate-Limit-Remaining", Integer.toString(Math.max(0, left)))
                .with("X-Rate-Limit-Reset", Long.toString(resets));
    }

    private OrgAnswer routed(OrgRequest request) {
        List<String> path = request.path();
        boolean known = path.size() >= 3 && path.get(0).equals("api") && path.get(1).equals("v1");
        if (!known) {
            return OrgAnswer.notFound(request.rawPath(), "Resource");
        }
        boolean one = path.size() > 3;
        return switch (path.get(2)) {
            case "users" ->
                    one
                            ? ofUser(request)
                            : request.method().equals("POST")
                                    ? users.create(request)
                                    : users.list(request);
            case "groups" -> groups.answer(request);
            case "apps" -> applications.answer(request);
            case "logs" -> org.log.answer(request);
            case "realms" -> security.realms(request);
            case "idps" -> security.ofProvider(request);
            case "identity-sources" -> security.ofSource(request);
            default -> OrgAnswer.notFound(request.rawPath(), "Resource");
        };
    }

    private OrgAnswer ofUser(OrgRequest request) {
        String below = request.path().size() > 4 ? request.path().get(4) : "";
        return switch (below) {
            case "groups" -> groups.of(request, request.path().get(3));
            case "factors", "roles" -> security.ofUser(request);
            default -> users.one(request);
        };
    }

    private static OrgRequest read(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        List<String> path = new ArrayList<>();
        for (String segment : uri.getRawPath().substring(1).split("/", -1)) {
            path.add(decoded(segment.replace("+", "%2B")));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return new OrgRequest(
                exchange.getRequestMethod(),
                path,
                uri.getRawPath(),
                query(Optional.ofNullable(uri.getRawQuery()).orElse("")),
                headers,
                json(text),
                text);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : MAPPER.readTree(text);
        } catch (JsonProcessingException none) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
