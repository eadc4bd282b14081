package io.hookline.server.access;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.hookline.server.http.KnownPaths;

/** {@code /api/hookline/v1/openapi.json}: this API, described to whoever has credentials. */
public final class ApiDescription implements HttpService {
    private final KnownPaths paths;

    public ApiDescription(KnownPaths paths) {
        this.paths = paths;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(
                "/api/hookline/v1/openapi.json",
                (request, response) -> {
                    Access.requireCaller(request);
                    response.header(HeaderValues.CONTENT_TYPE_JSON).send(paths.description());
                });
    }
}
