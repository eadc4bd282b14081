package io.hookline.server.hook.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.filter.HookFilter;
import io.hookline.server.hook.definition.Channel;
import io.hookline.server.hook.definition.DeliverySettings;
import io.hookline.server.hook.definition.DeliverySettings.Policy;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookAddress;
import io.hookline.server.hook.definition.Subscriptions;
import io.hookline.server.hook.definition.VerificationFailure;
import io.hookline.server.hook.health.HookCheckup.Examined;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * Writes hooks as the original does: its key order, its nulls, its whole seconds, never a secret.
 */
final class HookJson {
    private final URI baseUrl;
    private final Policy defaultPolicy;

    HookJson(URI baseUrl, Policy defaultPolicy) {
        this.baseUrl = baseUrl;
        this.defaultPolicy = defaultPolicy;
    }

    /**
     * @param showTokens whether the caller may see a client token in the address
     */
    ObjectNode write(Examined examined, boolean showTokens) {
        EventHook hook = examined.hook();
        ObjectNode json = Json.object();
        json.put("id", hook.id());
        json.put("status", hook.status().name());
        json.put("verificationStatus", hook.verification().name());
        json.put("name", hook.name());
        json.put("description", hook.description().orElse(null));
        json.put("created", Times.seconds(hook.created()));
        json.put("createdBy", hook.createdBy());
        json.put("lastUpdated", Times.seconds(hook.lastUpdated()));
        json.set("events", events(hook.events()));
        json.set("channel", channel(hook.channel(), showTokens));
        json.set("_links", links(hook));
        json.set("health", HealthJson.of(examined.health()));
        json.set(
                "verificationFailure",
                hook.verificationFailure().map(HookJson::failure).orElse(null));
        json.set("delivery", delivery(hook.delivery()));
        json.set("notes", notes(hook.events()));
        return json;
    }

    /** What the authors of the filters should know, such as fields that the original lacks. */
    private static ArrayNode notes(Subscriptions events) {
        ArrayNode notes = Json.MAPPER.createArrayNode();
        for (Subscriptions.TypeFilter filter : events.filters()) {
            for (String note : HookFilter.parse(filter.expression()).notes()) {
                notes.addObject().put("event", filter.event()).put("message", note);
            }
        }
        return notes;
    }

    private static ObjectNode events(Subscriptions events) {
        ObjectNode json = Json.object();
        json.put("type", "EVENT_TYPE");
        ArrayNode items = json.putArray("items");
        events.items().forEach(items::add);
        if (events.filters().isEmpty()) {
            json.putNull("filter");
            return json;
        }
        ObjectNode filter = json.putObject("filter");
        filter.put("type", "EXPRESSION_LANGUAGE");
        ArrayNode map = filter.putArray("eventFilterMap");
        for (Subscriptions.TypeFilter typeFilter : events.filters()) {
            ObjectNode entry = map.addObject();
            entry.put("event", typeFilter.event());
            entry.putObject("condition")
                    .putNull("version")
                    .put("expression", typeFilter.expression());
        }
        return json;
    }

    private static ObjectNode channel(Channel channel, boolean showTokens) {
        ObjectNode json = Json.object();
        json.put("type", "HTTP");
        json.put("version", "1.0.0");
        ObjectNode config = json.putObject("config");
        config.put("uri", showTokens ? channel.uri() : HookAddress.hideToken(channel.uri()));
        ArrayNode headers = config.putArray("headers");
        channel.headers()
                .forEach(h -> headers.addObject().put("key", h.key()).put("value", h.value()));
        config.put("method", "POST");
        channel.authScheme()
                .ifPresent(auth ->
                        config.putObject("authScheme")
                                .put("type", "HEADER")
                                .put("key", auth.key()));
        return json;
    }

    private ObjectNode links(EventHook hook) {
        String self =
                baseUrl.toString().replaceFirst("/+$", "") + "/api/v1/eventHooks/" + hook.id();
        ObjectNode links = Json.object();
        switch (hook.status()) {
            case ACTIVE -> {
                links.putObject("self").put("href", self);
                link(links, "verify", self + "/lifecycle/verify", "POST");
                link(links, "deactivate", self + "/lifecycle/deactivate", "POST");
            }
            case INACTIVE -> {
                link(links, "activate", self + "/lifecycle/activate", "POST");
                links.putObject("self").put("href", self);
                link(links, "delete", self, "DELETE");
            }
        }
        return links;
    }

    private static void link(ObjectNode links, String relation, String href, String method) {
        links.putObject(relation)
                .put("href", href)
                .putObject("hints")
                .putArray("allow")
                .add(method);
    }

    private static ObjectNode failure(VerificationFailure failure) {
        return Json.object()
                .put("at", Times.millis(failure.at()))
                .put("kind", failure.kind().name())
                .put("reason", failure.reason());
    }

    private ObjectNode delivery(DeliverySettings delivery) {
        return Json.object()
                .put(
                        "policy",
                        delivery.policy().orElse(defaultPolicy).name().toLowerCase(Locale.ROOT))
                .put("maxEvents", delivery.maxEvents().orElse(null))
                .put("maxWaitMillis", delivery.maxWait().map(Duration::toMillis).orElse(null));
    }
}
