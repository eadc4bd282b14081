package io.hookline.server.http;

import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.ClientAddress;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Hands the requests that reach Helidon's server to our filters and routes: asks a route's
 * admission first, then its handler, and sends what that answers.
 */
public final class Router implements HttpService {
    private final URI baseUrl;
    private final ClientAddress addresses;
    private final List<RequestFilter> filters = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();

    /**
     * @param baseUrl where callers reach us, for links
     */
    public Router(URI baseUrl, ClientAddress addresses) {
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

    /** All routes so far. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /**
     * Makes the server pass requests through the filters, to the routes, and answer what is
     * refused.
     *
     * @throws IllegalStateException naming every method and path that two routes take
     */
    public void install(HttpRouting.Builder server, KnownPaths paths) {
        for (RequestFilter filter : filters) {
            server.addFilter((chain, request, response) -> {
                pass(filter, request, response);
                chain.proceed();
            });
        }
        server.register(this);
        ErrorAnswers.register(server, paths);
    }

    private void pass(RequestFilter filter, ServerRequest in, ServerResponse out) {
        RequestFilter.Pass pass = filter.pass(new HelidonRequest(in, baseUrl, addresses));
        pass.caller().ifPresent(in.context()::register);
        pass.session().ifPresent(in.context()::register);
        pass.headers().forEach(header -> out.header(header.name(), header.value()));
    }

    /**
     * @throws IllegalStateException naming every method and path that two routes take
     */
    @Override
    public void routing(HttpRules rules) {
        requireEachOnce();
        for (Route route : routes) {
            if (route.method().equals(Route.ANY)) {
                rules.any(route.path(), (request, response) -> answer(route, request, response));
            } else {
                rules.route(
                        Method.create(route.method()),
                        route.path(),
                        (request, response) -> answer(route, request, response));
            }
        }
    }

    private void requireEachOnce() {
        Set<String> seen = new HashSet<>();
        List<String> twice =
                routes.stream()
                        .map(route ->
                                route.method() + " " + route.path().replaceAll("\\{[^}]*}", "{}"))
                        .filter(address -> !seen.add(address))
                        .toList();
        if (!twice.isEmpty()) {
            throw new IllegalStateException(
                    "More than one route takes " + String.join(", ", twice));
        }
    }

    private void answer(Route route, ServerRequest in, ServerResponse out) {
        Request request = new HelidonRequest(in, baseUrl, addresses);
        route.admission().check(request);
        HelidonResponse.send(route.handler().handle(request), out);
    }
}
