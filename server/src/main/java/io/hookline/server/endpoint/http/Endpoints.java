package io.hookline.server.endpoint.http;

import io.hookline.server.access.AccessControl;
import io.hookline.server.endpoint.invocation.CallerCheck;
import io.hookline.server.endpoint.invocation.EndpointLimits;
import io.hookline.server.endpoint.invocation.InvocationRates;
import io.hookline.server.endpoint.invocation.OwnEndpoints;
import io.hookline.server.endpoint.invocation.SignedCalls;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.http.Route;
import io.hookline.server.studio.flow.FlowSource;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses of flows, under one set of limits.
 *
 * @param routes for callers over HTTP
 * @param own for our own hooks, within the process
 */
public record Endpoints(List<Route> routes, OwnEndpoints own) {
    /**
     * @param baseUrl where callers reach us
     * @param port the one we listen on
     */
    public static Endpoints of(
            Facilities facilities,
            Executions executions,
            AccessControl access,
            EndpointLimits limits,
            URI baseUrl,
            int port) {
        FlowSource flows = facilities.flows();
        InvocationRates rates = new InvocationRates(limits, facilities.clock());
        CallerCheck callers =
                new CallerCheck(
                        flows,
                        facilities.chains().limits().hops(),
                        access.accessTokens(),
                        new SignedCalls(
                                facilities.database(),
                                facilities.clock(),
                                access.failedAttempts("signatures")),
                        access.failedAttempts("client tokens"),
                        rates);
        List<Route> routes =
                Stream.of(
                                new InvokeApi(facilities.database(), executions, callers).routes(),
                                new FlowDescriptionApi(flows, baseUrl).routes())
                        .flatMap(List::stream)
                        .toList();
        return new Endpoints(
                routes, new InProcessEndpoints(facilities, executions, rates, baseUrl, port));
    }
}
