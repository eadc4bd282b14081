package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Secret;
import io.hookline.flow.flopack.Finding;
import io.hookline.server.json.Json;
import io.hookline.server.studio.check.DocumentProblem;
import io.hookline.server.studio.check.FlowEffects;
import io.hookline.server.studio.check.FlowProblems;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;
import io.hookline.server.studio.folder.Folder;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Flows as the API shows them.
 *
 * @param problems what is shown as {@code problems}
 * @param effects what is shown as {@code highestEffect}
 */
record FlowView(FlowProblems problems, FlowEffects effects) {
    /**
     * A flow without its client token.
     *
     * @param folders all folders by id
     * @param url makes an address of ours of its path
     */
    ObjectNode json(FlowRow flow, Map<String, Folder> folders, Function<String, URI> url) {
        ObjectNode json = start(flow, folders);
        endpoint(json, flow);
        urls(json, flow, url, "");
        return end(json, flow);
    }

    /** A flow with its client token: only for those who may edit it. */
    ObjectNode withToken(FlowRow flow, Map<String, Folder> folders, Function<String, URI> url) {
        ObjectNode json = start(flow, folders);
        endpoint(json, flow);
        String token = flow.clientToken().map(Secret::reveal).orElse("");
        json.put("clientToken", flow.isEndpoint() ? token : null);
        boolean byToken = flow.security() == SecurityLevel.CLIENT_TOKEN;
        urls(json, flow, url, byToken ? "?clientToken=" + token : "");
        return end(json, flow);
    }

    private static ObjectNode start(FlowRow flow, Map<String, Folder> folders) {
        ObjectNode json = Json.object();
        json.put("id", flow.id()).put("name", flow.name()).put("description", flow.description());
        Folder folder = folders.get(flow.folder());
        json.set("folder", folder == null ? null : FolderApi.reference(folder));
        json.put("type", flow.type().name().toLowerCase(Locale.ROOT));
        json.put("mode", flow.mode().word());
        return json.put("saveData", flow.saveData());
    }

    private static void endpoint(ObjectNode json, FlowRow flow) {
        boolean endpoint = flow.isEndpoint();
        json.put("securityLevel", endpoint ? flow.security().word() : null);
        json.put("oneExecutionPerEvent", endpoint ? flow.oneExecutionPerEvent() : null);
        json.put("alias", endpoint ? flow.alias().orElseThrow() : null);
    }

    private static void urls(
            ObjectNode json, FlowRow flow, Function<String, URI> url, String query) {
        if (flow.isEndpoint()) {
            String path = "/api/flo/" + flow.alias().orElseThrow();
            json.put("invokeUrl", url.apply(path + "/invoke") + query);
            json.put("resumeUrl", url.apply(path + "/resume").toString());
        } else {
            json.putNull("invokeUrl").putNull("resumeUrl");
        }
    }

    private ObjectNode end(ObjectNode json, FlowRow flow) {
        json.put("version", flow.version());
        json.put("highestEffect", effect(effects.highest(flow)));
        json.set("problems", problems(problems.of(flow)));
        return json;
    }

    /** An effect as programs read it: {@code UNKNOWN} where a card is not installed. */
    static String effect(Optional<Effect> effect) {
        return effect.map(Effect::name).orElse("UNKNOWN");
    }

    /** Problems, each with all of its places; its own members are those of the first one. */
    static ArrayNode problems(List<DocumentProblem> problems) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (DocumentProblem problem : problems) {
            ObjectNode json = place(problem.places().getFirst());
            json.put("message", problem.message());
            ArrayNode places = json.putArray("places");
            problem.places().forEach(place -> places.add(place(place)));
            list.add(json);
        }
        return list;
    }

    private static ObjectNode place(DocumentProblem.Place place) {
        Finding finding = place.finding();
        return Json.object()
                .put("flowId", place.flow())
                .put("flowName", place.flowName())
                .put("card", textOrNull(finding.card()))
                .put("cardTitle", textOrNull(place.title()))
                .put("field", textOrNull(finding.field()))
                .put("value", textOrNull(finding.value()))
                .put("message", finding.message());
    }

    /** Null stands for nothing. */
    static String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
