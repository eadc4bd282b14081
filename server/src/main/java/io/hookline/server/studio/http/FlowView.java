package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Finding;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.FlowProblems;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.FlowSwitch;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.SecurityWords;
import io.hookline.server.studio.folder.Folders;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Flows as the API shows them. */
public final class FlowView {
    private final FlowProblems problems;
    private final Supplier<URI> baseUrl;

    public FlowView(FlowProblems problems, Supplier<URI> baseUrl) {
        this.problems = problems;
        this.baseUrl = baseUrl;
    }

    /** How much of a flow is shown. */
    public enum Sight {
        /** Without the client token. */
        PLAIN,
        /** With it: only for those who may edit the flow. */
        WITH_TOKEN
    }

    public ObjectNode json(FlowRow flow, Map<String, Folders.Folder> folders, Sight sight) {
        ObjectNode json = Json.object();
        json.put("id", flow.id()).put("name", flow.name()).put("description", flow.description());
        Folders.Folder folder = folders.get(flow.folder());
        json.set("folder", folder == null ? null : Folders.reference(folder));
        json.put("type", flow.type().name().toLowerCase(Locale.ROOT));
        json.put("mode", FlowSwitch.word(flow.mode()));
        json.put("saveData", flow.saveData());
        endpoint(json, flow, sight);
        json.put("version", flow.version());
        json.put("highestEffect", problems.highestEffect(flow).name());
        json.set("problems", findings(problems.of(flow)));
        return json;
    }

    private void endpoint(ObjectNode json, FlowRow flow, Sight sight) {
        boolean endpoint = flow.isEndpoint();
        json.put("securityLevel", endpoint ? SecurityWords.word(flow.security()) : null);
        json.put("oneExecutionPerEvent", endpoint ? flow.oneExecutionPerEvent() : null);
        json.put("alias", endpoint ? flow.alias().orElseThrow() : null);
        boolean byToken = endpoint && flow.security() == PublishedFlow.SecurityLevel.CLIENT_TOKEN;
        String token = flow.clientToken().map(secret -> secret.reveal()).orElse("");
        if (sight == Sight.WITH_TOKEN) {
            json.put("clientToken", endpoint ? token : null);
        }
        String query = byToken && sight == Sight.WITH_TOKEN ? "?clientToken=" + token : "";
        json.put("invokeUrl", endpoint ? url(flow, "invoke") + query : null);
        json.put("resumeUrl", endpoint ? url(flow, "resume") : null);
    }

    private String url(FlowRow flow, String verb) {
        String base = baseUrl.get().toString();
        return (base.endsWith("/") ? base : base + "/")
                + "api/flo/"
                + flow.alias().orElseThrow()
                + "/"
                + verb;
    }

    static ArrayNode findings(List<Finding> findings) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        findings.forEach(finding -> list.add(finding(Json.object(), finding)));
        return list;
    }

    static ObjectNode finding(ObjectNode json, Finding finding) {
        return json.put("card", textOrNull(finding.card()))
                .put("field", textOrNull(finding.field()))
                .put("value", textOrNull(finding.value()))
                .put("message", finding.message());
    }

    private static String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
