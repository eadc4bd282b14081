package io.hookline.server.studio.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;
import io.hookline.server.studio.draft.Draft;
import io.hookline.server.studio.draft.Drafts;
import io.hookline.server.studio.flow.FlowRegistry;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** {@code /api/hookline/v1/drafts}: what callers build and have not saved yet. */
final class DraftApi {
    private static final String PATH = "/api/hookline/v1/drafts";
    private static final String ONE = PATH + "/{id}";
    private static final int MAX_ID = 255;
    private static final int MAX_TAG = 40;

    /** A document in memory takes about so much for each of its bytes. */
    private static final int READ = 8;

    private final Drafts drafts;
    private final FlowRegistry flows;

    DraftApi(Drafts drafts, FlowRegistry flows) {
        this.drafts = drafts;
        this.flows = flows;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.MANAGE_FLOWS, this::list),
                Route.post(PATH, Permission.MANAGE_FLOWS, this::create),
                Route.get(ONE, Permission.MANAGE_FLOWS, this::get),
                Route.put(ONE, Permission.MANAGE_FLOWS, this::change),
                Route.delete(ONE, Permission.MANAGE_FLOWS, this::delete));
    }

    /** The caller's own; of a flow also that others have one. */
    private Response list(Request request) {
        request.query().allowOnly("flow");
        Caller caller = request.caller();
        Optional<String> flow = request.query().text("flow");
        ArrayNode list = Json.MAPPER.createArrayNode();
        flow.map(drafts::of)
                .orElseGet(() -> drafts.own(caller))
                .forEach(draft -> list.add(json(draft, caller)));
        return Response.json(list);
    }

    private Response get(Request request) {
        String id = request.path("id");
        request.makes(READ * drafts.size(id));
        Drafts.Whole whole = drafts.whole(request.caller(), id);
        return tagged(
                Response.json(whole(whole.draft(), whole.document(), request.caller())),
                whole.draft());
    }

    private Response create(Request request) {
        Drafts.Content content = content(request.object(Drafts.MAX_BYTES));
        Draft draft = drafts.create(request.caller(), content);
        return tagged(
                Response.created(
                        request.url(PATH + "/" + draft.id()), json(draft, request.caller())),
                draft);
    }

    private Response change(Request request) {
        Draft draft =
                drafts.change(
                        request.caller(),
                        request.path("id"),
                        content(request.object(Drafts.MAX_BYTES)),
                        Revision.expected(request));
        return tagged(Response.json(json(draft, request.caller())), draft);
    }

    private Response delete(Request request) {
        drafts.delete(request.caller(), request.path("id"));
        return Response.empty();
    }

    private static Response tagged(Response response, Draft draft) {
        return response.header("ETag", Revision.tag(draft.revision()));
    }

    private Drafts.Content content(Body body) {
        body.allowOnly(
                "id", "own", "owner", "flow", "base", "name", "document", "revision", "updated");
        if (!(body.node("document") instanceof ObjectNode document)) {
            throw body.invalid("document", "expected the document of a flow, an object.");
        }
        Optional<String> flow = body.text("flow", MAX_ID);
        flow.filter(id -> flows.row(id).isEmpty())
                .ifPresent(id -> body.fault("flow", "there is no flow " + id + "."));
        return new Drafts.Content(
                flow,
                flow.flatMap(id -> body.object("base")).map(DraftApi::base),
                NameFields.name(body),
                Json.bytes(document));
    }

    private static Draft.Base base(Body base) {
        base.allowOnly("version", "tag");
        Optional<Integer> version = base.number("version", 1, Integer.MAX_VALUE);
        if (version.isEmpty()) {
            base.unexpected("version", "expected the number of a version of the flow");
        }
        return new Draft.Base(version.orElseThrow(), base.text("tag", MAX_TAG).orElse(""));
    }

    /** Of somebody else's only who works on the flow, and when. */
    private static ObjectNode json(Draft draft, Caller caller) {
        boolean own = draft.owner().equals(caller.id());
        ObjectNode json = Json.object().put("id", own ? draft.id() : null).put("own", own);
        json.putObject("owner").put("id", draft.owner()).put("name", draft.ownerName());
        json.put("flow", draft.flow().orElse(null));
        json.set(
                "base",
                draft.base()
                        .filter(base -> own)
                        .map(base ->
                                Json.object().put("version", base.version()).put("tag", base.tag()))
                        .orElse(null));
        json.put("name", own ? draft.name() : null);
        json.put("revision", own ? draft.revision() : null);
        return json.put("updated", Times.millis(draft.updated()));
    }

    private static ObjectNode whole(Draft draft, byte[] document, Caller caller) {
        ObjectNode json = json(draft, caller);
        try {
            json.set("document", Json.parse(document));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        return json;
    }
}
