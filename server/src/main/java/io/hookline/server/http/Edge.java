package io.hookline.server.http;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.json.Json;
import io.hookline.server.memory.AnswerMemory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Answers every request that is valid HTTP: passes it through the filters, asks its route's
 * admission and then its handler, and turns what is thrown into the answer that its path promises.
 */
public final class Edge {
    /** No browser may take an answer for something else than its type says. */
    private static final Response.Header NO_SNIFFING =
            new Response.Header("X-Content-Type-Options", "nosniff");

    private static final Response.Header NO_STORE =
            new Response.Header("Cache-Control", "no-store");

    private final Requests requests;
    private final AnswerMemory answers;
    private final List<RequestFilter> filters;
    private final RouteTable routes;
    private final ErrorAnswers errors;
    private final Optional<Handler> missingPage;

    /** Makes the request that filters and routes see of what was read. */
    @FunctionalInterface
    interface Requests {
        RoutedRequest of(Incoming in, AnswerMemory.Share room);
    }

    Edge(
            Requests requests,
            AnswerMemory answers,
            List<RequestFilter> filters,
            RouteTable routes,
            ErrorAnswers errors,
            Optional<Handler> missingPage) {
        this.requests = requests;
        this.answers = answers;
        this.filters = filters;
        this.routes = routes;
        this.errors = errors;
        this.missingPage = missingPage;
    }

    /**
     * Answers a request. The answer keeps its room in memory until it is sent.
     *
     * @param send sends it, at the pace of its caller
     * @throws ClientGone when the connection ended meanwhile
     */
    public void answer(Incoming in, Consumer<Response> send) {
        try (AnswerMemory.Share room = answers.open()) {
            send.accept(answer(in, room));
        }
    }

    private Response answer(Incoming in, AnswerMemory.Share room) {
        List<Response.Header> headers = new ArrayList<>();
        Response response;
        try (RoutedRequest request = requests.of(in, room)) {
            for (RequestFilter filter : filters) {
                RequestFilter.Pass pass = filter.pass(request);
                request.learn(pass);
                headers.addAll(pass.headers());
            }
            response = Answering.within(room, routed(request));
        } catch (ClientGone e) {
            throw e;
        } catch (RuntimeException | Error e) {
            room.keep(0);
            response = errors.of(in.method(), in.path(), e);
        }
        return complete(response, headers);
    }

    /**
     * The answer to what is hardly HTTP and reaches no route.
     *
     * @param path as far as it is known
     * @param detail says what is wrong, in a sentence
     */
    public Response unreadable(String path, int status, String title, String detail) {
        return complete(ErrorAnswers.of(path, new Problem(status, title, detail)), List.of());
    }

    private Response routed(RoutedRequest request) {
        Optional<RouteTable.Found> found = routes.find(request.method(), request.path());
        if (found.isEmpty()) {
            Problem unmatched = errors.unmatched(request.method(), request.path());
            if (missingPage.isPresent() && unmatched.status() == 404 && asksForPage(request)) {
                return missingPage.get().handle(request);
            }
            throw unmatched;
        }
        Route route = found.get().route();
        request.route(found.get().parameters());
        route.admission().check(request);
        return route.handler().handle(request);
    }

    /** Whether a person looks at the answer; programs do not ask for HTML by its name. */
    private static boolean asksForPage(Request request) {
        return request.method().equals("GET")
                && !request.path().startsWith("/api/")
                && request.header("Accept").map(Edge::acceptsHtml).orElse(false);
    }

    private static boolean acceptsHtml(String accept) {
        return Arrays.stream(accept.toLowerCase(Locale.ROOT).split(","))
                .map(range -> range.replace(" ", ""))
                .anyMatch(range ->
                        range.equals("text/html")
                                || (range.startsWith("text/html;")
                                        && !range.matches(".*;q=0(\\.0*)?")));
    }

    private static Response complete(Response response, List<Response.Header> headers) {
        List<Response.Header> all = new ArrayList<>(response.headers());
        all.addAll(headers);
        addUnlessThere(all, NO_SNIFFING);
        // Secrets that are shown once, client tokens, values of executions: none stays in a cache.
        addUnlessThere(all, NO_STORE);
        Response.Content content =
                response.content() instanceof Response.Content.Document(JsonNode json)
                        ? new Response.Content.Bytes(Json.bytes(json))
                        : response.content();
        return new Response(response.status(), all, content);
    }

    private static void addUnlessThere(List<Response.Header> headers, Response.Header header) {
        if (headers.stream().noneMatch(it -> it.name().equalsIgnoreCase(header.name()))) {
            headers.add(header);
        }
    }
}
