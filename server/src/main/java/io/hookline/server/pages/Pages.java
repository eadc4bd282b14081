package io.hookline.server.pages;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Sessions;
import io.hookline.server.http.Admission;
import io.hookline.server.http.Problem;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.pages.Layout.Place;
import io.hookline.server.pages.Layout.Viewer;
import io.hookline.server.pages.PageData.ExecutionQuery;
import io.hookline.server.refusal.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Read-only pages for people who signed in. */
public final class Pages {
    private static final int EXECUTIONS = 100;
    private static final int EVENTS = 100;
    private static final int EVENTS_AT_A_GLANCE = 8;

    private static final Admission SIGNED_IN =
            new Admission.OwnProof("a caller with the page's permission; others go to sign in");

    private final PageData data;

    public Pages(PageData data) {
        this.data = data;
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(Assets.routes());
        routes.add(page("/", "Overview", Place.OVERVIEW, Permission.READ_FLOWS, this::overview));
        routes.add(
                page(
                        "/hooks",
                        "Event hooks",
                        Place.HOOKS,
                        Permission.READ_HOOKS,
                        request -> HookPage.content(data.hooks(), data::lane)));
        routes.add(
                page(
                        "/flows",
                        "Flows",
                        Place.FLOWS,
                        Permission.READ_FLOWS,
                        request -> FlowPage.content(data.flows())));
        routes.add(page("/flows/{id}", "Flow", Place.FLOWS, Permission.READ_FLOWS, this::flow));
        routes.add(
                page(
                        "/connections",
                        "Connections",
                        Place.CONNECTIONS,
                        Permission.READ_FLOWS,
                        request -> ConnectionPage.content(data.connections())));
        routes.add(
                page(
                        "/connections/{id}",
                        "Connection",
                        Place.CONNECTIONS,
                        Permission.READ_FLOWS,
                        this::connection));
        routes.add(
                page(
                        "/executions",
                        "Executions",
                        Place.EXECUTIONS,
                        Permission.READ_EXECUTIONS,
                        this::executions));
        routes.add(
                page(
                        "/executions/{id}",
                        "Execution",
                        Place.EXECUTIONS,
                        Permission.READ_EXECUTIONS,
                        this::execution));
        routes.add(
                page(
                        "/log",
                        "Log",
                        Place.LOG,
                        Permission.READ_LOG,
                        request -> LogPage.content(data.events(EVENTS))));
        return routes;
    }

    /** What is shown to everybody who asks for a page that does not exist. */
    public static Response missing(Request request) {
        Html way = Html.element("a", Html.text("Go to the overview")).with("href", "/");
        return PageResponse.page(
                404,
                Layout.bare(
                        "Page not found",
                        Views.empty(
                                "Page not found",
                                Html.element("p", Html.text("There is nothing at this address.")),
                                Html.element("p", way))));
    }

    private Route page(
            String path,
            String title,
            Place place,
            Permission permission,
            Function<Request, Html> content) {
        return Route.get(
                path,
                SIGNED_IN,
                request ->
                        request.knownCaller()
                                .map(caller ->
                                        show(
                                                request,
                                                viewer(request, caller),
                                                title,
                                                place,
                                                asked -> {
                                                    caller.require(permission);
                                                    return content.apply(asked);
                                                }))
                                .orElseGet(() -> PageResponse.redirect("/signin")));
    }

    private Viewer viewer(Request request, Caller caller) {
        return new Viewer(
                caller.name(), request.session().map(Sessions.Session::csrf), data.lift());
    }

    private static Response show(
            Request request,
            Viewer viewer,
            String title,
            Place place,
            Function<Request, Html> content) {
        try {
            return PageResponse.page(
                    200, Layout.page(title, place, viewer, content.apply(request)));
        } catch (Refusal refusal) {
            Html message =
                    Views.empty(
                            refusal.title(), Html.element("p", Html.text(refusal.getMessage())));
            return PageResponse.page(
                    Problem.of(refusal).status(),
                    Layout.page(refusal.title(), place, viewer, message));
        }
    }

    private Html overview(Request request) {
        request.caller().require(Permission.READ_HOOKS);
        request.caller().require(Permission.READ_EXECUTIONS);
        request.caller().require(Permission.READ_LOG);
        return OverviewPage.content(
                data.hooks(),
                data.flows(),
                data.executions(ExecutionQuery.latest(EXECUTIONS)),
                data.events(EVENTS_AT_A_GLANCE));
    }

    private Html flow(Request request) {
        String id = request.path("id");
        return FlowPage.one(data.flow(id).orElseThrow(() -> new Refusal.NotFound("flow", id)));
    }

    private Html connection(Request request) {
        String id = request.path("id");
        return ConnectionPage.one(
                data.connection(id).orElseThrow(() -> new Refusal.NotFound("connection", id)),
                data.users(id),
                request.session().map(Sessions.Session::csrf));
    }

    private Html executions(Request request) {
        Optional<UUID> parent = request.query().text("parent").map(Pages::id);
        Optional<String> path = request.query().text("path");
        List<ObjectNode> found = data.executions(new ExecutionQuery(parent, path, EXECUTIONS));
        return ExecutionPages.list(found, this::helpers, parent.isPresent());
    }

    /**
     * The last helpers that an execution called, and one more where the page says that there are.
     */
    private List<ObjectNode> helpers(UUID execution) {
        return data.executions(
                new ExecutionQuery(
                        Optional.of(execution),
                        Optional.empty(),
                        ExecutionPages.HELPERS_SHOWN + 1));
    }

    private Html execution(Request request) {
        String id = request.path("id");
        return ExecutionPages.one(
                data.execution(id(id)).orElseThrow(() -> new Refusal.NotFound("execution", id)));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal.NotFound("execution", text);
        }
    }
}
