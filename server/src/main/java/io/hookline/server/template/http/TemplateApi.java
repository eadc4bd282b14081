package io.hookline.server.template.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.Answer;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Onward;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.template.ApiClient;
import io.hookline.server.template.Gallery;
import io.hookline.server.template.Gallery.Detection;
import io.hookline.server.template.Gallery.Entry;
import io.hookline.server.template.Gallery.FlowFile;
import io.hookline.server.template.GalleryInstaller;
import io.hookline.server.template.GalleryInstaller.Made;
import io.hookline.server.template.Template.ChosenValue;
import io.hookline.server.template.TemplateRefused;
import io.hookline.server.template.Variant;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /api/hookline/v1/templates}: what can be installed, and installing it. */
public final class TemplateApi {
    private static final String PATH = "/api/hookline/v1/templates";
    private static final int MAX_NAME = 255;
    private static final int MAX_VALUE = 2_000;

    private final Gallery gallery;
    private final Onward onward;

    /**
     * @param onward takes the requests of an installation to the other routes, as its caller
     */
    public TemplateApi(Gallery gallery, Onward onward) {
        this.gallery = gallery;
        this.onward = onward;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.READ_FLOWS, this::list),
                Route.get(PATH + "/{id}", Permission.READ_FLOWS, this::get),
                Route.post(PATH + "/{id}/install", Permission.MANAGE_FLOWS, this::install));
    }

    private ApiClient as(Request caller) {
        return new ApiClient(
                URI.create("http://in.process"),
                (method, address, body) -> {
                    Onward.Answered answered = onward.call(caller, method, address, body);
                    List<io.hookline.outbound.Request.Header> headers =
                            answered.next()
                                    .map(link ->
                                            List.of(
                                                    new io.hookline.outbound.Request.Header(
                                                            "Link", link)))
                                    .orElse(List.of());
                    return new Answer(
                            answered.status(), headers, answered.body(), false, Duration.ZERO);
                });
    }

    private Response list(Request request) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        gallery.entries().forEach(entry -> list.add(summary(entry)));
        return Response.json(list);
    }

    private Response get(Request request) {
        Entry entry = gallery.entry(request.path("id"));
        Variant variant =
                request.query()
                        .choice("variant", List.of(Variant.values()), Variant::word)
                        .orElse(Variant.ALERT);
        GalleryInstaller installer = new GalleryInstaller(as(request));
        ObjectNode json = summary(entry);
        json.put("readme", entry.readme());
        json.put("variant", entry instanceof Detection ? variant.word() : null);
        needs(json, entry, variant);
        json.set("content", installing(() -> installer.check(entry, variant)));
        json.put("installed", installing(() -> installer.isInstalled(entry)));
        return Response.json(json);
    }

    private static ObjectNode summary(Entry entry) {
        ObjectNode json = Json.object();
        json.put("id", entry.id()).put("title", entry.title()).put("summary", entry.summary());
        json.put("kind", entry instanceof Detection ? "detection" : "flows");
        ArrayNode connectors = json.putArray("connectors");
        entry.connectors().forEach(connectors::add);
        ArrayNode techniques = json.putArray("techniques");
        ArrayNode events = json.putArray("events");
        if (entry instanceof Detection detection) {
            detection.template().techniques().forEach(techniques::add);
            detection.template().hook().events().keySet().forEach(events::add);
        }
        return json;
    }

    /** What must be chosen for a variant. */
    private static void needs(ObjectNode json, Entry entry, Variant variant) {
        ArrayNode connections = json.putArray("connections");
        ArrayNode settings = json.putArray("settings");
        switch (entry) {
            case FlowFile file ->
                    file.connectors()
                            .forEach(connector ->
                                    connections
                                            .addObject()
                                            .put("connector", connector)
                                            .put("required", false));
            case Detection detection -> {
                detection
                        .template()
                        .connectors(variant)
                        .forEach(connector ->
                                connections
                                        .addObject()
                                        .put("connector", connector)
                                        .put("required", true));
                settings(detection, variant)
                        .forEach((name, known) -> {
                            JsonNode value = known.value();
                            boolean usual = value != null && !value.isNull();
                            settings.addObject()
                                    .put("name", name)
                                    .put("about", known.about())
                                    .put("value", usual ? value.asText() : null)
                                    .put("number", usual && value.isNumber());
                        });
            }
        }
    }

    private static Map<String, ChosenValue> settings(Detection detection, Variant variant) {
        Map<String, ChosenValue> used = new LinkedHashMap<>();
        detection
                .template()
                .settings()
                .forEach((name, known) -> {
                    if (known.only() == null || known.only() == variant) {
                        used.put(name, known);
                    }
                });
        return used;
    }

    private Response install(Request request) {
        Entry entry = gallery.entry(request.path("id"));
        Body body = request.object();
        body.allowOnly("variant", "folder", "connections", "values");
        Map<String, String> connections = texts(body, "connections");
        GalleryInstaller installer = new GalleryInstaller(as(request));
        Made made =
                switch (entry) {
                    case Detection detection -> {
                        Variant variant =
                                body.choice("variant", List.of(Variant.values()), Variant::word)
                                        .orElse(Variant.ALERT);
                        Map<String, String> values = texts(body, "values");
                        require(body, detection, variant, connections, values);
                        yield installing(
                                () -> installer.install(detection, variant, connections, values));
                    }
                    case FlowFile file -> {
                        String folder = body.optionalLine("folder", MAX_NAME).orElse(file.title());
                        yield installing(() -> installer.install(file, folder, connections));
                    }
                };
        return Response.json(201, json(made));
    }

    /** Named by its field here; the installer speaks to people at a command line. */
    private static void require(
            Body body,
            Detection detection,
            Variant variant,
            Map<String, String> connections,
            Map<String, String> values) {
        detection
                .template()
                .connectors(variant)
                .forEach(connector -> {
                    if (!connections.containsKey(connector)) {
                        body.fault(
                                "connections." + connector,
                                "is missing: expected the id of a connection of "
                                        + connector
                                        + ".");
                    }
                });
        settings(detection, variant)
                .forEach((name, known) -> {
                    boolean usual = known.value() != null && !known.value().isNull();
                    if (!usual && values.getOrDefault(name, "").isBlank()) {
                        body.fault("values." + name, "is missing: " + known.about() + ".");
                    }
                });
    }

    private static Map<String, String> texts(Body body, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        body.object(name)
                .ifPresent(given ->
                        given.json()
                                .fieldNames()
                                .forEachRemaining(key ->
                                        given.text(key, MAX_VALUE)
                                                .filter(text -> !text.isBlank())
                                                .ifPresent(text -> texts.put(key, text))));
        return texts;
    }

    private static <T> T installing(Supplier<T> work) {
        try {
            return work.get();
        } catch (TemplateRefused e) {
            throw new Refusal.Conflict("Not installed", e.getMessage());
        }
    }

    private static ObjectNode json(Made made) {
        ObjectNode json = Json.object();
        json.putObject("folder")
                .put("id", made.folder().path("id").asText())
                .put("name", made.folder().path("name").asText());
        ArrayNode flows = json.putArray("flows");
        made.flows()
                .forEach(flow ->
                        flows.addObject()
                                .put("id", flow.path("id").asText())
                                .put("name", flow.path("name").asText()));
        ArrayNode said = json.putArray("said");
        made.said().forEach(said::add);
        return json;
    }
}
