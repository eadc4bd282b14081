package io.hookline.server.hook.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.filter.FilterSyntaxException;
import io.hookline.filter.HookFilter;
import io.hookline.server.endpoint.invocation.OwnEndpoints;
import io.hookline.server.event.catalog.EventCatalog;
import io.hookline.server.hook.definition.Channel;
import io.hookline.server.hook.definition.DeliverySettings;
import io.hookline.server.hook.definition.DeliverySettings.Policy;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookAddress;
import io.hookline.server.hook.definition.HookHeaders;
import io.hookline.server.hook.definition.HookRequest;
import io.hookline.server.hook.definition.Subscriptions;
import io.hookline.server.hook.definition.Subscriptions.TypeFilter;
import io.hookline.server.http.Body;
import io.hookline.server.http.Faults;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.refusal.Refusal.Invalid.Place;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads a hook as callers send it, and reports all that is wrong with it at once. */
final class HookReader {
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
    HookReader(EventCatalog catalog, OwnEndpoints own, boolean development) {
        this.catalog = catalog;
        this.own = own;
        this.development = development;
    }

    /**
     * @throws Refusal.Invalid naming each field that is not as it must be
     */
    HookRequest read(ObjectNode json) {
        Faults faults = Faults.all(Place.BODY, "eventHook");
        Body body = Body.of(json, faults);
        HookRequest request =
                new HookRequest(
                        name(body),
                        body.text("description", MAX_DESCRIPTION),
                        constant(body, "status", EventHook.Status.values()),
                        required(body, "events")
                                .map(this::events)
                                .orElse(new Subscriptions(List.of(), List.of())),
                        required(body, "channel")
                                .map(this::channel)
                                .orElse(new HookRequest.Target("", List.of(), Optional.empty())),
                        body.object("delivery").map(HookReader::delivery));
        faults.raise();
        return request;
    }

    private static String name(Body body) {
        String name = body.requiredText("name", 1, MAX_NAME);
        if (!name.isEmpty() && name.isBlank()) {
            body.fault("name", "The name must not be blank");
        }
        return name;
    }

    private Subscriptions events(Body events) {
        only(events, "type", "EVENT_TYPE");
        Set<String> items = items(events);
        return new Subscriptions(
                List.copyOf(items),
                events.object("filter").map(filter -> filters(filter, items)).orElse(List.of()));
    }

    private Set<String> items(Body events) {
        Set<String> items = new LinkedHashSet<>();
        JsonNode sent = events.node("items");
        if (!sent.isArray() || sent.isEmpty()) {
            events.unexpected("items", "expected a list of event types, at least one");
        }
        for (int i = 0; sent.isArray() && i < sent.size(); i++) {
            String field = "items[" + i + "]";
            if (!sent.get(i).isTextual()) {
                events.fault(field, "An event type is a text");
            } else if (items.add(sent.get(i).textValue()) && items.size() <= MAX_TYPES) {
                String type = sent.get(i).textValue();
                catalog.refusal(type)
                        .ifPresent(reason ->
                                events.fault(
                                        field,
                                        "The event type '" + shortened(type) + "' " + reason));
            }
        }
        if (items.size() > MAX_TYPES) {
            events.fault(
                    "items",
                    "A hook takes at most "
                            + MAX_TYPES
                            + " event types; these are "
                            + items.size());
        }
        return items;
    }

    private static List<TypeFilter> filters(Body filter, Set<String> items) {
        if (!filter.isAbsent("type")) {
            only(filter, "type", "EXPRESSION_LANGUAGE");
        }
        if (filter.isAbsent("eventFilterMap")) {
            filter.unexpected("eventFilterMap", "expected a list of filters");
        }
        List<TypeFilter> filters = new ArrayList<>();
        Set<String> filtered = new HashSet<>();
        for (Body entry : filter.objects("eventFilterMap", 0, MAX_TYPES).orElse(List.of())) {
            String event = text(entry, "event");
            if (!event.isEmpty() && !items.contains(event)) {
                entry.fault(
                        "event", "'" + shortened(event) + "' is not one of the hook's event types");
            } else if (!event.isEmpty() && !filtered.add(event)) {
                entry.fault("event", "'" + shortened(event) + "' has a filter already");
            }
            required(entry, "condition")
                    .ifPresent(
                            condition -> filters.add(new TypeFilter(event, expression(condition))));
        }
        return filters;
    }

    private static String expression(Body condition) {
        String expression = text(condition, "expression");
        if (condition.node("expression").isTextual()) {
            try {
                HookFilter.parse(expression);
            } catch (FilterSyntaxException e) {
                condition.fault("expression", e.getMessage());
            }
        }
        return expression;
    }

    private HookRequest.Target channel(Body channel) {
        only(channel, "type", "HTTP");
        only(channel, "version", "1.0.0");
        Optional<Body> config = required(channel, "config");
        if (config.isEmpty()) {
            return new HookRequest.Target("", List.of(), Optional.empty());
        }
        Optional<HookRequest.Auth> auth = authScheme(config.get()).map(HookReader::auth);
        return new HookRequest.Target(uri(config.get()), headers(config.get(), auth), auth);
    }

    private String uri(Body config) {
        String uri = text(config, "uri");
        if (config.node("uri").isTextual()) {
            HookAddress.obstacle(uri, isOwn(uri), development)
                    .ifPresent(obstacle -> config.fault("uri", obstacle));
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

    private static List<Channel.Header> headers(Body config, Optional<HookRequest.Auth> auth) {
        List<Channel.Header> headers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        auth.ifPresent(scheme -> names.add(scheme.key().toLowerCase(Locale.ROOT)));
        for (Body header : config.objects("headers", 0, HookHeaders.MOST).orElse(List.of())) {
            String key = headerName(header);
            if (!key.isEmpty() && !names.add(key.toLowerCase(Locale.ROOT))) {
                header.fault("key", "The header " + shortened(key) + " is given twice");
            }
            headers.add(new Channel.Header(key, headerValue(header)));
        }
        return headers;
    }

    /** What is no object may be a secret, so no fault repeats it. */
    private static Optional<Body> authScheme(Body config) {
        if (config.isAbsent("authScheme") || config.node("authScheme").isObject()) {
            return config.object("authScheme");
        }
        config.fault("authScheme", "expected an object.");
        return Optional.empty();
    }

    private static HookRequest.Auth auth(Body auth) {
        only(auth, "type", "HEADER");
        return new HookRequest.Auth(
                headerName(auth),
                auth.secret(
                        "value",
                        value -> !value.isEmpty() && HookHeaders.valueObstacle(value).isEmpty(),
                        "expected 1 to 8192 printable ASCII characters without white space around"
                                + " them"));
    }

    private static String headerName(Body header) {
        String name = text(header, "key");
        if (header.node("key").isTextual()) {
            HookHeaders.nameObstacle(name).ifPresent(why -> header.fault("key", why));
        }
        return name;
    }

    /** A value may be a secret, so no fault repeats it. */
    private static String headerValue(Body header) {
        JsonNode value = header.node("value");
        Optional<String> fault =
                value.isTextual()
                        ? HookHeaders.valueObstacle(value.textValue())
                        : Optional.of("expected a text.");
        fault.ifPresent(sentence -> header.fault("value", sentence));
        return value.asText("");
    }

    private static DeliverySettings delivery(Body delivery) {
        return new DeliverySettings(
                constant(delivery, "policy", Policy.values()),
                delivery.number("maxEvents", 1, MAX_EVENTS),
                delivery.number("maxWaitMillis", 0, (int) MAX_WAIT.toMillis())
                        .map(Duration::ofMillis));
    }

    /** A required text of any length; empty, with a fault, when it is none. */
    private static String text(Body body, String name) {
        JsonNode text = body.node(name);
        if (!text.isTextual()) {
            body.unexpected(name, "expected a text");
        }
        return text.isTextual() ? text.textValue() : "";
    }

    /** A required object; empty, with a fault, when it is none. */
    private static Optional<Body> required(Body body, String name) {
        if (body.isAbsent(name)) {
            body.unexpected(name, "expected an object");
        }
        return body.object(name);
    }

    /** A required text that has only one possible value. */
    private static void only(Body body, String name, String value) {
        if (!value.equals(body.node(name).textValue())) {
            body.unexpected(name, "expected " + value);
        }
    }

    /** One of an enum's constants, in capitals or not. */
    private static <E extends Enum<E>> Optional<E> constant(Body body, String name, E[] constants) {
        if (body.isAbsent(name)) {
            return Optional.empty();
        }
        Optional<E> constant =
                Arrays.stream(constants)
                        .filter(each -> each.name().equalsIgnoreCase(body.node(name).asText("")))
                        .findFirst();
        if (constant.isEmpty()) {
            body.unexpected(
                    name,
                    "expected one of "
                            + String.join(", ", Arrays.stream(constants).map(Enum::name).toList()));
        }
        return constant;
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
