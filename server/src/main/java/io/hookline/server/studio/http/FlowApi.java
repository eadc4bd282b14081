package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.flow.flopack.Flopack;
import io.hookline.flow.flopack.FlowOutline;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.flopack.InvalidFlopack;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Page;
import io.hookline.server.json.Json;
import io.hookline.server.studio.Fields;
import io.hookline.server.studio.flow.EmptyFlow;
import io.hookline.server.studio.flow.FlowProblems;
import io.hookline.server.studio.flow.FlowRegistry;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.FlowSwitch;
import io.hookline.server.studio.flow.Flows;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.studio.flow.SecurityWords;
import io.hookline.server.studio.folder.Folders;
import io.hookline.server.studio.http.FlowView.Sight;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code /api/hookline/v1/flows}: flows, their documents, versions and switches, and import. */
public final class FlowApi implements HttpService {
    static final String PATH = "/api/hookline/v1/flows";
    private static final String PER_EVENT = "oneExecutionPerEvent";
    private static final int MAX_BODY = 64 * 1024;

    private final Flows flows;
    private final FlowSwitch flowSwitch;
    private final FlowRegistry registry;
    private final Folders folders;
    private final FlowProblems problems;
    private final FlowView view;
    private final Supplier<URI> baseUrl;

    public FlowApi(
            Flows flows,
            FlowSwitch flowSwitch,
            FlowRegistry registry,
            Folders folders,
            FlowProblems problems,
            FlowView view,
            Supplier<URI> baseUrl) {
        this.flows = flows;
        this.flowSwitch = flowSwitch;
        this.registry = registry;
        this.folders = folders;
        this.problems = problems;
        this.view = view;
        this.baseUrl = baseUrl;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, this::list)
                .post(PATH, this::create)
                .get(PATH + "/{id}", this::get)
                .put(PATH + "/{id}", this::put)
                .delete(PATH + "/{id}", this::delete)
                .get(PATH + "/{id}/document", this::document)
                .put(PATH + "/{id}/document", this::save)
                .post(PATH + "/{id}/validate", this::validate)
                .post(PATH + "/{id}/rotate", this::rotate)
                .post(
                        PATH + "/{id}/on",
                        (request, response) -> turn(request, response, FlowMode.ON))
                .post(
                        PATH + "/{id}/observe",
                        (request, response) -> turn(request, response, FlowMode.OBSERVE))
                .post(
                        PATH + "/{id}/off",
                        (request, response) -> turn(request, response, FlowMode.OFF));
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        Page page = Page.of(request);
        Optional<String> folder = Page.query(request).first("folder");
        List<FlowRow> rows =
                registry.rows().stream()
                        .filter(flow -> flow.seq() > page.after())
                        .filter(flow -> folder.isEmpty() || folder.get().equals(flow.folder()))
                        .limit(page.limit() + 1L)
                        .toList();
        Map<String, Folders.Folder> all = folders.all();
        page.send(
                request,
                response,
                baseUrl.get(),
                rows,
                FlowRow::seq,
                flow -> view.json(flow, all, Sight.PLAIN));
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        ObjectNode body = Bodies.object(request, Flopack.MAX_BYTES);
        ObjectNode document = newDocument(body);
        String folder =
                Fields.reference(body, "folder")
                        .orElseThrow(() ->
                                Fields.invalid(
                                        "folder", "expected the folder's id as {\"id\": …}."));
        Optional<PublishedFlow.SecurityLevel> security = security(body);
        mayUse(request, FlowOutline.of(document).uses(), Set.of());
        boolean perEvent = Fields.flag(body, PER_EVENT).orElse(false);
        FlowRow flow = flows.create(caller, document, folder, security, perEvent);
        response.header(
                HeaderNames.LOCATION, baseUrl.get().resolve(PATH + "/" + flow.id()).toString());
        send(response, 201, flow, Sight.WITH_TOKEN);
    }

    /** The document of a new flow: a given one under a new id, or a trigger alone. */
    private static ObjectNode newDocument(ObjectNode body) {
        String id = UUID.randomUUID().toString();
        ObjectNode document;
        if (body.path("document") instanceof ObjectNode given) {
            given.put("id", id);
            if (given.path("data") instanceof ObjectNode data) {
                data.put("uuid", id);
            }
            if (!Fields.isAbsent(body.path("name"))) {
                given.put("name", Fields.name(body, "name"));
            }
            document = checked(Json.bytes(given));
        } else {
            document =
                    EmptyFlow.document(
                            id,
                            Fields.name(body, "name"),
                            Fields.text(body, "type", 20).orElse("endpoint"));
        }
        Fields.text(body, "description", 10_000)
                .ifPresent(text -> document.put("description", text));
        Fields.flag(body, "saveData")
                .ifPresent(saves -> ((ObjectNode) document.get("data")).put("log", saves));
        return document;
    }

    private static ObjectNode checked(byte[] document) {
        try {
            return Flopack.flow(document);
        } catch (InvalidFlopack e) {
            throw Fields.refused(e);
        }
    }

    private void get(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.READ_FLOWS);
        FlowRow flow = flows.get(id(request));
        boolean mayEdit = caller.permissions().contains(Permission.MANAGE_FLOWS);
        if (mayEdit && flow.isEndpoint()) {
            flows.tellTokenRead(caller, flow);
        }
        send(response, 200, flow, mayEdit ? Sight.WITH_TOKEN : Sight.PLAIN);
    }

    private void send(ServerResponse response, int status, FlowRow flow, Sight sight) {
        Bodies.send(response, status, view.json(flow, folders.all(), sight));
    }

    private void put(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        ObjectNode body = Bodies.object(request, MAX_BODY);
        Flows.Settings settings =
                new Flows.Settings(
                        Optional.of(Fields.name(body, "name")),
                        Fields.text(body, "description", 10_000),
                        Fields.reference(body, "folder"),
                        Fields.flag(body, "saveData"),
                        security(body),
                        Fields.flag(body, PER_EVENT));
        send(response, 200, flows.change(caller, id(request), settings), Sight.PLAIN);
    }

    private static Optional<PublishedFlow.SecurityLevel> security(JsonNode body) {
        return Fields.text(body, "securityLevel", 20)
                .map(word ->
                        SecurityWords.level(word)
                                .orElseThrow(() ->
                                        Fields.invalid(
                                                "securityLevel",
                                                "expected open, clientToken or oauth, found \""
                                                        + word
                                                        + "\".")));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        flows.delete(caller, id(request));
        Bodies.sendEmpty(response);
    }

    private void document(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        FlowRow flow = flows.get(id(request));
        response.header(HeaderNames.ETAG, etag(flow));
        Bodies.send(response, 200, flows.document(flow));
    }

    static String etag(FlowRow flow) {
        return "\"" + flow.revision() + "\"";
    }

    private void save(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        FlowRow before = flows.get(id(request));
        Optional<Integer> revision = expected(request);
        ObjectNode document = checked(Bodies.read(request, Flopack.MAX_BYTES));
        if (!document.get("id").textValue().equals(before.id())) {
            throw Fields.invalid(
                    "id",
                    "expected the flow's own id "
                            + before.id()
                            + ", found "
                            + document.get("id")
                            + ".");
        }
        mayUse(request, FlowOutline.of(document).uses(), connections(before));
        FlowRow saved = flows.save(caller, before.id(), document, revision);
        response.header(HeaderNames.ETAG, etag(saved));
        send(response, 200, saved, Sight.PLAIN);
    }

    /** The revision that {@code If-Match} asks for; without the header the save overwrites. */
    static Optional<Integer> expected(ServerRequest request) {
        Optional<String> match = request.headers().first(HeaderNames.IF_MATCH);
        if (match.isEmpty() || match.get().strip().equals("*")) {
            return Optional.empty();
        }
        String tag = match.get().strip();
        return Optional.of(
                tag.matches("\"\\d{1,9}\"")
                        ? Integer.parseInt(tag.substring(1, tag.length() - 1))
                        : -1);
    }

    static Set<String> connections(FlowRow flow) {
        return flow.uses(Use.Kind.CONNECTION).map(Use::target).collect(Collectors.toSet());
    }

    /** Putting a connection on a card is using it. */
    static void mayUse(ServerRequest request, List<Use> uses, Set<String> already) {
        boolean adds =
                uses.stream()
                        .filter(use -> use.kind() == Use.Kind.CONNECTION)
                        .anyMatch(use -> !already.contains(use.target()));
        if (adds) {
            Access.require(request, Permission.USE_CONNECTIONS);
        }
    }

    private void validate(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        Bodies.send(response, 200, FlowView.findings(problems.of(flows.get(id(request)))));
    }

    private void rotate(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        send(response, 200, flows.rotate(caller, id(request)), Sight.WITH_TOKEN);
    }

    private void turn(ServerRequest request, ServerResponse response, FlowMode mode) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        ObjectNode body = Bodies.object(request, MAX_BODY);
        boolean helpers = Page.query(request).first("helpers").filter("true"::equals).isPresent();
        FlowRow flow =
                flowSwitch.to(caller, id(request), mode, Fields.flag(body, "saveData"), helpers);
        send(response, 200, flow, Sight.PLAIN);
    }
}
