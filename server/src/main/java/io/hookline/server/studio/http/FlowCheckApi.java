package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Flopack;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Computing;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.studio.Studio;
import io.hookline.server.studio.check.FlowEffects.FlowEffect;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.UnsavedFlow;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code /api/hookline/v1/flows/check}: what is known of a flow, for a document that nobody has
 * saved.
 */
final class FlowCheckApi {
    private final Studio studio;
    private final FlowUseApi uses;

    FlowCheckApi(Studio studio, FlowUseApi uses) {
        this.studio = studio;
        this.uses = uses;
    }

    List<Route> routes() {
        return List.of(Route.post(FlowApi.PATH + "/check", Permission.READ_FLOWS, this::check));
    }

    private Response check(Request request) {
        Body body = request.object(Flopack.MAX_BYTES);
        body.allowOnly("document", "flow");
        return Computing.of(
                request,
                () -> {
                    Optional<FlowRow> saved = UnsavedDocument.saved(body, studio);
                    ObjectNode document = UnsavedDocument.document(body, saved);
                    return Response.json(json(UnsavedFlow.of(document, saved)));
                });
    }

    private ObjectNode json(UnsavedFlow unsaved) {
        List<FlowEffect> effects = studio.effects().of(unsaved);
        ObjectNode json = Json.object();
        json.put("type", unsaved.row().type().name().toLowerCase(Locale.ROOT));
        json.set("problems", FlowView.problems(studio.problems().of(unsaved)));
        json.set("effects", uses.json(effects));
        json.put("highestEffect", FlowView.effect(studio.effects().highest(effects)));
        json.put(
                "needsApproval",
                effects.stream().anyMatch(effect -> effect.card().approval().isPresent()));
        json.set("calls", uses.called(unsaved.row()));
        return json;
    }
}
