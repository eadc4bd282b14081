package io.hookline.server.execution.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.Secret;
import io.hookline.flow.engine.Destruction;
import io.hookline.flow.engine.Journal;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.model.Flow;
import io.hookline.server.execution.chain.ChainEnded;
import io.hookline.server.execution.guard.ReportedEvents;
import io.hookline.server.execution.journal.RunWriter;
import io.hookline.server.execution.journal.SuspendedRows;
import io.hookline.server.execution.masking.AuthSecrets;
import io.hookline.server.execution.masking.Masker;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.execution.model.StoredJson;
import io.hookline.server.execution.queue.Place;
import io.hookline.server.studio.flow.PublishedFlow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a root that runs and its helpers share: the writer of their journal, the pinned helpers, the
 * secrets to mask.
 */
final class RootRun {
    private static final String PINS = "helpers";
    private static final String SECRETS = "secrets";

    private final Facilities facilities;
    private final Head head;
    private final Payload payload;
    private final RunWriter writer;
    private final Place place;
    private final LiveExecutions live;
    private final Map<String, PublishedFlow> pins = new HashMap<>();
    private final Map<Flow, PublishedFlow> published = new IdentityHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();

    /** How many secrets another run knows too: those it begins with, and those in the journal. */
    private int kept;

    /** Helpers that have begun and are not in the store as ended or suspended. */
    private final Set<ExecutionHost> helpers = ConcurrentHashMap.newKeySet();

    private final RunReports reports;

    /**
     * @param live where running executions can be found, helpers included
     * @param place says whether the root is cancelled
     */
    RootRun(
            Facilities facilities,
            QueuedExecution queued,
            RunWriter writer,
            Place place,
            LiveExecutions live,
            Set<String> secrets,
            RunReports reports) {
        this.facilities = facilities;
        this.head = queued.head();
        this.payload = queued.payload();
        this.writer = writer;
        this.place = place;
        this.live = live;
        this.secrets.addAll(secrets);
        this.kept = this.secrets.size();
        this.reports = reports;
    }

    Head head() {
        return head;
    }

    RunWriter writer() {
        return writer;
    }

    /** What an earlier run left of a helper. */
    SuspendedRows.Earlier earlier(UUID helper) {
        return writer.isResumed()
                ? SuspendedRows.earlier(facilities.database(), head.ordinal(), helper)
                : SuspendedRows.Earlier.NOTHING;
    }

    Facilities facilities() {
        return facilities;
    }

    /** A helper begins to run here. */
    void begun(ExecutionHost helper) {
        helpers.add(helper);
        live.add(helper);
    }

    /** A helper does not run here any more, and the store knows what became of it. */
    void left(ExecutionHost helper) {
        helpers.remove(helper);
        live.remove(helper.head().id());
    }

    /**
     * The root ends like that: helpers that did not come to their end because the run broke off end
     * with it.
     */
    void endHelpers(Outcome outcome) {
        helpers.forEach(helper -> helper.endWithRoot(outcome));
    }

    /** Nothing runs here any more, whatever the store could take. */
    void leave() {
        helpers.forEach(this::left);
        writer.leave();
    }

    /** Where the root runs, with its helpers. */
    Place place() {
        return place;
    }

    boolean isCancelled() {
        return place.isCancelled();
    }

    synchronized Masker masker() {
        return Masker.of(secrets);
    }

    Optional<Connection> connection(String id) {
        return opened(facilities.connections().connection(id));
    }

    /** The connection that stands in for a whole connector. */
    Optional<Connection> standIn(String connector) {
        return opened(facilities.connections().standIn(connector));
    }

    /** The other system did not take the credentials of that connection. */
    void refused(Connection connection) {
        reports.refused(connection);
    }

    /** The chain of executions that start each other has come to a limit. */
    void ended(ChainEnded end) {
        reports.ended(end);
    }

    /** A card would have touched somebody whom its connection protects. */
    void refused(Head by, Connection connection, String entry) {
        reports.refused(by, connection, entry);
    }

    /**
     * A card is about to destroy something.
     *
     * @param by the execution that it belongs to
     * @throws CardFailure.Denied when a guard rail does not let it
     */
    void permit(Head by, Destruction destruction) {
        facilities
                .guard()
                .permit(
                        head,
                        by,
                        destruction,
                        ReportedEvents.of(payload, facilities.clock().instant()),
                        (stop, switched) -> reports.stopped(by, stop, switched));
    }

    /** Masks its secrets from now on, and the tokens that are got for it. */
    private Optional<Connection> opened(Optional<Connection> connection) {
        connection.ifPresent(found -> addSecrets(found.auth()));
        return connection.map(found -> found.telling(this::addSecret));
    }

    /** A token is in no connection, so that a later run would not know it. */
    private synchronized void addSecret(Secret secret) {
        if (secrets.add(secret.reveal())) {
            keepSecrets();
        }
    }

    /**
     * Finds again what an earlier run masked: what it recorded may hold secrets of connections that
     * this one does not open.
     */
    synchronized void restoreSecrets(PublishedFlow flow) {
        if (!writer.isResumed()) {
            return;
        }
        writer.recorded(head.id(), SECRETS)
                .ifPresent(earlier ->
                        earlier.value().forEach(secret -> secrets.add(secret.textValue())));
        kept = secrets.size();
        Set<String> connections = new LinkedHashSet<>(flow.flow().connectionIds());
        pins.values().forEach(helper -> connections.addAll(helper.flow().connectionIds()));
        connections.forEach(id ->
                facilities
                        .connections()
                        .connection(id)
                        .ifPresent(found -> addSecrets(found.auth())));
    }

    /** All secrets when the values hold one of them, so that who takes them hides it too. */
    synchronized Set<String> secretsIn(JsonNode values) {
        if (secrets.isEmpty()) {
            return Set.of();
        }
        String text = values.toString();
        return masker().mask(text).equals(text) ? Set.of() : Set.copyOf(secrets);
    }

    /** Keeps the secrets in the journal, which is sealed and ends with the execution. */
    synchronized void keepSecrets() {
        if (secrets.size() == kept) {
            return;
        }
        kept = secrets.size();
        ArrayNode all = StoredJson.MAPPER.createArrayNode();
        secrets.forEach(all::add);
        writer.record(head.id(), SECRETS, new Journal.Entry(Journal.Kind.RESULT, SECRETS, "", all));
    }

    private synchronized void addSecrets(Connection.Auth auth) {
        secrets.addAll(AuthSecrets.of(auth));
    }

    /**
     * Pins every helper that the flow can reach, in the version of now or, on resume, of the first
     * start. One row keeps the versions; it is written with whatever is written next.
     */
    synchronized void pinHelpers(PublishedFlow flow) {
        Set<String> called = flow.flow().helperIds();
        if (called.isEmpty()) {
            return;
        }
        Optional<Journal.Entry> earlier = writer.recorded(head.id(), PINS);
        if (earlier.isPresent()) {
            for (Map.Entry<String, JsonNode> pin : earlier.get().value().properties()) {
                facilities
                        .flows()
                        .byVersion(pin.getKey(), pin.getValue().asInt())
                        .ifPresent(this::pin);
            }
            return;
        }
        Deque<String> toPin = new ArrayDeque<>(called);
        ObjectNode versions = StoredJson.MAPPER.createObjectNode();
        while (!toPin.isEmpty()) {
            String id = toPin.remove();
            Optional<PublishedFlow> helper =
                    pins.containsKey(id) ? Optional.empty() : facilities.flows().byId(id);
            if (helper.isPresent()) {
                pin(helper.get());
                versions.put(id, helper.get().version());
                toPin.addAll(helper.get().flow().helperIds());
            }
        }
        writer.record(
                head.id(), PINS, new Journal.Entry(Journal.Kind.RESULT, "helpers", "", versions));
    }

    private void pin(PublishedFlow helper) {
        pins.put(helper.id(), helper);
        published.put(helper.flow(), helper);
        helper.clientToken().map(Secret::reveal).ifPresent(secrets::add);
    }

    /** A helper in its pinned version. */
    synchronized PublishedFlow helper(String flowId) {
        PublishedFlow pinned = pins.get(flowId);
        if (pinned == null) {
            throw new CardFailure.NotFound(
                    "The helper flow "
                            + flowId
                            + " does not exist. Choose another one on the card that calls it.");
        }
        boolean off =
                facilities
                        .flows()
                        .byId(flowId)
                        .filter(flow -> flow.mode() != PublishedFlow.FlowMode.OFF)
                        .isEmpty();
        if (off && head.mode() != Mode.DRY_RUN) {
            throw new CardFailure.NotFound(
                    "The helper flow '"
                            + pinned.name()
                            + "' is off. Switch it on, then run this flow again.");
        }
        return pinned;
    }

    /** The helper that this is; empty for a flow that lies in a card. */
    synchronized Optional<PublishedFlow> published(Flow flow) {
        return Optional.ofNullable(published.get(flow));
    }
}
