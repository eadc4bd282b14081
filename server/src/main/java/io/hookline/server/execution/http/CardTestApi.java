package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Flopack;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.execution.trial.CardTests;
import io.hookline.server.execution.trial.CardTests.Tested;
import io.hookline.server.http.Body;
import io.hookline.server.http.Computing;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;
import io.hookline.server.studio.Studio;
import io.hookline.server.studio.check.ConnectionUse;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.http.UnsavedDocument;

import java.util.List;
import java.util.Optional;

/** {@code /api/hookline/v1/cards/test}: runs one card of a document alone. */
public final class CardTestApi {
    private final CardTests tests;
    private final Studio studio;

    public CardTestApi(CardTests tests, Studio studio) {
        this.tests = tests;
        this.studio = studio;
    }

    public List<Route> routes() {
        return List.of(Route.post("/api/hookline/v1/cards/test", Permission.RUN_FLOWS, this::test));
    }

    /** Whoever makes up what a connection is used for must be allowed to save it. */
    private Response test(Request request) {
        Caller caller = request.caller();
        caller.require(Permission.MANAGE_FLOWS);
        Body body = request.object(Flopack.MAX_BYTES);
        body.allowOnly("card", "flow", "inputs", "dryRun");
        boolean dryRun = body.flag("dryRun").orElse(false);
        return Computing.of(
                request,
                () -> {
                    Optional<FlowRow> saved = UnsavedDocument.saved(body, studio);
                    ObjectNode document = CardOfDocument.flow(body);
                    ConnectionUse use = new ConnectionUse(studio.workspace().connections());
                    saved.ifPresentOrElse(
                            flow -> use.require(caller, document, flow),
                            () -> use.require(caller, document));
                    return Response.json(json(tests.run(caller, document, saved, dryRun)));
                });
    }

    private static ObjectNode json(Tested tested) {
        ObjectNode json = Json.object().put("effect", tested.effect().name());
        json.set(
                "step",
                tested.step().map(step -> ExecutionJson.step(step, Optional.empty())).orElse(null));
        return json.put("waitsUntil", tested.until().map(Times::millis).orElse(null));
    }
}
