package io.hookline.server.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Secret;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.MailSender;
import io.hookline.server.access.Caller;
import io.hookline.server.access.TinkSealer;
import io.hookline.server.alert.TestingReceiver.Message;
import io.hookline.server.alert.rule.AlertRule;
import io.hookline.server.alert.rule.AlertRule.Draft;
import io.hookline.server.alert.rule.AlertRule.Progress;
import io.hookline.server.alert.rule.AlertRules;
import io.hookline.server.alert.rule.Destination;
import io.hookline.server.alert.send.AlertSender;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.DatabaseEventLog;
import io.hookline.server.hook.definition.Signing;
import io.hookline.server.store.DataFolder;
import io.hookline.server.store.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

class AlerterTest {
    private static final Caller SOMEBODY = Caller.unknown("192.0.2.7");
    private static final Duration DIGEST = Duration.ofMinutes(30);

    @TempDir Path folder;
    private final TestingReceiver receiver = new TestingReceiver();
    private final AddressGuard guard = new AddressGuard(List.of("127.0.0.1"), false);
    private final HttpSender sender = new HttpSender(guard);
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private TinkSealer sealer;
    private TestDatabase database;
    private DatabaseEventLog log;
    private AlertRules rules;
    private Alerter alerter;

    @BeforeEach
    void start() {
        try (DataFolder keys = DataFolder.lock(folder.resolve("keys"))) {
            sealer = TinkSealer.inFolder(keys);
        }
        open();
    }

    private void open() {
        database = TestDatabase.open(folder.resolve("data"));
        log = new DatabaseEventLog(database, () -> now);
        rules = new AlertRules(database, sealer, log, () -> now);
        alerter =
                new Alerter(
                        database,
                        rules,
                        log,
                        new AlertSender(
                                sender,
                                new MailSender(guard),
                                id -> Optional.ofNullable(connections.get(id)),
                                URI.create("https://hooks.example.org/hookline"),
                                () -> now),
                        (holder, flow) -> flow.startsWith(holder),
                        () -> now);
    }

    private void shut() {
        alerter.close();
        log.close();
        database.close();
    }

    @AfterEach
    void stop() {
        shut();
        receiver.close();
        sender.close();
    }

    private AlertRule rule(Destination destination) {
        return rule(destination, Optional.empty(), List.of(), Optional.empty());
    }

    private AlertRule rule(
            Destination destination,
            Optional<String> inFolder,
            List<String> types,
            Optional<Secret> secret) {
        return rules.create(
                SOMEBODY, new Draft("On call", inFolder, true, types, DIGEST, destination), secret);
    }

    private Destination webhook() {
        return new Destination.Webhook(URI.create(receiver.url("/in")));
    }

    private void fails(String flow) {
        happens("hookline.execution.failed", "Flow", flow);
    }

    private void happens(String type, String kind, String id) {
        AuditEvent event =
                AuditEvent.of(type, "Something failed").target(kind, id, id).failed("Unavailable");
        database.write(transaction ->
                log.append(transaction, AuditEvent.SOURCE, List.of(event.json(now))));
    }

    private void after(Duration time) {
        now = now.plus(time);
        alerter.look();
    }

    private List<String> mentioned(Message message) {
        return message.json()
                .path("events")
                .valueStream()
                .map(event -> event.at("/target/0/id").asText())
                .toList();
    }

    @Test
    void sendsTheFirstAtOnceAndCollectsTheRest() {
        AlertRule rule = rule(webhook());
        fails("one");
        alerter.look();
        assertThat(mentioned(receiver.take())).containsExactly("one");

        fails("two");
        fails("three");
        after(DIGEST.minusSeconds(1));
        assertThat(receiver.isEmpty()).isTrue();

        after(Duration.ofSeconds(1));
        Message digest = receiver.take();
        assertThat(mentioned(digest)).containsExactly("two", "three");
        assertThat(digest.json().at("/rule/id").asText()).isEqualTo(rule.id());
        assertThat(digest.json().path("count").asInt()).isEqualTo(2);

        after(DIGEST.multipliedBy(2));
        assertThat(receiver.isEmpty()).isTrue();
        fails("four");
        alerter.look();
        assertThat(mentioned(receiver.take())).containsExactly("four");
    }

    @Test
    void aDigestThatGathersSurvivesARestart() {
        rule(webhook());
        fails("one");
        alerter.look();
        receiver.take();
        fails("two");

        shut();
        open();
        alerter.look();
        assertThat(receiver.isEmpty()).isTrue();
        after(DIGEST);

        assertThat(mentioned(receiver.take())).containsExactly("two");
    }

    @Test
    void saysOnTheRuleWhyNothingIsSentAndTriesAgain() {
        AlertRule rule = rule(webhook());
        receiver.answer(500, "no");
        fails("one");
        alerter.look();
        String first = receiver.take().header("Webhook-id");

        Progress failed = rules.get(rule.id()).progress();
        assertThat(failed.failures()).isEqualTo(1);
        assertThat(failed.lastError()).contains("127.0.0.1 answered 500; 200 to 299 was expected.");
        after(Duration.ofSeconds(59));
        assertThat(receiver.isEmpty()).isTrue();

        receiver.answer(204, "");
        after(Duration.ofSeconds(1));
        Message again = receiver.take();
        assertThat(mentioned(again)).containsExactly("one");
        assertThat(again.header("Webhook-id")).isEqualTo(first);
        assertThat(rules.get(rule.id()).progress().lastError()).isEmpty();
        assertThat(rules.get(rule.id()).progress().failures()).isZero();
    }

    @Test
    void reportsOnlyTheFolderAndTheTypesOfTheRule() {
        rule(
                webhook(),
                Optional.of("team-a"),
                List.of("hookline.execution.failed"),
                Optional.empty());
        fails("team-b/one");
        happens("hookline.source.silent", "Source", "team-a");
        happens("hookline.execution.stuck", "Flow", "team-a/two");
        alerter.look();
        assertThat(receiver.isEmpty()).isTrue();

        fails("team-a/three");
        alerter.look();
        assertThat(mentioned(receiver.take())).containsExactly("team-a/three");
    }

    @Test
    void believesNoAlertThatSomebodyElseSends() {
        rule(webhook());
        AuditEvent event = AuditEvent.of("hookline.execution.failed", "Not ours");
        database.write(
                transaction -> log.append(transaction, "a-source", List.of(event.json(now))));
        alerter.look();

        assertThat(receiver.isEmpty()).isTrue();
    }

    @Test
    void signsWhatAProgramGets() {
        Secret secret = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        AlertRule rule = rule(webhook(), Optional.empty(), List.of(), Optional.of(secret));
        fails("one");
        alerter.look();

        Message message = receiver.take();
        Signing signing = new Signing(List.of(new Signing.Key(secret, rule.created())));
        assertThat(message.header("Webhook-signature"))
                .isEqualTo(
                        signing.signature(
                                UUID.fromString(message.header("Webhook-id")),
                                now,
                                message.body()));
    }

    @Test
    void postsToSlackAsABotOrByAWebhook() {
        connections.put(
                "slack",
                new Connection(
                        "slack",
                        "Chat",
                        "slack",
                        Optional.of(URI.create(receiver.url("/api"))),
                        new Connection.Auth.Token(new Secret("xoxb-1"))));
        receiver.answer(200, "{\"ok\": true}");
        AlertRule bot = rule(new Destination.SlackChannel("slack", "#ops"));
        rule(
                new Destination.SlackWebhook(),
                Optional.empty(),
                List.of(),
                Optional.of(new Secret(receiver.url("/services/T1/B1/secret"))));
        fails("<one> & all");
        alerter.look();

        List<Message> both = List.of(receiver.take(), receiver.take());
        assertThat(both)
                .extracting(Message::path)
                .containsExactlyInAnyOrder("/api/chat.postMessage", "/services/T1/B1/secret");
        assertThat(both)
                .allSatisfy(message ->
                        assertThat(message.json().path("text").asText())
                                .startsWith("[Hookline] Something failed: &lt;one&gt; &amp; all\n")
                                .contains("(Unavailable)")
                                .contains(
                                        "\n"
                                            + "https://hooks.example.org/hookline/console/flows/%3Cone%3E%20%26%20all\n"));

        receiver.answer(200, "{\"ok\": false, \"error\": \"channel_not_found\"}");
        assertThat(alerter.test(bot))
                .contains("Slack did not take the message: channel_not_found.");
        connections.clear();
        assertThat(alerter.test(bot)).contains("The connection slack is missing or not filled in.");
    }

    /** Below the base URL, whose path a proxy may have added. */
    @Test
    void linksToThePageOfWhatAnAlertIsAbout() {
        rule(webhook());
        happens("hookline.event_hook.held", "EventHook", "who1");
        happens("hookline.disk.low", "Disk", "d");
        AuditEvent failed =
                AuditEvent.of("hookline.execution.failed", "Flow execution failed")
                        .target("Flow", "f1", "Flow")
                        .failed("Unavailable")
                        .debug("executionId", "0199c0de-7a10-7c3e-9b6f-3a1f5e0d2c44");
        database.write(transaction ->
                log.append(transaction, AuditEvent.SOURCE, List.of(failed.json(now))));
        fails("f2");
        alerter.look();

        String base = "https://hooks.example.org/hookline";
        assertThat(receiver.take().json().path("links").valueStream().map(JsonNode::asText))
                .containsExactly(
                        base + "/console/event-hooks/who1",
                        base + "/console/system-log",
                        base + "/console/executions/0199c0de-7a10-7c3e-9b6f-3a1f5e0d2c44",
                        base + "/console/flows/f2");
    }

    @Test
    void sendsMail() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
        mail.setUser("alerts", "alerts", "a-password");
        mail.start();
        try {
            connections.put(
                    "mail",
                    new Connection(
                            "mail",
                            "Mail",
                            "smtp",
                            Optional.of(URI.create("smtp://127.0.0.1:" + mail.getSmtp().getPort())),
                            new Connection.Auth.Basic("alerts", new Secret("a-password"))));
            rule(
                    new Destination.Mailbox(
                            "mail", "hookline@example.org", List.of("ada@example.org")));
            fails("one");
            fails("two");
            alerter.look();

            assertThat(mail.getReceivedMessages()).hasSize(1);
            assertThat(mail.getReceivedMessages()[0].getSubject())
                    .isEqualTo("[Hookline] 2 alerts: 2 × Something failed");
            assertThat(mail.getReceivedMessages()[0].getContent().toString())
                    .contains("Something failed: one (Unavailable)")
                    .contains("alert rule “On call”");
        } finally {
            mail.stop();
        }
    }

    @Test
    void aDisabledRuleReportsNothingOfThatTime() {
        AlertRule rule = rule(webhook());
        Draft draft = rule.draft();
        Draft disabled =
                new Draft(
                        draft.name(),
                        draft.folder(),
                        false,
                        draft.types(),
                        draft.digest(),
                        draft.destination());
        rules.update(SOMEBODY, rule.id(), disabled, Optional.empty());
        fails("one");
        alerter.look();
        rules.update(SOMEBODY, rule.id(), draft, Optional.empty());
        alerter.look();
        assertThat(receiver.isEmpty()).isTrue();

        fails("two");
        alerter.look();
        assertThat(mentioned(receiver.take())).containsExactly("two");
    }
}
