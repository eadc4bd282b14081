package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.Turn;
import io.hookline.flow.card.Secret;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.flopack.Flopack;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Computing;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.studio.Workspace;
import io.hookline.server.studio.check.ConnectionUse;
import io.hookline.server.studio.check.FlowProblems;
import io.hookline.server.studio.flow.EmptyFlow;
import io.hookline.server.studio.flow.FlowChange;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.Flows;
import io.hookline.server.studio.flow.NewFlows;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;
import io.hookline.server.studio.use.FlowName;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** {@code /api/hookline/v1/flows}: flows, their current documents and their switches. */
final class FlowApi {
    static final String PATH = "/api/hookline/v1/flows";
    static final String ONE = PATH + "/{id}";
    private static final String PER_EVENT = "oneExecutionPerEvent";
    private static final String SIGNING_SECRET = "signingSecret";
    private static final Pattern SECRET = Pattern.compile("[!-~]{16,200}");

    private final Workspace workspace;
    private final Flows flows;
    private final FlowProblems problems;
    private final FlowView view;
    private final FlowFacts facts;
    private final FlowList list;
    private final ConnectionUse connectionUse;

    FlowApi(Workspace workspace, FlowProblems problems, FlowView view, FlowFacts facts) {
        this.facts = facts;
        this.list = new FlowList(workspace, view, facts);
        this.workspace = workspace;
        this.flows = workspace.flows();
        this.problems = problems;
        this.view = view;
        this.connectionUse = new ConnectionUse(workspace.connections());
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.READ_FLOWS, list::list),
                Route.post(PATH, Permission.MANAGE_FLOWS, this::create),
                Route.get(ONE, Permission.READ_FLOWS, this::get),
                Route.put(ONE, Permission.MANAGE_FLOWS, this::change),
                Route.delete(ONE, Permission.MANAGE_FLOWS, this::delete),
                Route.get(ONE + "/document", Permission.READ_FLOWS, this::document),
                Route.put(ONE + "/document", Permission.MANAGE_FLOWS, this::save),
                Route.post(ONE + "/validate", Permission.READ_FLOWS, this::validate),
                Route.get(ONE + "/authorValues", Permission.READ_FLOWS, this::authorValues),
                Route.post(ONE + "/rotate", Permission.MANAGE_FLOWS, this::rotate),
                switched("/on", FlowMode.ON),
                switched("/observe", FlowMode.OBSERVE),
                switched("/off", FlowMode.OFF));
    }

    private Route switched(String path, FlowMode mode) {
        return Route.post(ONE + path, Permission.MANAGE_FLOWS, request -> switched(request, mode));
    }

    private ObjectNode json(FlowRow flow, Request request) {
        return facts.add(
                view.json(flow, workspace.folders().all(), request::url), flow, request.caller());
    }

    private ObjectNode withToken(FlowRow flow, Request request) {
        return facts.add(
                view.withToken(flow, workspace.folders().all(), request::url),
                flow,
                request.caller());
    }

    private Response create(Request request) {
        Body body = request.object(Flopack.MAX_BYTES);
        return Computing.of(request, () -> create(request, body));
    }

    private Response create(Request request, Body body) {
        ObjectNode document = newDocument(body);
        String folder = FolderApi.required(body);
        FlowChange change =
                FlowChange.ofNew(
                        security(body), signingSecret(body), body.flag(PER_EVENT).orElse(false));
        connectionUse.require(request.caller(), document);
        FlowRow flow = flows.create(request.caller(), document, folder, change);
        return Turn.finishing(() ->
                Response.created(request.url(PATH + "/" + flow.id()), withToken(flow, request)));
    }

    /** The document of a new flow: a given one under a new id, or a trigger alone. */
    private static ObjectNode newDocument(Body body) {
        String id = UUID.randomUUID().toString();
        ObjectNode document =
                body.node("document") instanceof ObjectNode given
                        ? given(body, given, id)
                        : EmptyFlow.document(
                                id,
                                NameFields.name(body),
                                body.choice(
                                                "type",
                                                List.of(EmptyFlow.Kind.values()),
                                                EmptyFlow.Kind::word)
                                        .orElse(EmptyFlow.Kind.ENDPOINT));
        NameFields.description(body).ifPresent(text -> document.put("description", text));
        body.flag("saveData")
                .ifPresent(saves -> ((ObjectNode) document.get("data")).put("log", saves));
        return document;
    }

    private static ObjectNode given(Body body, ObjectNode document, String id) {
        document.put("id", id);
        if (document.path("data") instanceof ObjectNode data) {
            data.put("uuid", id);
        }
        if (!body.isAbsent("name")) {
            document.put("name", NameFields.name(body));
        }
        return NewFlows.checked(Json.bytes(document));
    }

    private Response get(Request request) {
        Caller caller = request.caller();
        FlowRow flow = flows.get(request.path("id"));
        if (!caller.permissions().contains(Permission.MANAGE_FLOWS)) {
            return Response.json(json(flow, request));
        }
        if (flow.isEndpoint()) {
            flows.tokenRead(caller, flow);
        }
        return Response.json(withToken(flow, request));
    }

    private Response change(Request request) {
        Body body = request.object();
        FlowRow before = flows.get(request.path("id"));
        body.allowOnlyMembersOf(withToken(before, request), Set.of(SIGNING_SECRET));
        FlowChange change =
                new FlowChange(
                        body.has("name") ? Optional.of(NameFields.name(body)) : Optional.empty(),
                        NameFields.description(body),
                        body.reference("folder"),
                        body.flag("saveData"),
                        security(body),
                        body.flag(PER_EVENT),
                        signingSecret(body));
        FlowRow changed = flows.change(request.caller(), before.id(), change);
        return Response.json(json(changed, request));
    }

    /** The words of files are understood as well. */
    private static Optional<SecurityLevel> security(Body body) {
        Optional<SecurityLevel> known =
                body.text("securityLevel", 20).flatMap(SecurityLevel::ofWord);
        return known.isPresent()
                ? known
                : body.choice(
                        "securityLevel", List.of(SecurityLevel.values()), SecurityLevel::word);
    }

    /** Written only: no answer shows it. */
    private static Optional<Secret> signingSecret(Body body) {
        return body.secret(
                SIGNING_SECRET,
                text -> SECRET.matcher(text).matches(),
                "expected the Signing Secret of a Slack app, 16 to 200 letters and digits");
    }

    private Response delete(Request request) {
        flows.delete(request.caller(), request.path("id"));
        return Response.empty();
    }

    private Response document(Request request) {
        FlowRow flow = flows.get(request.path("id"));
        request.makes(workspace.documents().memory(flow.id()));
        return Revision.header(Response.json(workspace.documents().current(flow.id())), flow);
    }

    private Response save(Request request) {
        byte[] sent = request.document(Flopack.MAX_BYTES);
        return Computing.of(request, () -> save(request, sent));
    }

    private Response save(Request request, byte[] sent) {
        FlowRow before = flows.get(request.path("id"));
        ObjectNode document = NewFlows.checked(sent);
        if (!document.get("id").textValue().equals(before.id())) {
            Body.of(document).unexpected("id", "expected the flow's own id " + before.id());
        }
        connectionUse.require(request.caller(), document, before);
        FlowRow saved =
                flows.save(request.caller(), before.id(), document, Revision.expected(request));
        return Turn.finishing(() -> Revision.header(Response.json(json(saved, request)), saved));
    }

    private Response validate(Request request) {
        FlowRow flow = flows.get(request.path("id"));
        return Computing.of(request, () -> Response.json(FlowView.problems(problems.of(flow))));
    }

    /** What the file's author left that belongs to another organisation. */
    private Response authorValues(Request request) {
        FlowRow flow = flows.get(request.path("id"));
        request.makes(2 * workspace.documents().memory(flow.id()));
        return Computing.of(
                request,
                () -> {
                    List<String> callers =
                            flows.callers(flow.id()).stream().map(FlowName::id).toList();
                    List<Finding> left = workspace.documents().left(flow.id(), callers);
                    return Response.json(FlowView.problems(problems.located(flow, left)));
                });
    }

    private Response rotate(Request request) {
        FlowRow flow = flows.rotate(request.caller(), request.path("id"));
        return Response.json(withToken(flow, request));
    }

    private Response switched(Request request, FlowMode mode) {
        Body body = request.object();
        boolean helpers = request.query().flag("helpers").orElse(false);
        FlowRow flow =
                workspace
                        .flowSwitch()
                        .to(
                                request.caller(),
                                request.path("id"),
                                mode,
                                body.flag("saveData"),
                                helpers);
        return Response.json(json(flow, request));
    }
}
