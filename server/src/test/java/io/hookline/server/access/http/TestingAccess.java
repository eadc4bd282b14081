package io.hookline.server.access.http;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Secret;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.server.access.AccessLog;
import io.hookline.server.access.AccessTokens;
import io.hookline.server.access.Authenticator;
import io.hookline.server.access.Authority;
import io.hookline.server.access.Caller;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.OAuthIssuer;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Sealer;
import io.hookline.server.access.Sessions;
import io.hookline.server.access.SignIn;
import io.hookline.server.access.TestingSealer;
import io.hookline.server.access.Tokens;
import io.hookline.server.event.audit.AccessAudit;
import io.hookline.server.event.audit.OwnTypes;
import io.hookline.server.event.http.LogApi;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.http.FreePort;
import io.hookline.server.http.KnownPaths;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.http.Router;
import io.hookline.server.http.TestServer;
import io.hookline.server.json.Json;
import io.hookline.server.store.TestDatabase;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The filter, the tokens and the log behind a real web server, and a client for them. The event
 * hook API is stood in for by two routes that only ask for their permission.
 */
final class TestingAccess implements AutoCloseable {
    static final String ADMIN = "configured-token-of-32-characters!";
    static final String TOKENS = "/api/hookline/v1/tokens";
    static final String HOOKS = "/api/v1/eventHooks";

    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
    final InstantSource clock = () -> now;
    final TestDatabase database;
    final DatabaseEventLog log;
    final Sessions sessions;
    final SignIn signIn;
    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = FreePort.find();
    private final TestServer web;

    TestingAccess(Path folder) {
        this(folder, OptionalInt.empty(), Optional.empty());
    }

    TestingAccess(Path folder, OptionalInt perMinute, Optional<OAuthIssuer> issuer) {
        database = TestDatabase.open(folder);
        log = new DatabaseEventLog(database, clock);
        AccessLog audit = new AccessAudit(log, clock);
        Sealer sealer = TestingSealer.in(folder.resolve("keys"));
        Authority authority = Authority.of(database);
        sessions = new Sessions(database, authority, audit, sealer, clock);
        signIn =
                new SignIn(
                        database, authority, audit, sessions, sealer, Optional.of(2), false, clock);
        Tokens tokens =
                new Tokens(database, authority, audit, clock, Optional.of(new Secret(ADMIN)));
        AuthenticationFilter filter =
                new AuthenticationFilter(
                        new OwnHosts(base(), "127.0.0.1"),
                        new Authenticator(
                                tokens,
                                issuer.map(known -> new AccessTokens(known, sender, clock)),
                                database,
                                audit,
                                clock),
                        sessions,
                        new RequestLimit(perMinute, database, audit, clock));
        KnownPaths paths = KnownPaths.read();
        Router router =
                new Router(base(), new ClientAddress(List.of()))
                        .filter(filter)
                        .add(new LogApi(database, log, OwnTypes.ACCEPT, clock).routes())
                        .add(new TokenApi(tokens, clock).routes())
                        .add(new ApiDescription(paths).routes())
                        .add(
                                List.of(
                                        Route.get(
                                                HOOKS,
                                                Permission.READ_HOOKS,
                                                request ->
                                                        Response.json(
                                                                Json.MAPPER.createArrayNode())),
                                        Route.post(
                                                HOOKS,
                                                Permission.MANAGE_HOOKS,
                                                request ->
                                                        Response.json(caller(request.caller())))));
        web = TestServer.of(router, port);
    }

    private static JsonNode caller(Caller caller) {
        return Json.object().put("id", caller.id()).put("name", caller.name());
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void advance(Duration step) {
        now = now.plus(step);
    }

    /** An answer with its body. */
    record Reply(int status, JsonNode body, HttpResponse<String> raw) {
        String text(String member) {
            return body.path(member).asText();
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    Reply get(String path, String token) {
        return send("GET", path, "SSWS " + token, "");
    }

    /** As the administrator's script. */
    Reply admin(String method, String path, String body) {
        return send(method, path, "SSWS " + ADMIN, body);
    }

    /** Makes a token with those permissions and answers its value. */
    String token(String name, String... permissions) {
        return create(name, permissions).text("token");
    }

    Reply create(String name, String... permissions) {
        return admin(
                "POST",
                TOKENS,
                Json.MAPPER
                        .valueToTree(Map.of("name", name, "permissions", List.of(permissions)))
                        .toString());
    }

    Reply send(String method, String path, String authorization, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base().resolve(path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            JsonNode json =
                    answer.body().isEmpty()
                            ? Json.MAPPER.missingNode()
                            : Json.MAPPER.readTree(answer.body());
            return new Reply(answer.statusCode(), json, answer);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What the log holds of that type, oldest first, once all reports under way are written. */
    List<StoredEvent> events(String type) {
        settle();
        return log.read(0, List.of(type), 1_000);
    }

    /** Waits for what nobody waits for: the store writes in the order in which it was asked to. */
    void settle() {
        database.write(tx -> tx);
    }

    @Override
    public void close() {
        web.close();
        client.close();
        sender.close();
        log.close();
        database.close();
    }
}
