package io.hookline.server.event.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.flow.card.Secret;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.event.ingest.Source;
import io.hookline.server.event.ingest.Sources;
import io.hookline.server.event.ingest.Sources.Draft;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Page;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /api/hookline/v1/sources}: the systems whose event hooks point at us. */
public final class SourceApi implements HttpService {
    private static final String PATH = "/api/hookline/v1/sources";
    private static final int MAX_BODY = 64 * 1024;
    private static final int LONGEST_NAME = 100;
    private static final int SHORTEST_SECRET = 16;
    private static final String SILENT = "silentAfterMinutes";
    private static final int LONGEST_SILENCE = 30 * 24 * 60;
    private static final int LONGEST_SECRET = 1_000;

    private final Sources sources;
    private final Supplier<URI> baseUrl;

    /**
     * @param baseUrl where callers reach us, for links
     */
    public SourceApi(Sources sources, Supplier<URI> baseUrl) {
        this.sources = sources;
        this.baseUrl = baseUrl;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, this::list)
                .post(PATH, this::create)
                .get(PATH + "/{id}", this::get)
                .put(PATH + "/{id}", this::update)
                .delete(PATH + "/{id}", this::delete);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.MANAGE_CONNECTIONS);
        Page page = Page.of(request);
        page.send(
                request,
                response,
                baseUrl.get(),
                sources.list(page.after(), page.limit() + 1),
                Source::place,
                this::json);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.MANAGE_CONNECTIONS);
        Bodies.send(response, 200, json(sources.get(id(request))));
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_CONNECTIONS);
        Draft draft =
                draft(Bodies.object(request, MAX_BODY), "Authorization", true, Optional.empty());
        Secret secret = draft.secret().orElseGet(() -> new Secret(Sources.random(40)));
        Source made = sources.create(caller, draft, secret);
        ObjectNode answer = json(made);
        if (draft.secret().isEmpty()) {
            // The one answer that holds it: nobody on the way keeps it.
            answer.put("secret", secret.reveal());
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
        }
        response.header(
                HeaderNames.LOCATION, baseUrl.get().resolve(PATH + "/" + made.id()).toString());
        Bodies.send(response, 201, answer);
    }

    private void update(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_CONNECTIONS);
        ObjectNode body = Bodies.object(request, MAX_BODY);
        Source old = sources.get(id(request));
        Draft draft = draft(body, old.header(), old.enabled(), old.silentAfter());
        Bodies.send(response, 200, json(sources.update(caller, old.id(), draft)));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_CONNECTIONS);
        sources.delete(caller, id(request));
        Bodies.sendEmpty(response);
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    private static Draft draft(
            ObjectNode body, String header, boolean enabled, Optional<Duration> silentAfter) {
        String name = text(body, "name").map(String::strip).orElse("");
        if (name.isEmpty()
                || name.length() > LONGEST_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            throw Problem.badRequest(
                    "name is required: a text of 1 to " + LONGEST_NAME + " characters.");
        }
        String named = text(body, "header").orElse(header);
        if (!named.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")) {
            throw Problem.badRequest("header must be the name of an HTTP header.");
        }
        Optional<Secret> secret = text(body, "secret").map(Secret::new);
        secret.filter(given -> !isFit(given.reveal()))
                .ifPresent(unfit -> {
                    throw Problem.badRequest(
                            "secret must have %d to %,d printable ASCII characters."
                                    .formatted(SHORTEST_SECRET, LONGEST_SECRET));
                });
        JsonNode on = body.path("enabled");
        if (!on.isMissingNode() && !on.isNull() && !on.isBoolean()) {
            throw Problem.badRequest("enabled must be true or false.");
        }
        return new Draft(
                name,
                named,
                secret,
                on.isBoolean() ? on.asBoolean() : enabled,
                body.has(SILENT) ? silentAfter(body.get(SILENT)) : silentAfter);
    }

    private static Optional<Duration> silentAfter(JsonNode minutes) {
        if (minutes.isNull()) {
            return Optional.empty();
        }
        if (!minutes.isInt() || minutes.intValue() < 1 || minutes.intValue() > LONGEST_SILENCE) {
            throw Problem.badRequest(
                    SILENT
                            + " must be null or a whole number from 1 to %,d."
                                    .formatted(LONGEST_SILENCE));
        }
        return Optional.of(Duration.ofMinutes(minutes.intValue()));
    }

    private static boolean isFit(String secret) {
        return secret.length() >= SHORTEST_SECRET
                && secret.length() <= LONGEST_SECRET
                && secret.equals(secret.strip())
                && secret.chars().allMatch(letter -> letter >= ' ' && letter < 0x7f);
    }

    private static Optional<String> text(ObjectNode body, String member) {
        JsonNode value = body.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw Problem.badRequest(member + " must be a text.");
        }
        return Optional.of(value.textValue());
    }

    private ObjectNode json(Source source) {
        return Json.object()
                .put("id", source.id())
                .put("name", source.name())
                .put(
                        "receiveUrl",
                        baseUrl.get().resolve(ReceiveApi.PREFIX + source.id()).toString())
                .put("header", source.header())
                .put("enabled", source.enabled())
                .put(SILENT, source.silentAfter().map(Duration::toMinutes).orElse(null))
                .put("created", source.created().toString())
                .put("updated", source.updated().toString())
                .put("lastReceived", source.lastReceived().map(Instant::toString).orElse(null));
    }
}
