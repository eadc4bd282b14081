package io.hookline.server.alert.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.alert.Alerter;
import io.hookline.server.alert.Alerts;
import io.hookline.server.alert.http.AlertRuleReader.Read;
import io.hookline.server.alert.rule.AlertRule;
import io.hookline.server.alert.rule.AlertRule.Draft;
import io.hookline.server.alert.rule.AlertRule.Progress;
import io.hookline.server.alert.rule.AlertRuleStore;
import io.hookline.server.alert.rule.AlertRules;
import io.hookline.server.alert.rule.Destination;
import io.hookline.server.alert.rule.Destination.SlackWebhook;
import io.hookline.server.alert.rule.Destination.Webhook;
import io.hookline.server.http.Body;
import io.hookline.server.http.Request;
import io.hookline.server.http.Resource;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.studio.Studio;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code /api/hookline/v1/alertRules}: who is notified of what goes wrong. */
public final class AlertRuleApi implements Resource<AlertRule> {
    private static final String PATH = "/api/hookline/v1/alertRules";

    private final AlertRules rules;
    private final Alerter alerter;
    private final AlertRuleReader reader;

    /**
     * @param mayBePlain whether credentials may go to that address without encryption
     */
    public AlertRuleApi(Alerts alerts, Studio studio, Predicate<URI> mayBePlain) {
        this.rules = alerts.rules();
        this.alerter = alerts.alerter();
        this.reader =
                new AlertRuleReader(studio::hasFolder, studio.connections()::exists, mayBePlain);
    }

    public List<Route> routes() {
        List<Route> routes =
                new ArrayList<>(
                        Resource.routes(
                                PATH,
                                Permission.MANAGE_CONNECTIONS,
                                Permission.MANAGE_CONNECTIONS,
                                this));
        routes.add(Route.post(PATH + "/{id}/test", Permission.MANAGE_CONNECTIONS, this::test));
        return routes;
    }

    @Override
    public List<AlertRule> list(long after, int limit) {
        return rules.list(after, limit);
    }

    @Override
    public AlertRule get(String id) {
        return rules.get(id);
    }

    @Override
    public Created<AlertRule> create(Caller caller, Body body) {
        Read read = reader.read(body, Optional.empty());
        if (read.draft().destination() instanceof SlackWebhook && read.secret().isEmpty()) {
            body.fault("destination.webhookUrl", "expected the address that Slack gave.");
        }
        return new Created<>(rules.create(caller, read.draft(), read.secret()));
    }

    @Override
    public AlertRule update(Caller caller, AlertRule before, Body body) {
        Read read = reader.read(body, Optional.of(before.draft()));
        AlertRule changed = rules.update(caller, before.id(), read.draft(), read.secret());
        alerter.wake();
        return changed;
    }

    @Override
    public void delete(Caller caller, String id) {
        rules.delete(caller, id);
    }

    @Override
    public String id(AlertRule rule) {
        return rule.id();
    }

    @Override
    public long place(AlertRule rule) {
        return rule.place();
    }

    /** Sends a sample now, whatever the rule waits for. */
    private Response test(Request request) {
        AlertRule rule = rules.get(request.path("id"));
        rules.tried(request.caller(), rule);
        Optional<String> error = alerter.test(rule);
        ObjectNode answer = Json.object().put("sent", error.isEmpty());
        return Response.json(answer.put("error", error.orElse(null)));
    }

    @Override
    public ObjectNode json(AlertRule rule) {
        Draft draft = rule.draft();
        Progress progress = rule.progress();
        ObjectNode json = Json.object().put("id", rule.id()).put("name", draft.name());
        draft.folder()
                .ifPresentOrElse(
                        folder -> json.putObject("folder").put("id", folder),
                        () -> json.putNull("folder"));
        json.put("enabled", draft.enabled());
        draft.types().forEach(json.putArray("types")::add);
        json.put("digestMinutes", draft.digest().toMinutes());
        ObjectNode destination = AlertRuleStore.json(draft.destination());
        switch (draft.destination()) {
            case SlackWebhook hook -> destination.put("webhookUrl", "***");
            case Webhook hook -> destination.put("signed", rule.secret().isPresent());
            case Destination.SlackChannel channel -> {}
            case Destination.Mailbox mailbox -> {}
        }
        json.set("destination", destination);
        json.put("created", rule.created().toString());
        json.put("updated", rule.updated().toString());
        json.put("lastSent", text(progress.lastSent()));
        json.put("failures", progress.failures());
        json.put("lastError", progress.lastError().orElse(null));
        json.put("lastErrorAt", text(progress.lastErrorAt()));
        boolean waits = progress.quietUntil().isAfter(Instant.EPOCH);
        json.put("quietUntil", waits ? progress.quietUntil().toString() : null);
        return json;
    }

    private static String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
