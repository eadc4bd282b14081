package io.hookline.server.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.json.Json;

import java.nio.charset.StandardCharsets;

/** Data in the shapes of the API, with names that an ordinary or a hostile person chose. */
final class Samples {
    static final String EXECUTION = "0192a6b0-0000-7000-8000-000000000001";
    static final String FLOW = "a5183feb-f8c6-4ed0-b921-3612c62582f8";
    static final String HELPER = "0192a6b0-0000-7000-8000-000000000002";

    private final String name;

    /**
     * @param name stands wherever people choose a text
     */
    Samples(String name) {
        this.name = name;
    }

    ObjectNode hook(String status, String verification, String reason) {
        ObjectNode hook =
                object(
                        """
                        {"id": "who8tsqyrhCdmetzx135", "lastUpdated": "2026-11-22T09:12:44.000Z",
                         "events": {"type": "EVENT_TYPE", "filter": {"type": "EXPRESSION_LANGUAGE", "eventFilterMap": [
                           {"event": "user.authentication.auth_via_mfa", "condition": {"version": null}}]}},
                         "channel": {"config": {"uri": "https://hookline.example.org/api/flo/a5183feb/invoke?clientToken=***"}}}\
                        """);
        hook.put("name", name).put("description", name).put("status", status);
        hook.put("verificationStatus", verification);
        ((ObjectNode) hook.at("/events/filter/eventFilterMap/0/condition"))
                .put("expression", "event.outcome.reason eq \"" + name + "\"");
        var items = ((ObjectNode) hook.path("events")).putArray("items");
        items.add("user.authentication.auth_via_mfa").add(name);
        for (int i = 0; i < 8; i++) {
            items.add("policy.lifecycle.update" + i);
        }
        ObjectNode health = hook.putObject("health");
        health.put("status", reason.isEmpty() ? "ok" : "cannot deliver");
        health.put("reason", reason.isEmpty() ? null : reason);
        return hook;
    }

    static final String CONNECTION = "b5183feb-f8c6-4ed0-b921-3612c62582f8";

    ObjectNode connection(String status) {
        ObjectNode connection =
                object(
                        """
                        {"connector": "httpfunctions", "baseUrl": "https://tickets.example.org", "filled": true,
                         "allowedOrigins": ["https://files.example.org"], "tokenExpiresAt": null,
                         "auth": {"type": "oauth2", "grant": "authorization_code",
                                  "authorizeUrl": "https://id.example.org/authorize"},
                         "health": {"status": "failing", "lastUsed": "2026-11-22T09:12:44.000Z",
                                    "lastSuccess": null, "lastFailure": "2026-11-22T09:12:44.000Z"}}\
                        """);
        connection.put("id", CONNECTION).put("name", name);
        connection.putObject("owner").put("id", "00u1").put("name", name);
        ((ObjectNode) connection.path("health")).put("reason", name);
        ObjectNode authorization = connection.putObject("authorization").put("status", status);
        authorization.putObject("by").put("id", "00u1").put("name", name);
        authorization.put("at", "2026-11-22T09:12:44.000Z").put("refreshes", true);
        authorization.put("reason", status.equals("needed") ? name : null);
        return connection;
    }

    ObjectNode flow(String type, String mode) {
        ObjectNode flow =
                object(
                        """
                        {"id": "a5183feb-f8c6-4ed0-b921-3612c62582f8", "saveData": true, "version": 3,
                         "securityLevel": "clientToken", "alias": "a5183feb"}\
                        """);
        flow.put("name", name).put("description", name).put("type", type).put("mode", mode);
        flow.putObject("folder").put("id", "1").put("name", name);
        flow.put("highestEffect", "DESTRUCTIVE");
        var effects = flow.putArray("effects");
        effect(effects.addObject(), "DESTRUCTIVE", "okta.suspendUser", "the-helper")
                .putObject("connection")
                .put("id", "c1")
                .put("name", name);
        effect(effects.addObject(), "READ", "stash.searchRows2", flow.path("id").asText())
                .putNull("connection");
        flow.putArray("calls").addObject().put("id", "the-helper").put("name", name);
        flow.withArray("calls").addObject().put("id", "gone").putNull("name");
        flow.putArray("calledBy");
        flow.putArray("problems")
                .addObject()
                .put("message", "The connection \"" + name + "\" has no credentials yet.");
        flow.put(
                "invokeUrl",
                type.equals("endpoint")
                        ? "https://hookline.example.org/api/flo/a5183feb/invoke?clientToken=t0ken"
                        : null);
        return flow;
    }

    private ObjectNode effect(ObjectNode effect, String what, String card, String flow) {
        effect.put("effect", what).put("card", "u").put("title", name).put("cardId", card);
        effect.putObject("flow").put("id", flow).put("name", name);
        return effect;
    }

    ObjectNode execution(String id, String status) {
        ObjectNode execution =
                object(
                        """
                        {"stoppedBy": null, "startedAt": "2026-11-22T11:19:14.102Z",
                         "endedAt": "2026-11-22T11:19:14.140Z", "trigger": "hook", "mode": "on", "parent": null,
                         "root": "0192a6b0-0000-7000-8000-000000000001", "dataSaved": true, "error": null}\
                        """);
        execution.put("id", id).put("status", status);
        execution.putObject("flow").put("id", "f1").put("name", name).put("version", 3);
        var steps = execution.putArray("steps");
        steps.add(step("0", "http.accept", "API Endpoint", "SUCCESS"));
        steps.add(step("1", "json.parse", "Parse", "SUCCESS"));
        steps.add(step("2", "object.expand", "Expand", "SUCCESS").put("hidden", true));
        steps.add(step("3", "string.compose", "Compose", "SUCCESS"));
        ObjectNode last = step("4", "slack.sendMessageToChannel2", name, status);
        steps.add(last);
        last.putObject("helpers")
                .put("count", 2)
                .put("href", "/api/hookline/v1/executions?parent=" + id + "&path=4");
        last.putObject("progress").put("done", 2).put("of", 7);
        if (status.equals("FAILURE")) {
            for (ObjectNode failed : new ObjectNode[] {execution, last}) {
                failed.putObject("error")
                        .put("kind", "Rejected")
                        .put("title", name)
                        .put("card", "slack.sendMessageToChannel2")
                        .put("expected", "A call that the other system accepts.")
                        .put("advice", "Correct what the card was given.")
                        .put(
                                "message",
                                "Slack refused chat.postMessage with not_in_channel: the Slack app"
                                        + " is not in the channel "
                                        + name
                                        + ". Invite it there with /invite.");
            }
        }
        return execution;
    }

    private ObjectNode step(String path, String card, String title, String status) {
        ObjectNode step =
                object(
                        """
                        {"attempt": 1, "startedAt": "2026-11-22T11:19:14.110Z", "millis": 12.3, "error": null,
                         "helpers": null, "hidden": false, "truncated": false}\
                        """);
        step.put("path", path).put("card", card).put("title", title).put("status", status);
        step.putObject("inputs")
                .put("channel", "C049DP1GU69")
                .put("empty", "")
                .putObject("Message")
                .put("Text", name);
        step.putObject("outputs").putObject("Message").put("Timestamp", "1503435956.000247");
        return step;
    }

    StoredEvent event(long position, String type, String result) {
        ObjectNode json =
                object(
                        """
                        {"uuid": "5d8f4f1e-2b86-4d1e-a7b8-5a4d6c5b1a11", "published": "2026-11-22T11:19:13.700Z",
                         "severity": "WARN", "client": {"ipAddress": "203.0.113.7"}}\
                        """);
        json.put("eventType", type).put("displayMessage", name);
        json.putObject("actor").put("alternateId", name);
        json.putArray("target").addObject().put("alternateId", "grace@example.org");
        json.putObject("outcome").put("result", result).put("reason", name);
        return new StoredEvent(position, "okta-preview", json);
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) Json.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
