package io.hookline.server.http;

import io.hookline.server.access.ClientAddress;
import io.hookline.server.memory.AnswerMemory;
import io.hookline.server.memory.RequestMemory;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what requests pass and where they go: filters and routes. */
public final class Router {
    private final URI baseUrl;
    private final ClientAddress addresses;
    private final RequestMemory memory;
    private final AnswerMemory answers;
    private final List<RequestFilter> filters = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();
    private Optional<Handler> missingPage = Optional.empty();

    /**
     * @param baseUrl where callers reach us, for links
     */
    public Router(URI baseUrl, ClientAddress addresses) {
        this(baseUrl, addresses, RequestMemory.unbounded(), AnswerMemory.unbounded());
    }

    /**
     * @param baseUrl where callers reach us, for links
     * @param memory what the bodies of all requests share
     * @param answers what the answers to all requests share
     */
    public Router(
            URI baseUrl, ClientAddress addresses, RequestMemory memory, AnswerMemory answers) {
        this.memory = memory;
        this.answers = answers;
        this.baseUrl = baseUrl;
        this.addresses = addresses;
    }

    /** Adds a filter behind those that are there. */
    public Router filter(RequestFilter filter) {
        filters.add(filter);
        return this;
    }

    /** Adds routes; of those that take the same path the first one counts. */
    public Router add(List<Route> more) {
        routes.addAll(more);
        return this;
    }

    /** Sets what a browser is shown that asks for a page where there is none. */
    public Router missingPage(Handler page) {
        missingPage = Optional.of(page);
        return this;
    }

    /** All routes so far. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /**
     * What answers every request from now on.
     *
     * @throws IllegalStateException naming every method and path that two routes take
     */
    public Edge edge(KnownPaths paths) {
        return new Edge(
                (in, room) -> new RoutedRequest(in, baseUrl, addresses, memory.open(), room),
                answers,
                List.copyOf(filters),
                new RouteTable(routes),
                new ErrorAnswers(paths),
                missingPage);
    }
}
