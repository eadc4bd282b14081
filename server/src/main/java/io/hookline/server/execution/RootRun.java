package io.hookline.server.execution;

import com.fasterxml.jackson.databind.node.IntNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.Secret;
import io.hookline.flow.engine.Journal;
import io.hookline.flow.model.Flow;
import io.hookline.server.studio.PublishedFlow;

import java.util.Base64;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a root that runs and its helpers share: the claim, the pinned helpers, the secrets to mask. */
final class RootRun {
    private final Facilities facilities;
    private final Head head;
    private final Claim claim;
    private final Map<UUID, ExecutionHost> live;
    private final Map<String, PublishedFlow> pins = new HashMap<>();
    private final Map<Flow, PublishedFlow> published = new IdentityHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private volatile boolean cancelled;

    /**
     * @param live where running executions can be found, helpers included
     */
    RootRun(
            Facilities facilities,
            Head head,
            Claim claim,
            Map<UUID, ExecutionHost> live,
            Set<String> secrets) {
        this.facilities = facilities;
        this.head = head;
        this.claim = claim;
        this.live = live;
        this.secrets.addAll(secrets);
    }

    Head head() {
        return head;
    }

    Claim claim() {
        return claim;
    }

    Facilities facilities() {
        return facilities;
    }

    Map<UUID, ExecutionHost> live() {
        return live;
    }

    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    synchronized Masker masker() {
        return Masker.of(secrets);
    }

    Optional<Connection> connection(String id) {
        Optional<Connection> connection = facilities.connections().connection(id);
        connection.ifPresent(found -> addSecrets(found.auth()));
        return connection;
    }

    private synchronized void addSecrets(Connection.Auth auth) {
        switch (auth) {
            case Connection.Auth.None none -> {
                // Nothing to hide.
            }
            case Connection.Auth.Token token -> secrets.add(token.token().reveal());
            case Connection.Auth.Basic basic -> {
                String password = basic.password().reveal();
                secrets.add(password);
                secrets.add(
                        Base64.getEncoder()
                                .encodeToString(
                                        (basic.username() + ":" + password)
                                                .getBytes(
                                                        java.nio.charset.StandardCharsets.UTF_8)));
            }
            case Connection.Auth.Header header -> secrets.add(header.value().reveal());
        }
    }

    /** A helper in the version that this root pinned, on the first call or in an earlier run. */
    synchronized PublishedFlow helper(String flowId) {
        PublishedFlow pinned = pins.get(flowId);
        if (pinned == null) {
            pinned = pin(flowId);
            pins.put(flowId, pinned);
            published.put(pinned.flow(), pinned);
            pinned.clientToken().map(Secret::reveal).ifPresent(secrets::add);
        }
        return pinned;
    }

    synchronized PublishedFlow published(Flow flow) {
        return published.get(flow);
    }

    private PublishedFlow pin(String flowId) {
        String path = "helper/" + flowId;
        Optional<Journal.Entry> earlier = claim.recorded(head.id(), path);
        if (earlier.isPresent()) {
            int version = earlier.get().value().asInt();
            return facilities
                    .flows()
                    .byVersion(flowId, version)
                    .orElseThrow(() -> missing(flowId, " in version " + version));
        }
        PublishedFlow current =
                facilities.flows().byId(flowId).orElseThrow(() -> missing(flowId, ""));
        if (current.mode() == PublishedFlow.FlowMode.OFF && head.mode() != Mode.DRY_RUN) {
            throw new CardFailure.NotFound(
                    "The helper flow '"
                            + current.name()
                            + "' is off. Switch it on, then run this flow again.");
        }
        claim.record(
                head.id(),
                path,
                new Journal.Entry(
                        Journal.Kind.RESULT, "helper", "", IntNode.valueOf(current.version())));
        return current;
    }

    private static CardFailure missing(String flowId, String version) {
        return new CardFailure.NotFound(
                "The helper flow "
                        + flowId
                        + " does not exist"
                        + version
                        + ". Choose another one on the card that calls it.");
    }

}
