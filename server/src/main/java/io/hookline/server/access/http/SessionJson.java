package io.hookline.server.access.http;

import com.fasterxml.jackson.databind.node.ArrayNode;

import io.hookline.server.access.Sessions;
import io.hookline.server.http.Response;
import io.hookline.server.json.Json;

import java.util.List;

/** Sessions as their owner and administrators see them. */
final class SessionJson {
    private SessionJson() {}

    /**
     * @param current id of the session that asks; empty when it is somebody else's
     */
    static Response list(List<Sessions.Shown> sessions, String current) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (Sessions.Shown session : sessions) {
            list.addObject()
                    .put("id", session.id())
                    .put("current", session.id().equals(current))
                    .put("signIn", session.isOfIssuer() ? "identity_provider" : "password")
                    .put("address", session.visit().address())
                    .put("browser", session.visit().browser())
                    .put("created", session.created().toString())
                    .put("lastUsed", session.lastUsed().toString())
                    .put("expires", session.expires().toString());
        }
        return Response.json(list);
    }
}
