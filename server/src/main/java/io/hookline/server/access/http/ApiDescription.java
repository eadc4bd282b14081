package io.hookline.server.access.http;

import io.hookline.server.http.Admission;
import io.hookline.server.http.KnownPaths;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;

import java.util.List;

/** This API, described by OpenAPI to whoever has credentials. */
public final class ApiDescription {
    private final KnownPaths paths;

    public ApiDescription(KnownPaths paths) {
        this.paths = paths;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/hookline/v1/openapi.json",
                        new Admission.AnyCaller(),
                        request -> Response.constant("application/json", paths.description())));
    }
}
