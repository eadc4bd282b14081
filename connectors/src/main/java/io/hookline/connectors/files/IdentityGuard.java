package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.files.IdentitySpec.Source;
import io.hookline.connectors.files.IdentitySpec.Target;
import io.hookline.connectors.rest.PathParts;
import io.hookline.connectors.rest.ProtectedPeople;
import io.hookline.connectors.rest.ProtectedPeople.Person;
import io.hookline.connectors.rest.RestReply;
import io.hookline.connectors.rest.RestRequest;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.GivenInputs;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.ValueType;
import io.hookline.outbound.Origin;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps protected users and groups from the requests of a connector that destroy. A request that
 * does not say whom it touches is not sent while a connection protects anybody.
 */
final class IdentityGuard {
    private static final int MOST_PAGES = 20;
    private static final int PAGE = 200;

    /** For requests whose path says whom they touch: nothing else is looked at. */
    private static final Scope NOTHING_GIVEN =
            new Scope(
                    new GivenInputs(Map.of(), Map.of()),
                    Map.of(),
                    Optional.empty(),
                    () -> "",
                    () -> "",
                    () -> "");

    private final ConnectorFile.About about;
    private final ConnectorCalls calls;
    private final ProtectedPeople people = new ProtectedPeople();

    IdentityGuard(ConnectorFile.About about, ConnectorCalls calls) {
        this.about = about;
        this.calls = calls;
    }

    /**
     * Nothing, unless the request, whose path says whom it touches, would touch somebody who is
     * protected.
     *
     * @throws CardFailure.Denied when it would, or nobody can tell
     */
    void require(Connection connection, RestRequest request, Instant now) {
        require(connection, request, List.of(), NOTHING_GIVEN, now);
    }

    /**
     * Nothing, unless the request would touch somebody who is protected.
     *
     * @param targets whom the action says it touches; none when the path says so
     * @throws CardFailure.Denied when it would, or nobody can tell
     */
    void require(
            Connection connection,
            RestRequest request,
            List<Target> targets,
            Scope scope,
            Instant now) {
        if (connection.reach().protection().isEmpty()) {
            return;
        }
        IdentitySpec identity =
                about.identity()
                        .orElseThrow(() ->
                                ProtectedPeople.unclear(
                                        "The connector "
                                                + about.name()
                                                + " does not say whom its requests touch."));
        Service service = new Service(identity, connection);
        if (targets.isEmpty()) {
            PathRule.Touched touched = touched(identity, connection, request);
            touched.groups().forEach(name -> people.requireGroup(connection, name, service));
            touched.users().forEach(name -> people.requireUser(connection, name, now, service));
            return;
        }
        for (Target target : targets) {
            switch (target) {
                case Target.Nobody nobody -> {}
                case Target.User user ->
                        people.requireUser(
                                connection, named(user.name(), connection, scope), now, service);
                case Target.Group group ->
                        people.requireGroup(
                                connection, named(group.name(), connection, scope), service);
            }
        }
    }

    private String named(Source source, Connection connection, Scope scope) {
        Scope known = scope;
        if (!source.request().isEmpty()) {
            RestRequest request = RequestSpec.chosen(source.request(), scope).of(scope);
            known =
                    scope.with(
                            IdentityReader.TARGET,
                            calls.send(connection, request, Optional.empty()));
        }
        String name =
                source.value().value(known).map(IdentityGuard::text).map(String::strip).orElse("");
        if (name.isEmpty()) {
            throw ProtectedPeople.unclear("The service does not say whose it is.");
        }
        return name;
    }

    private static String text(JsonNode value) {
        return Conversion.convert(value, ValueType.TEXT).asText();
    }

    private PathRule.Touched touched(
            IdentitySpec identity, Connection connection, RestRequest request) {
        URI address = calls.address(connection, request);
        URI base = URI.create(calls.baseUrl(connection));
        String verb = verb(request);
        Optional<Origin> asked =
                Origin.of(address).filter(origin -> !Optional.of(origin).equals(Origin.of(base)));
        List<String> path = PathParts.of(below(base, address, asked.isPresent()));
        List<PathRule.Touched> all =
                identity.touches().stream()
                        .flatMap(rule -> rule.touched(verb, asked, path).stream())
                        .toList();
        boolean nobody =
                identity.nobody().stream()
                        .anyMatch(rule -> rule.touched(verb, asked, path).isPresent());
        if (all.isEmpty() && !nobody) {
            throw ProtectedPeople.unclear("The path does not say whom it touches.");
        }
        List<String> users = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        all.forEach(touched -> {
            users.addAll(touched.users());
            groups.addAll(touched.groups());
        });
        return new PathRule.Touched(
                users.stream().distinct().toList(), groups.stream().distinct().toList());
    }

    /** The path after that of the connection; where it lies beside that, nobody knows it. */
    private static String below(URI base, URI address, boolean elsewhere) {
        String path = Optional.ofNullable(address.getRawPath()).orElse("");
        String start = Optional.ofNullable(base.getRawPath()).orElse("");
        if (elsewhere || start.isEmpty()) {
            return path;
        }
        if (!path.startsWith(start + "/")) {
            throw ProtectedPeople.unclear("The path lies beside that of the connection.");
        }
        return path.substring(start.length());
    }

    /** Some services take another method than that of the request when a header says so. */
    static boolean isDisguised(RestRequest request) {
        return request.headers()
                .filter(headers ->
                        headers.propertyStream()
                                .map(header -> header.getKey().toLowerCase(Locale.ROOT))
                                .anyMatch(name -> name.matches("x-(http-)?method(-override)?")))
                .isPresent();
    }

    private static String verb(RestRequest request) {
        return isDisguised(request) ? "" : request.method().toUpperCase(Locale.ROOT);
    }

    /**
     * Whether a request of an author's own takes something away.
     *
     * @param url as the author wrote it
     * @param body as it is sent, or as text
     */
    static boolean destroys(IdentitySpec identity, String verb, String url, String body) {
        Optional<Origin> origin = Optional.empty();
        String path = url.strip().replaceFirst("[?#].*", "");
        try {
            if (path.matches("(?i)https?://[^/]+/.*")) {
                int start = path.indexOf('/', "https://".length());
                origin = Origin.of(URI.create(path.substring(0, start)));
                path = path.substring(start);
            }
            List<String> parts = PathParts.of(path);
            Optional<Origin> asked = origin;
            return identity.destroys().stream()
                    .filter(rule -> sends(rule, body))
                    .anyMatch(rule -> speaks(rule, verb, asked, parts));
        } catch (CardFailure.Denied | IllegalArgumentException unclear) {
            return true;
        }
    }

    /** Also where the author wrote the address of the connection before the path. */
    private static boolean speaks(
            PathRule rule, String verb, Optional<Origin> asked, List<String> parts) {
        if (asked.isPresent() && rule.touched(verb, asked, parts).isPresent()) {
            return true;
        }
        int most = asked.isPresent() ? parts.size() : 1;
        for (int start = 0; start < most; start++) {
            List<String> rest = parts.subList(start, parts.size());
            if (rule.touched(verb, Optional.empty(), rest).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean sends(PathRule rule, String body) {
        if (rule.sends().isEmpty()) {
            return true;
        }
        JsonNode sent;
        try {
            sent = JsonText.read(body);
        } catch (TypeMismatch | IllegalArgumentException noJson) {
            sent = TextNode.valueOf(body);
        }
        if (!sent.isObject()) {
            return !body.isBlank();
        }
        return sent.propertyStream()
                .anyMatch(member ->
                        rule.sends().stream().anyMatch(member.getKey()::equalsIgnoreCase));
    }

    private final class Service implements ProtectedPeople.Directory {
        private final IdentitySpec identity;
        private final Connection connection;

        Service(IdentitySpec identity, Connection connection) {
            this.identity = identity;
            this.connection = connection;
        }

        @Override
        public Person user(String name) {
            return looked(identity.user().orElseThrow(() -> notSaid("users")), name, "the user");
        }

        @Override
        public Set<String> group(String name) {
            return looked(identity.group().orElseThrow(() -> notSaid("groups")), name, "the group")
                    .names();
        }

        private CardFailure.Denied notSaid(String what) {
            return ProtectedPeople.notKnown(
                    "The connector does not say how " + what + " are looked up.");
        }

        private Person looked(IdentitySpec.Lookup lookup, String name, String what) {
            Set<String> names = new LinkedHashSet<>(Set.of(name));
            if (lookup.request().isEmpty()) {
                return new Person(name, names);
            }
            RestReply reply = sent(lookup.request(), Map.of("name", name));
            Set<String> found = names(reply.body(), lookup.names());
            Optional<String> id =
                    lookup.id()
                            .map(path -> path.of(reply).asText(""))
                            .filter(text -> !text.isEmpty());
            if (found.isEmpty() || lookup.id().isPresent() && id.isEmpty()) {
                throw ProtectedPeople.notKnown(
                        about.name() + "'s answer about " + what + " names nobody.");
            }
            names.addAll(found);
            id.ifPresent(names::add);
            return new Person(id.orElse(name), names);
        }

        private RestReply sent(List<RequestSpec> requests, Map<String, String> names) {
            Scope scope = scope(names);
            return calls.send(
                    connection, RequestSpec.chosen(requests, scope).of(scope), Optional.empty());
        }

        private Scope scope(Map<String, String> names) {
            Map<String, JsonNode> values = new java.util.HashMap<>();
            names.forEach((key, name) -> values.put(key, TextNode.valueOf(name)));
            return new Scope(
                    new GivenInputs(values, Map.of()),
                    Map.of(),
                    Optional.empty(),
                    () -> calls.baseUrl(connection),
                    () -> "",
                    () -> "");
        }

        @Override
        public Set<String> groupsOf(Person user) {
            IdentitySpec.Groups groups =
                    identity.groups().orElseThrow(() -> notSaid("the groups of a user"));
            Scope scope = scope(Map.of("id", user.id(), "name", user.id()));
            RequestSpec request = RequestSpec.chosen(groups.request(), scope);
            ListApi pages =
                    new ListApi(
                            calls,
                            about.name(),
                            groups.items(),
                            true,
                            groups.paging(),
                            JsonNodeFactory.instance.objectNode(),
                            PAGE,
                            size -> request.of(scope));
            Set<String> names = new LinkedHashSet<>();
            RestReply reply = pages.read(connection, pages.first(PAGE));
            for (int page = 1; ; page++) {
                for (JsonNode group : reply.body()) {
                    Set<String> found = names(group, groups.names());
                    if (found.isEmpty()) {
                        throw ProtectedPeople.notKnown(
                                about.name() + "'s answer about a group names none.");
                    }
                    names.addAll(found);
                }
                if (reply.next().isEmpty()) {
                    return names;
                }
                if (page == MOST_PAGES) {
                    throw ProtectedPeople.notKnown("The user is in too many groups to look at.");
                }
                reply = pages.follow(connection, reply.next().get());
            }
        }

        private Set<String> names(JsonNode body, List<AnswerPath> places) {
            Set<String> names = new LinkedHashSet<>();
            for (AnswerPath place : places) {
                JsonNode found = place.of(body);
                Iterable<JsonNode> all = found.isArray() ? found : List.of(found);
                all.forEach(name -> {
                    if (name.isTextual() || name.isNumber()) {
                        names.add(name.asText().strip());
                    }
                });
            }
            names.remove("");
            return names;
        }
    }
}
