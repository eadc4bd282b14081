package io.hookline.server.event;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.Permission;
import io.hookline.server.event.audit.OwnTypes;
import io.hookline.server.event.catalog.EventCatalog;
import io.hookline.server.event.catalog.EventTypes;
import io.hookline.server.event.http.EventTypeApi;
import io.hookline.server.event.http.LogApi;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.http.FreePort;
import io.hookline.server.http.RequestFilter;
import io.hookline.server.http.Router;
import io.hookline.server.http.TestServer;
import io.hookline.server.json.Json;
import io.hookline.server.store.Sql;
import io.hookline.server.store.TestDatabase;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log behind a real web server on a free port, and a client for it. A caller is named by its
 * token.
 */
public final class TestingLogServer implements AutoCloseable {
    private static final Pattern LINK = Pattern.compile("<([^>]+)>; rel=\"(\\w+)\"");

    private static final String START = "2026-03-01T12:00:00Z";

    public final TestClock clock = new TestClock(START);
    public final TestDatabase database;
    public final DatabaseEventLog log;
    private final int port = FreePort.find();
    private final TestServer web;
    private final HttpClient http = HttpClient.newHttpClient();

    public TestingLogServer(Path folder) {
        this(folder, OwnTypes.ACCEPT);
    }

    TestingLogServer(Path folder, OwnTypes ownTypes) {
        database = TestDatabase.open(folder);
        log = new DatabaseEventLog(database, clock);
        EventTypes catalog = new EventTypes(database, log, EventCatalog.Eligibility.ALL, clock);
        web =
                TestServer.of(
                        new Router(base(), new ClientAddress(List.of()))
                                .filter(request ->
                                        request.header("Authorization")
                                                .map(TestingLogServer::caller)
                                                .map(RequestFilter.Pass::of)
                                                .orElse(RequestFilter.Pass.PLAIN))
                                .add(new LogApi(database, log, ownTypes, clock).routes())
                                .add(new EventTypeApi(catalog, clock).routes()),
                        port);
    }

    /** A token {@code name} may do everything, {@code name:INGEST} only that. */
    private static Caller caller(String authorization) {
        String[] token = authorization.substring("SSWS ".length()).split(":");
        Set<Permission> permissions =
                token.length > 1
                        ? Set.of(Permission.valueOf(token[1]))
                        : EnumSet.allOf(Permission.class);
        return new Caller(token[0], token[0], Caller.Kind.TOKEN, permissions, "192.0.2.7");
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int port() {
        return web.port();
    }

    /** An answer with its body as JSON. */
    public record Reply(int status, JsonNode body, HttpResponse<byte[]> raw) {
        public String link(String rel) {
            return raw.headers().allValues("link").stream()
                    .map(LINK::matcher)
                    .filter(Matcher::matches)
                    .filter(match -> match.group(2).equals(rel))
                    .map(match -> match.group(1))
                    .findFirst()
                    .orElse("");
        }

        public List<String> causes() {
            return body.path("errorCauses").findValuesAsText("errorSummary");
        }

        public List<String> texts(String member) {
            return body.valueStream().map(item -> item.path(member).asText()).toList();
        }
    }

    public Reply post(String token, String body) {
        return post(token, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    public Reply post(String token, String contentType, byte[] body) {
        return send(
                request("/api/v1/logs", token)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /**
     * @param parameters names and values by turns
     */
    public Reply list(String... parameters) {
        StringBuilder query = new StringBuilder("/api/v1/logs");
        for (int i = 0; i < parameters.length; i += 2) {
            query.append(i == 0 ? '?' : '&')
                    .append(parameters[i])
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return get(query.toString());
    }

    public Reply get(String path) {
        return send(request(path, "reader").GET());
    }

    /** Follows a link of an answer. */
    public Reply follow(String link) {
        return get(link.substring(base().toString().length()));
    }

    public Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), Json.parse(response.body()), response);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(base().resolve(path))
                .header("Authorization", "SSWS " + token);
    }

    /** Starts anew with an empty log; quicker than another server. */
    public void clear() {
        clock.set(Instant.parse(START));
        database.write(transaction -> {
            for (String table :
                    List.of("events", "event_entities", "event_uuids_a", "event_uuids_b")) {
                transaction.prepare(Sql.once("DELETE FROM " + table)).update();
            }
            return null;
        });
    }

    @Override
    public void close() {
        web.close();
        log.close();
        database.close();
    }
}
