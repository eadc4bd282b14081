package io.hookline.server.execution;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Request;
import io.hookline.server.http.RequestFilter;
import io.hookline.server.http.Route;
import io.hookline.server.http.Router;
import io.hookline.server.http.TestServer;
import io.hookline.server.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A real HTTP server with a few services; a request with {@code Authorization: SSWS all} may do
 * everything, one with the name of a permission only that.
 */
public final class TestingHttp implements AutoCloseable {
    private final TestServer web;
    private final HttpClient client = HttpClient.newHttpClient();

    public TestingHttp(Served... parts) {
        List<Route> routes = Arrays.stream(parts).flatMap(it -> it.routes().stream()).toList();
        web =
                TestServer.of(
                        new Router(parts[0].baseUrl(), new ClientAddress(List.of()))
                                .filter(TestingHttp::pass)
                                .add(routes));
    }

    /** Routes, and what their links begin with. */
    public record Served(URI baseUrl, List<Route> routes) {}

    /**
     * @param baseUrl what links begin with
     */
    public static Served routes(String baseUrl, List<Route> routes) {
        return new Served(URI.create(baseUrl), routes);
    }

    private static RequestFilter.Pass pass(Request request) {
        return request.header("Authorization")
                .filter(value -> value.startsWith("SSWS "))
                .map(value -> RequestFilter.Pass.of(caller(value.substring(5))))
                .orElse(RequestFilter.Pass.PLAIN);
    }

    private static Caller caller(String token) {
        Set<Permission> permissions =
                token.equals("all")
                        ? EnumSet.allOf(Permission.class)
                        : Set.of(Permission.valueOf(token));
        return new Caller("1", token, Caller.Kind.TOKEN, permissions, "127.0.0.1");
    }

    public int port() {
        return web.port();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + web.port() + path);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).header("Authorization", "SSWS all"));
    }

    public HttpResponse<String> post(String path, String body) {
        return send(
                request(path)
                        .header("Authorization", "SSWS all")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public static JsonNode json(HttpResponse<String> response) {
        try {
            return Json.MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        web.close();
    }
}
