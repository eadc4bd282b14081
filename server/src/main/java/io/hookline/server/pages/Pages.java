package io.hookline.server.pages;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Sessions;
import io.hookline.server.http.Problem;
import io.hookline.server.pages.Layout.Place;
import io.hookline.server.pages.Layout.Viewer;
import io.hookline.server.pages.PageData.ExecutionQuery;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Read-only pages for people who signed in; it is deleted when the console comes. */
public final class Pages implements HttpService {
    private static final int EXECUTIONS = 100;
    private static final int EVENTS = 100;
    private static final int EVENTS_AT_A_GLANCE = 8;

    /** No script runs, nothing is loaded from or sent to elsewhere, nobody frames us. */
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'";

    private final PageData data;
    private final Assets assets = new Assets();

    public Pages(PageData data) {
        this.data = data;
    }

    @Override
    public void routing(HttpRules rules) {
        assets.routing(rules);
        rules.get(
                        "/",
                        (request, response) ->
                                show(
                                        request,
                                        response,
                                        new Shown(
                                                "Overview", Place.OVERVIEW, Permission.READ_FLOWS),
                                        asked -> overview(asked)))
                .get(
                        "/hooks",
                        (request, response) ->
                                show(
                                        request,
                                        response,
                                        new Shown(
                                                "Event hooks", Place.HOOKS, Permission.READ_HOOKS),
                                        asked -> HookPage.content(data.hooks(), data::lane)))
                .get(
                        "/flows",
                        (request, response) ->
                                show(
                                        request,
                                        response,
                                        new Shown("Flows", Place.FLOWS, Permission.READ_FLOWS),
                                        asked -> FlowPage.content(data.flows())))
                .get(
                        "/flows/{id}",
                        (request, response) ->
                                show(
                                        request,
                                        response,
                                        new Shown("Flow", Place.FLOWS, Permission.READ_FLOWS),
                                        asked -> flow(asked)))
                .get(
                        "/executions",
                        (request, response) ->
                                show(
                                        request,
                                        response,
                                        new Shown(
                                                "Executions",
                                                Place.EXECUTIONS,
                                                Permission.READ_EXECUTIONS),
                                        asked -> executions(asked)))
                .get(
                        "/executions/{id}",
                        (request, response) ->
                                show(
                                        request,
                                        response,
                                        new Shown(
                                                "Execution",
                                                Place.EXECUTIONS,
                                                Permission.READ_EXECUTIONS),
                                        asked -> execution(asked)))
                .get(
                        "/log",
                        (request, response) ->
                                show(
                                        request,
                                        response,
                                        new Shown("Log", Place.LOG, Permission.READ_LOG),
                                        asked -> LogPage.content(data.events(EVENTS))));
    }

    private record Shown(String title, Place place, Permission permission) {}

    private void show(
            ServerRequest request,
            ServerResponse response,
            Shown page,
            Function<ServerRequest, Html> content) {
        Optional<Caller> caller = request.context().get(Caller.class);
        if (caller.isEmpty()) {
            redirect(response, "/signin");
            return;
        }
        Viewer viewer =
                new Viewer(
                        caller.get().name(),
                        request.context().get(Sessions.Session.class).map(Sessions.Session::csrf),
                        data.lift());
        try {
            Access.require(request, page.permission());
            send(
                    response,
                    200,
                    Layout.page(page.title(), page.place(), viewer, content.apply(request)));
        } catch (Problem problem) {
            Html told =
                    Views.empty(
                            problem.title(), Html.element("p", Html.text(problem.getMessage())));
            send(
                    response,
                    problem.status(),
                    Layout.page(problem.title(), page.place(), viewer, told));
        }
    }

    private Html overview(ServerRequest request) {
        Access.require(request, Permission.READ_HOOKS);
        Access.require(request, Permission.READ_EXECUTIONS);
        Access.require(request, Permission.READ_LOG);
        return OverviewPage.content(
                data.hooks(),
                data.flows(),
                data.executions(ExecutionQuery.latest(EXECUTIONS)),
                data.events(EVENTS_AT_A_GLANCE));
    }

    private Html flow(ServerRequest request) {
        String id = request.path().pathParameters().get("id");
        return FlowPage.one(data.flow(id).orElseThrow(() -> Problem.notFound("flow", id)));
    }

    private Html executions(ServerRequest request) {
        Optional<UUID> parent = request.query().first("parent").asOptional().map(text -> id(text));
        Optional<String> path = request.query().first("path").asOptional();
        return ExecutionPages.list(
                data.executions(new ExecutionQuery(parent, path, EXECUTIONS)), parent.isPresent());
    }

    private Html execution(ServerRequest request) {
        String id = request.path().pathParameters().get("id");
        return ExecutionPages.one(
                data.execution(id(id)).orElseThrow(() -> Problem.notFound("execution", id)));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("execution", text);
        }
    }

    static void send(ServerResponse response, int status, String page) {
        response.status(Status.create(status));
        response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
        protect(response);
        response.send(page);
    }

    static void redirect(ServerResponse response, String path) {
        protect(response);
        response.status(Status.SEE_OTHER_303);
        response.header(HeaderNames.LOCATION, path);
        response.send();
    }

    private static void protect(ServerResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header("Content-Security-Policy", POLICY);
        response.header("X-Content-Type-Options", "nosniff");
        response.header("X-Frame-Options", "DENY");
        // Not "no-referrer": with it a browser sends "Origin: null" with our own forms.
        response.header("Referrer-Policy", "same-origin");
        response.header("Cross-Origin-Opener-Policy", "same-origin");
    }
}
