package io.hookline.server.metrics.http;

import io.hookline.server.access.Permission;
import io.hookline.server.http.OpenConnections;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.metrics.Metrics;

import java.util.List;

/** {@code /metrics} in the text format of Prometheus. */
public final class MetricsApi {
    private final Metrics metrics;
    private final OpenConnections connections;

    public MetricsApi(Metrics metrics, OpenConnections connections) {
        this.metrics = metrics;
        this.connections = connections;
    }

    public List<Route> routes() {
        return List.of(Route.get("/metrics", Permission.READ_HOOKS, this::get));
    }

    private Metrics.Traffic traffic() {
        return new Metrics.Traffic(
                connections.inAll(), connections.refused(), connections.gone(), connections.slow());
    }

    private Response get(Request request) {
        return Response.bytes(Metrics.CONTENT_TYPE, metrics.text(traffic()));
    }
}
