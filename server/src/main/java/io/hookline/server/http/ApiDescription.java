package io.hookline.server.http;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;

/** {@code /api/hookline/v1/openapi.json}: this API, described. */
public final class ApiDescription implements HttpService {
    private final KnownPaths paths;

    public ApiDescription(KnownPaths paths) {
        this.paths = paths;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(
                "/api/hookline/v1/openapi.json",
                (request, response) ->
                        response.header(HeaderValues.CONTENT_TYPE_JSON).send(paths.description()));
    }
}
