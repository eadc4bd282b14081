package io.hookline.server.alert.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.alert.Alerter;
import io.hookline.server.alert.rule.AlertRule;
import io.hookline.server.alert.rule.AlertRule.Draft;
import io.hookline.server.alert.rule.AlertRule.Progress;
import io.hookline.server.alert.rule.AlertRuleReader;
import io.hookline.server.alert.rule.AlertRuleReader.Read;
import io.hookline.server.alert.rule.AlertRuleStore;
import io.hookline.server.alert.rule.AlertRules;
import io.hookline.server.alert.rule.Destination;
import io.hookline.server.alert.rule.Destination.SlackWebhook;
import io.hookline.server.alert.rule.Destination.Webhook;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Page;
import io.hookline.server.json.Json;
import io.hookline.server.studio.Studio;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** {@code /api/hookline/v1/alertRules}: who is told of what goes wrong. */
public final class AlertRuleApi implements HttpService {
    private static final String PATH = "/api/hookline/v1/alertRules";
    private static final int MAX_BODY = 64 * 1024;

    private final AlertRules rules;
    private final Alerter alerter;
    private final AlertRuleReader reader;
    private final Supplier<URI> baseUrl;

    /**
     * @param mayBePlain whether credentials may go to that address without encryption
     * @param baseUrl where callers reach us, for links
     */
    public AlertRuleApi(
            AlertRules rules,
            Alerter alerter,
            Studio studio,
            Predicate<URI> mayBePlain,
            Supplier<URI> baseUrl) {
        this.rules = rules;
        this.alerter = alerter;
        this.reader =
                new AlertRuleReader(studio::hasFolder, studio.connections()::exists, mayBePlain);
        this.baseUrl = baseUrl;
    }

    @Override
    public void routing(HttpRules http) {
        http.get(PATH, this::list)
                .post(PATH, this::create)
                .get(PATH + "/{id}", this::get)
                .put(PATH + "/{id}", this::update)
                .delete(PATH + "/{id}", this::delete)
                .post(PATH + "/{id}/test", this::test);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.MANAGE_CONNECTIONS);
        Page page = Page.of(request);
        page.send(
                request,
                response,
                baseUrl.get(),
                rules.list(page.after(), page.limit() + 1),
                AlertRule::place,
                AlertRuleApi::json);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.MANAGE_CONNECTIONS);
        Bodies.send(response, 200, json(rules.get(id(request))));
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_CONNECTIONS);
        Read read = reader.read(Bodies.object(request, MAX_BODY), Optional.empty());
        if (read.draft().destination() instanceof SlackWebhook && read.secret().isEmpty()) {
            throw AlertRuleReader.invalid(
                    "destination.webhookUrl", "expected the address that Slack gave.");
        }
        AlertRule made = rules.create(caller, read.draft(), read.secret());
        response.header(
                HeaderNames.LOCATION, baseUrl.get().resolve(PATH + "/" + made.id()).toString());
        Bodies.send(response, 201, json(made));
    }

    private void update(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_CONNECTIONS);
        AlertRule before = rules.get(id(request));
        Read read = reader.read(Bodies.object(request, MAX_BODY), Optional.of(before.draft()));
        Bodies.send(
                response,
                200,
                json(rules.update(caller, before.id(), read.draft(), read.secret())));
        alerter.wake();
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_CONNECTIONS);
        rules.delete(caller, id(request));
        Bodies.sendEmpty(response);
    }

    /** Sends a sample now, whatever the rule waits for. */
    private void test(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_CONNECTIONS);
        AlertRule rule = rules.get(id(request));
        rules.tried(caller, rule);
        Optional<String> error = alerter.test(rule);
        ObjectNode answer = Json.object().put("sent", error.isEmpty());
        answer.put("error", error.orElse(null));
        Bodies.send(response, 200, answer);
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    private static ObjectNode json(AlertRule rule) {
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
