package io.hookline.server.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.flow.model.Flow;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.FlowSource;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Flows in memory, for tests. */
public final class TestFlows implements FlowSource {
    public static final String TOKEN =
            "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private final Map<String, PublishedFlow> flows = new ConcurrentHashMap<>();

    /** A flow of these cards that is on, saves data and has a client token; its alias is its id. */
    public PublishedFlow add(String id, FlowDocument document) {
        return put(published(id, document.json(id)));
    }

    public PublishedFlow add(String id, ObjectNode document) {
        return put(published(id, document));
    }

    public PublishedFlow put(PublishedFlow flow) {
        flows.put(flow.id(), flow);
        return flow;
    }

    public void remove(String id) {
        flows.remove(id);
    }

    public static PublishedFlow published(String id, ObjectNode document) {
        return new PublishedFlow(
                id,
                document.path("name").asText(),
                1,
                Flow.read(document),
                FlowMode.ON,
                true,
                SecurityLevel.CLIENT_TOKEN,
                Optional.of(id),
                Optional.of(new Secret(TOKEN)));
    }

    public static PublishedFlow with(PublishedFlow flow, FlowMode mode) {
        return new PublishedFlow(
                flow.id(),
                flow.name(),
                flow.version(),
                flow.flow(),
                mode,
                flow.saveData(),
                flow.security(),
                flow.alias(),
                flow.clientToken());
    }

    public static PublishedFlow with(PublishedFlow flow, SecurityLevel security) {
        return new PublishedFlow(
                flow.id(),
                flow.name(),
                flow.version(),
                flow.flow(),
                flow.mode(),
                flow.saveData(),
                security,
                flow.alias(),
                flow.clientToken());
    }

    public static PublishedFlow signed(PublishedFlow flow, String secret) {
        return new PublishedFlow(
                flow.id(),
                flow.name(),
                flow.version(),
                flow.flow(),
                flow.mode(),
                flow.saveData(),
                SecurityLevel.SLACK,
                flow.alias(),
                flow.clientToken(),
                false,
                Optional.of(new Secret(secret)));
    }

    public static PublishedFlow withoutData(PublishedFlow flow) {
        return new PublishedFlow(
                flow.id(),
                flow.name(),
                flow.version(),
                flow.flow(),
                flow.mode(),
                false,
                flow.security(),
                flow.alias(),
                flow.clientToken());
    }

    public static PublishedFlow perEvent(PublishedFlow flow, boolean eachEvent) {
        return new PublishedFlow(
                flow.id(),
                flow.name(),
                flow.version(),
                flow.flow(),
                flow.mode(),
                flow.saveData(),
                flow.security(),
                flow.alias(),
                flow.clientToken(),
                eachEvent,
                flow.signingSecret());
    }

    public static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public Optional<PublishedFlow> byAlias(String alias) {
        return byId(alias);
    }

    @Override
    public Optional<PublishedFlow> byId(String id) {
        return Optional.ofNullable(flows.get(id));
    }

    @Override
    public Optional<PublishedFlow> byVersion(String id, int version) {
        return byId(id).filter(flow -> flow.version() == version);
    }
}
