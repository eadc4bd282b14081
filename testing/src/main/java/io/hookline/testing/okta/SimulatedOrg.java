package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.http.RecordingServer;
import io.hookline.testing.http.RecordingServer.Answer;
import io.hookline.testing.http.RecordingServer.Received;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The org. One request at a time changes it, and what it holds can be looked at between two
 * requests.
 */
public final class SimulatedOrg implements AutoCloseable {
    /** What it accepts as an API token. */
    public static final String TOKEN = "00simulated-token-of-the-org";

    /** Characters of all requests that may change something, so that it holds no more. */
    private static final long ROOM = 64L * 1024 * 1024;

    private static final int COST = 500;
    private static final String BEARER = "Bearer ";

    /** What the header says while there is no limit. */
    private static final int USUAL_LIMIT = 600;

    private final InstantSource clock;
    private final List<Consumer<ObjectNode>> readers = new CopyOnWriteArrayList<>();
    private final List<Function<OrgRequest, Optional<OrgAnswer>>> scripted =
            new CopyOnWriteArrayList<>();
    private final Optional<RecordingServer> server;
    private Parts parts;
    private long written;
    private int perMinute;
    private int left = Integer.MAX_VALUE;
    private Instant reset = Instant.EPOCH;

    /** All that an org has. */
    private record Parts(
            Org org,
            OrgUsers users,
            OrgGroups groups,
            OrgApplications applications,
            OrgSecurity security,
            OrgResources resources,
            OrgSchemas schemas,
            OrgTokens tokens) {
        static Parts of(InstantSource clock) {
            Org org = new Org(clock);
            OrgUsers users = new OrgUsers(org);
            OrgGroups groups = new OrgGroups(org, users);
            return new Parts(
                    org,
                    users,
                    groups,
                    new OrgApplications(org, users, groups),
                    new OrgSecurity(org, users),
                    new OrgResources(org),
                    new OrgSchemas(users, groups),
                    new OrgTokens(clock));
        }
    }

    private SimulatedOrg(InstantSource clock, boolean listens) {
        this.clock = clock;
        this.parts = Parts.of(clock);
        this.server = listens ? Optional.of(new RecordingServer(this::answer)) : Optional.empty();
    }

    /** An empty org on a free loopback port of its own. */
    public static SimulatedOrg start(InstantSource clock) {
        return new SimulatedOrg(clock, true);
    }

    /** An empty org that {@link #answer} asks, for a server that stands in for more. */
    public static SimulatedOrg behind(InstantSource clock) {
        return new SimulatedOrg(clock, false);
    }

    /** The address of an org with a port of its own. */
    public URI url() {
        return server.orElseThrow().url();
    }

    /** All requests so far to a port of its own. */
    public List<OrgRequest> requests() {
        return server.orElseThrow().exchanges().stream()
                .map(exchange -> OrgRequest.of(exchange.request()))
                .toList();
    }

    /** Answers a request, whose path is one of an org. */
    public Answer answer(Received received) {
        return answer(OrgRequest.of(received)).sent();
    }

    /** Hands each new event of the log to somebody, who must be quick. */
    public synchronized void readBy(Consumer<ObjectNode> reader) {
        readers.add(reader);
        parts.org.log.readBy(reader);
    }

    /** Empties it. */
    public synchronized void forget() {
        parts = Parts.of(clock);
        readers.forEach(parts.org.log::readBy);
        scripted.clear();
        written = 0;
        left = Integer.MAX_VALUE;
        reset = Instant.EPOCH;
    }

    /** All that is there, as the API gives it. */
    public synchronized ObjectNode state() {
        ObjectNode state = Org.JSON.objectNode();
        state.set("users", parts.users.state());
        state.set("groups", parts.groups.state());
        state.set("applications", parts.applications.state());
        state.setAll(parts.security.state());
        state.set("resources", parts.resources.state());
        state.set("log", Org.JSON.arrayNode().addAll(log()));
        return state;
    }

    /** All requests that changed, or tried to change, something. */
    public List<String> changes() {
        return requests().stream()
                .filter(request -> !request.method().equals("GET"))
                .map(OrgRequest::toString)
                .toList();
    }

    /** A new user; {@code login} is the e-mail address too. */
    public synchronized String addUser(String login, String firstName, String lastName) {
        ObjectNode profile = Org.JSON.objectNode();
        profile.put("login", login).put("email", login);
        profile.put("firstName", firstName).put("lastName", lastName);
        return parts.users.add(profile, true).path("id").asText();
    }

    /** A user as the API gives it. */
    public synchronized ObjectNode user(String key) {
        return parts.users.find(key).orElseThrow().deepCopy();
    }

    /** Changes a user without a request. */
    public synchronized void change(String key, String path, String value) {
        ObjectNode user = parts.users.find(key).orElseThrow();
        int dot = path.indexOf('.');
        if (dot < 0) {
            user.put(path, value);
        } else {
            user.withObjectProperty(path.substring(0, dot)).put(path.substring(dot + 1), value);
        }
    }

    public synchronized boolean hasUser(String key) {
        return parts.users.find(key).isPresent();
    }

    /** How many sessions a user has. */
    public synchronized int sessions(String id) {
        return parts.users.sessions(id);
    }

    public synchronized String addGroup(String name, String... members) {
        ObjectNode profile = Org.JSON.objectNode().put("name", name).put("description", name);
        String id = parts.groups.add(profile, "OKTA_GROUP").path("id").asText();
        Arrays.stream(members).forEach(member -> parts.groups.join(id, member));
        return id;
    }

    public synchronized Set<String> members(String group) {
        return parts.groups.members(group);
    }

    public synchronized String addApplication(String name, String label) {
        return parts.applications.add(name, label).path("id").asText();
    }

    /** The same with people who may use it. */
    public synchronized void addApplication(
            Optional<String> given, String name, String label, List<String> logins) {
        String id = given.orElseGet(() -> parts.org.id("0oa"));
        parts.applications.add(id, name, label);
        logins.forEach(login ->
                parts.users.find(login).ifPresent(user -> parts.applications.assign(id, user)));
    }

    public synchronized String addFactor(String user, String type) {
        return parts.security.addFactor(user, type).path("id").asText();
    }

    public synchronized String addRole(String user, String type) {
        return parts.security.addRole(user, type).path("id").asText();
    }

    public synchronized String addRealm(String name) {
        return parts.security.addRealm(name).path("id").asText();
    }

    public synchronized String addIdentityProvider(String name) {
        return parts.security.addProvider(name).path("id").asText();
    }

    /**
     * A service that gets access tokens at {@code /oauth2/v1/token}.
     *
     * @param jwk its public RSA key
     * @throws IllegalArgumentException when that is none
     */
    public synchronized void addClient(String id, JsonNode jwk) {
        parts.tokens.add(id, jwk);
    }

    /** Lets no access token be good any more. */
    public synchronized void revokeTokens() {
        parts.tokens.revoke();
    }

    /** How many users an import session was handed. */
    public synchronized int handed(String session) {
        return parts.security.handed(session);
    }

    /** The System Log. */
    public synchronized List<ObjectNode> log() {
        return parts.org.log.events();
    }

    /** An event of the System Log. */
    public synchronized void addEvent(String type, String message) {
        parts.org.log.add(type, message);
    }

    /**
     * An event that somebody made up; it gets an id and a time.
     *
     * @return the event as it stands in the log
     */
    public synchronized ObjectNode addEvent(ObjectNode event) {
        return parts.org.log.add(event).deepCopy();
    }

    /**
     * A thing of a collection such as {@code /api/v1/policies}.
     *
     * @throws IllegalArgumentException when an org has no such collection
     */
    public synchronized ObjectNode addResource(String collection, ObjectNode thing) {
        return parts.resources.add(collection, thing).deepCopy();
    }

    /** The id of a group with that name. */
    public synchronized Optional<String> group(String name) {
        return parts.groups.named(name);
    }

    /** Puts a user into a group. */
    public synchronized void join(String group, String user) {
        parts.groups.join(group, user);
    }

    /** The same with a profile of any fields, which has a login. */
    public synchronized String addUser(Optional<String> id, ObjectNode profile) {
        return parts.users
                .add(id.orElseGet(() -> parts.org.id("00u")), profile, true)
                .path("id")
                .asText();
    }

    /** The same with an id. */
    public synchronized String addGroup(Optional<String> id, String name) {
        ObjectNode profile = Org.JSON.objectNode().put("name", name).put("description", name);
        return parts.groups
                .add(id.orElseGet(() -> parts.org.id("00g")), profile, "OKTA_GROUP")
                .path("id")
                .asText();
    }

    /** Pages get no larger than that, whatever is asked for. */
    public synchronized void pagesOf(int most) {
        parts.org.largestPage = most;
    }

    /** Takes so many more calls, and then none before that time. */
    public synchronized void limit(int calls, Instant until) {
        left = calls;
        reset = until;
    }

    /**
     * Takes so many calls in each minute.
     *
     * @param calls 0 for as many as come
     */
    public synchronized void limitEachMinute(int calls) {
        perMinute = calls;
        left = calls == 0 ? Integer.MAX_VALUE : calls;
        reset = Instant.EPOCH;
    }

    /** Answers in another way, where the function has an answer. */
    public void when(Function<OrgRequest, Optional<OrgAnswer>> answer) {
        scripted.add(answer);
    }

    private synchronized OrgAnswer answer(OrgRequest request) {
        for (Function<OrgRequest, Optional<OrgAnswer>> script : scripted) {
            Optional<OrgAnswer> own = script.apply(request);
            if (own.isPresent()) {
                return own.get();
            }
        }
        if (request.rawPath().equals("/oauth2/v1/token") && request.method().equals("POST")) {
            return parts.tokens.answer(request);
        }
        String credentials = request.headers().getOrDefault("authorization", "");
        boolean bearer =
                credentials.startsWith(BEARER)
                        && parts.tokens.isGood(credentials.substring(BEARER.length()));
        if (!bearer && !credentials.equals("SSWS " + TOKEN)) {
            return OrgAnswer.error(401, "E0000011", "Invalid token provided");
        }
        if (perMinute > 0 && !clock.instant().isBefore(reset)) {
            left = perMinute;
            reset = clock.instant().plusSeconds(60);
        }
        if (left <= 0 && parts.org.clock.instant().isBefore(reset)) {
            return limited(
                    OrgAnswer.error(
                            429,
                            "E0000047",
                            "API call exceeded rate limit due to too many requests."));
        }
        left = left <= 0 ? Integer.MAX_VALUE : left - 1;
        if (!request.method().equals("GET")) {
            written += request.text().length() + COST;
        }
        return limited(written > ROOM ? full() : routed(request));
    }

    private static OrgAnswer full() {
        return OrgAnswer.error(
                403,
                "E0000014",
                "The simulated org holds no more. Reset it: POST /simulate/reset.");
    }

    /** The time of the reset is by the clock of the header Date, which the JDK's server sets. */
    private OrgAnswer limited(OrgAnswer answer) {
        Duration wait = Duration.between(parts.org.clock.instant(), reset);
        long resets = Instant.now().plus(wait.isNegative() ? Duration.ZERO : wait).getEpochSecond();
        int most = perMinute > 0 ? perMinute : USUAL_LIMIT;
        return answer.with("X-Rate-Limit-Limit", Integer.toString(most))
                .with("X-Rate-Limit-Remaining", Integer.toString(Math.clamp(left, 0, most)))
                .with("X-Rate-Limit-Reset", Long.toString(resets));
    }

    private OrgAnswer routed(OrgRequest request) {
        List<String> path = request.path();
        Optional<OrgAnswer> resource = parts.resources.answer(request);
        if (resource.isPresent()) {
            return resource.get();
        }
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
                                    ? parts.users.create(request)
                                    : parts.users.list(request);
            case "groups" -> parts.groups.answer(request);
            case "apps" -> parts.applications.answer(request);
            case "meta" -> parts.schemas.answer(request);
            case "logs" -> parts.org.log.answer(request);
            case "realms" -> parts.security.realms(request);
            case "idps" -> parts.security.ofProvider(request);
            case "identity-sources" -> parts.security.ofSource(request);
            default -> OrgAnswer.notFound(request.rawPath(), "Resource");
        };
    }

    private OrgAnswer ofUser(OrgRequest request) {
        String below = request.path().size() > 4 ? request.path().get(4) : "";
        return switch (below) {
            case "groups" -> parts.groups.of(request, request.path().get(3));
            case "factors", "roles" -> parts.security.ofUser(request);
            default -> parts.users.one(request);
        };
    }

    @Override
    public void close() {
        server.ifPresent(RecordingServer::close);
    }
}
