package io.hookline.server.alert.rule;

import io.hookline.flow.card.Secret;
import io.hookline.outbound.Origin;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Sealer;
import io.hookline.server.alert.rule.AlertRule.Draft;
import io.hookline.server.alert.rule.AlertRule.Progress;
import io.hookline.server.alert.rule.Destination.SlackWebhook;
import io.hookline.server.alert.rule.Destination.Webhook;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes, changes and deletes alert rules; each of these is an event in the log. */
public final class AlertRules {
    private static final int MOST = 1_000;

    private final Database database;
    private final AlertRuleStore store;
    private final EventLog log;
    private final InstantSource clock;

    public AlertRules(Database database, Sealer sealer, EventLog log, InstantSource clock) {
        this.database = database;
        this.store = new AlertRuleStore(sealer);
        this.log = log;
        this.clock = clock;
    }

    public AlertRuleStore store() {
        return store;
    }

    public List<AlertRule> list(long after, int limit) {
        return database.read(transaction -> store.list(transaction, after, limit));
    }

    public AlertRule get(String id) {
        return database.read(transaction -> get(transaction, id));
    }

    private AlertRule get(Transaction transaction, String id) {
        return store.find(transaction, id)
                .orElseThrow(() -> new Refusal.NotFound("alert rule", id));
    }

    /** Makes a rule, which sends alerts about what happens from now on. */
    public AlertRule create(Caller caller, Draft draft, Optional<Secret> secret) {
        String id = UUID.randomUUID().toString();
        return database.write(transaction -> {
            if (store.list(transaction, 0, MOST).size() == MOST) {
                throw new Refusal.Conflict("There are %,d alert rules, the most.".formatted(MOST));
            }
            store.insert(transaction, id, draft, secret, log.end(transaction), clock.instant());
            AlertRule made = get(transaction, id);
            report(transaction, caller, made, "hookline.alert_rule.created", "Create alert rule");
            return made;
        });
    }

    /** Changes a rule. Its secret stays when none is sent, unless it would go to another origin. */
    public AlertRule update(Caller caller, String id, Draft draft, Optional<Secret> secret) {
        return database.write(transaction -> {
            AlertRule before = get(transaction, id);
            Optional<Secret> keeps =
                    secret.or(() ->
                            before.secret()
                                    .filter(old ->
                                            sameOrigin(
                                                    before.draft().destination(),
                                                    draft.destination())));
            if (draft.destination() instanceof SlackWebhook && keeps.isEmpty()) {
                throw new Refusal.Invalid(
                        "destination.webhookUrl", "expected the address that Slack gave.");
            }
            boolean wakes = draft.enabled() && !before.draft().enabled();
            Progress progress =
                    new Progress(
                            // What happened while it was disabled is nobody's concern any more.
                            wakes ? log.end(transaction) : before.progress().position(),
                            // A change may be what lets it work again: it is tried at once.
                            before.progress().failures() > 0 || wakes
                                    ? Instant.EPOCH
                                    : before.progress().quietUntil(),
                            before.progress().failures(),
                            before.progress().lastError(),
                            before.progress().lastErrorAt(),
                            before.progress().lastSent());
            store.update(transaction, id, draft, keeps, progress, clock.instant());
            AlertRule changed = get(transaction, id);
            report(
                    transaction,
                    caller,
                    changed,
                    "hookline.alert_rule.updated",
                    "Change alert rule");
            return changed;
        });
    }

    private static boolean sameOrigin(Destination one, Destination other) {
        return one instanceof SlackWebhook && other instanceof SlackWebhook
                || one instanceof Webhook(URI from)
                        && other instanceof Webhook(URI to)
                        && Origin.of(from).equals(Origin.of(to));
    }

    public void delete(Caller caller, String id) {
        database.write(transaction -> {
            AlertRule rule = get(transaction, id);
            store.delete(transaction, id);
            report(transaction, caller, rule, "hookline.alert_rule.deleted", "Delete alert rule");
            return rule;
        });
    }

    /** Notes that somebody tries a rule. */
    public void tried(Caller caller, AlertRule rule) {
        database.write(transaction -> {
            report(transaction, caller, rule, "hookline.alert_rule.tested", "Test alert rule");
            return rule;
        });
    }

    private void report(
            Transaction transaction, Caller caller, AlertRule rule, String type, String message) {
        AuditEvent event =
                AuditEvent.of(type, message)
                        .by(caller)
                        .target("AlertRule", rule.id(), rule.draft().name())
                        .debug("destination", rule.draft().destination().type());
        log.append(transaction, AuditEvent.SOURCE, List.of(event.json(clock.instant())));
    }
}
