package io.hookline.server.hook.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.filter.FilterSyntaxException;
import io.hookline.filter.HookFilter;
import io.hookline.flow.card.Secret;
import io.hookline.server.endpoint.own.OwnEndpoints;
import io.hookline.server.event.catalog.EventCatalog;
import io.hookline.server.hook.definition.Subscriptions.TypeFilter;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads a hook as callers send it and complains about all that is wrong with it at once. */
public final class HookReader {
    private static final int MAX_NAME = 255;
    private static final int MAX_DESCRIPTION = 4_000;
    private static final int MAX_TYPES = 300;
    private static final int MAX_EVENTS = 1_000;
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private final EventCatalog catalog;
    private final OwnEndpoints own;
    private final boolean development;

    /**
     * @param development whether plain http is allowed for others than our own invoke URLs
     */
    public HookReader(EventCatalog catalog, OwnEndpoints own, boolean development) {
        this.catalog = catalog;
        this.own = own;
        this.development = development;
    }

    public HookRequest read(ObjectNode json, Complaints complaints) {
        Fields fields = new Fields(json, "", complaints);
        return new HookRequest(
                name(fields),
                description(fields),
                fields.choice("status", EventHook.Status.class),
                events(fields.object("events"), complaints),
                channel(fields.object("channel"), complaints),
                fields.optionalObject("delivery").map(HookReader::delivery));
    }

    private static String name(Fields fields) {
        String name = fields.text("name");
        if (fields.isText("name") && name.isBlank()) {
            fields.complain("name", "The name must not be blank");
        } else if (name.length() > MAX_NAME) {
            fields.complain(
                    "name", "The name has %d characters; 1 to 255 are allowed", name.length());
        }
        return name;
    }

    private static Optional<String> description(Fields fields) {
        Optional<String> description = fields.optionalText("description");
        if (description.orElse("").length() > MAX_DESCRIPTION) {
            fields.complain(
                    "description", "The description has more than %d characters", MAX_DESCRIPTION);
        }
        return description;
    }

    private Subscriptions events(Optional<Fields> sent, Complaints complaints) {
        if (sent.isEmpty()) {
            return new Subscriptions(List.of(), List.of());
        }
        Fields events = sent.get();
        events.constant("type", "EVENT_TYPE");
        Set<String> items = items(events, complaints);
        return new Subscriptions(
                List.copyOf(items),
                events.optionalObject("filter")
                        .map(filter -> filters(filter, items, complaints))
                        .orElse(List.of()));
    }

    private Set<String> items(Fields events, Complaints complaints) {
        Set<String> items = new LinkedHashSet<>();
        List<JsonNode> sent = events.array("items");
        for (int i = 0; i < sent.size(); i++) {
            if (!sent.get(i).isTextual()) {
                complaints.add("events.items[" + i + "]", "An event type is a text");
            } else if (items.add(sent.get(i).textValue()) && items.size() <= MAX_TYPES) {
                String field = "events.items[" + i + "]";
                String type = sent.get(i).textValue();
                catalog.refusal(type)
                        .ifPresent(reason ->
                                complaints.add(
                                        field,
                                        "The event type '" + shortened(type) + "' " + reason));
            }
        }
        if (events.isArray("items") && sent.isEmpty()) {
            events.complain("items", "At least one event type is required");
        }
        if (items.size() > MAX_TYPES) {
            events.complain(
                    "items",
                    "A hook takes at most %d event types; these are %d",
                    MAX_TYPES,
                    items.size());
        }
        return items;
    }

    private static List<TypeFilter> filters(
            Fields filter, Set<String> items, Complaints complaints) {
        if (filter.has("type")) {
            filter.constant("type", "EXPRESSION_LANGUAGE");
        }
        List<TypeFilter> filters = new ArrayList<>();
        Set<String> filtered = new HashSet<>();
        List<JsonNode> entries = filter.array("eventFilterMap");
        for (int i = 0; i < entries.size() && filtered.size() <= MAX_TYPES; i++) {
            String path = "events.filter.eventFilterMap[" + i + "]";
            if (!(entries.get(i) instanceof ObjectNode json)) {
                complaints.add(path, "An entry is an object with event and condition");
                continue;
            }
            Fields entry = new Fields(json, path, complaints);
            String event = entry.text("event");
            if (entry.isText("event") && !items.contains(event)) {
                entry.complain(
                        "event", "'" + shortened(event) + "' is not one of the hook's event types");
            } else if (entry.isText("event") && !filtered.add(event)) {
                entry.complain("event", "'" + shortened(event) + "' has a filter already");
            }
            entry.object("condition")
                    .ifPresent(
                            condition -> filters.add(new TypeFilter(event, expression(condition))));
        }
        return filters;
    }

    private static String expression(Fields condition) {
        String expression = condition.text("expression");
        if (condition.isText("expression")) {
            try {
                HookFilter.parse(expression);
            } catch (FilterSyntaxException e) {
                condition.complain("expression", e.getMessage());
            }
        }
        return expression;
    }

    private HookRequest.Target channel(Optional<Fields> sent, Complaints complaints) {
        Optional<Fields> config =
                sent.flatMap(channel -> {
                    channel.constant("type", "HTTP");
                    channel.constant("version", "1.0.0");
                    return channel.object("config");
                });
        if (config.isEmpty()) {
            return new HookRequest.Target("", List.of(), Optional.empty());
        }
        Optional<HookRequest.Auth> auth =
                config.get().optionalObject("authScheme").map(HookReader::auth);
        return new HookRequest.Target(
                uri(config.get()), headers(config.get(), auth, complaints), auth);
    }

    private String uri(Fields config) {
        String uri = config.text("uri");
        if (config.isText("uri")) {
            HookAddress.obstacle(uri, isOwn(uri), development)
                    .ifPresent(obstacle -> config.complain("uri", obstacle));
        }
        return uri;
    }

    private boolean isOwn(String uri) {
        try {
            return own.aliasOf(URI.create(uri)).isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<Channel.Header> headers(
            Fields config, Optional<HookRequest.Auth> auth, Complaints complaints) {
        List<Channel.Header> headers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        auth.ifPresent(scheme -> names.add(scheme.key().toLowerCase(Locale.ROOT)));
        List<JsonNode> sent = config.optionalArray("headers");
        if (sent.size() > HookHeaders.MOST) {
            config.complain("headers", "A hook takes at most %d headers", HookHeaders.MOST);
            return headers;
        }
        for (int i = 0; i < sent.size(); i++) {
            String path = "channel.config.headers[" + i + "]";
            if (!(sent.get(i) instanceof ObjectNode json)) {
                complaints.add(path, "A header is an object with key and value");
                continue;
            }
            Fields header = new Fields(json, path, complaints);
            String key = headerName(header);
            if (header.isText("key") && !names.add(key.toLowerCase(Locale.ROOT))) {
                header.complain("key", "The header " + shortened(key) + " is given twice");
            }
            headers.add(new Channel.Header(key, headerValue(header)));
        }
        return headers;
    }

    private static HookRequest.Auth auth(Fields auth) {
        auth.constant("type", "HEADER");
        String key = headerName(auth);
        if (auth.optionalText("value").isEmpty()) {
            return new HookRequest.Auth(key, Optional.empty());
        }
        String value = headerValue(auth);
        if (value.isEmpty()) {
            auth.complain("value", "The value must not be empty");
        }
        return new HookRequest.Auth(key, Optional.of(new Secret(value)));
    }

    private static String headerName(Fields fields) {
        String name = fields.text("key");
        if (fields.isText("key")) {
            HookHeaders.nameObstacle(name).ifPresent(o -> fields.complain("key", o));
        }
        return name;
    }

    private static String headerValue(Fields fields) {
        String value = fields.text("value");
        HookHeaders.valueObstacle(value).ifPresent(o -> fields.complain("value", o));
        return value;
    }

    private static DeliverySettings delivery(Fields delivery) {
        return new DeliverySettings(
                delivery.choice("policy", DeliverySettings.Policy.class),
                delivery.number("maxEvents", 1, MAX_EVENTS),
                delivery.number("maxWaitMillis", 0, (int) MAX_WAIT.toMillis())
                        .map(Duration::ofMillis));
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
