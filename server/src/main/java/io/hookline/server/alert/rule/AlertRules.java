package io.hookline.server.alert.rule;

import io.hookline.flow.card.Secret;
import io.hookline.outbound.Origin;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Sealer;
import io.hookline.server.alert.rule.AlertRule.Draft;
import io.hookline.server.alert.rule.AlertRule.Progress;
import io.hookline.server.alert.rule.AlertRuleStore.Sealed;
import io.hookline.server.alert.rule.Destination.SlackWebhook;
import io.hookline.server.alert.rule.Destination.Webhook;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.task.OneAtATime;

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
    private final OneAtATime changes = new OneAtATime();

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
        Sealed sealed = store.seal(id, draft, secret);
        database.write(transaction -> {
            if (store.count(transaction) >= MOST) {
                throw new Refusal.Conflict("There are %,d alert rules, the most.".formatted(MOST));
            }
            store.insert(transaction, sealed, log.end(transaction), clock.instant());
            report(
                    transaction,
                    caller,
                    id,
                    draft,
                    "hookline.alert_rule.created",
                    "Create alert rule");
            return id;
        });
        return get(id);
    }

    /** Changes a rule. Its secret stays when none is sent, unless it would go to another origin. */
    public AlertRule update(Caller caller, String id, Draft draft, Optional<Secret> secret) {
        changes.change(() -> {
            AlertRule before = get(id);
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
            Sealed sealed = store.seal(id, draft, keeps);
            return database.write(transaction -> {
                store.update(
                        transaction, sealed, progress(transaction, id, wakes), clock.instant());
                report(
                        transaction,
                        caller,
                        id,
                        draft,
                        "hookline.alert_rule.updated",
                        "Change alert rule");
                return id;
            });
        });
        return get(id);
    }

    /**
     * Where a changed rule goes on.
     *
     * @param wakes whether it was disabled until now
     */
    private Progress progress(Transaction transaction, String id, boolean wakes) {
        Progress before = store.findProgress(transaction, id).orElseThrow();
        return new Progress(
                // What happened while it was disabled is nobody's concern any more.
                wakes ? log.end(transaction) : before.position(),
                // A change may be what lets it work again: it is tried at once.
                before.failures() > 0 || wakes ? Instant.EPOCH : before.quietUntil(),
                before.failures(),
                before.lastError(),
                before.lastErrorAt(),
                before.lastSent());
    }

    private static boolean sameOrigin(Destination one, Destination other) {
        return one instanceof SlackWebhook && other instanceof SlackWebhook
                || one instanceof Webhook(URI from)
                        && other instanceof Webhook(URI to)
                        && Origin.of(from).equals(Origin.of(to));
    }

    public void delete(Caller caller, String id) {
        changes.change(() -> {
            AlertRule rule = get(id);
            return database.write(transaction -> {
                store.delete(transaction, id);
                report(
                        transaction,
                        caller,
                        id,
                        rule.draft(),
                        "hookline.alert_rule.deleted",
                        "Delete alert rule");
                return id;
            });
        });
    }

    /** Notes that somebody tries a rule. */
    public void tried(Caller caller, AlertRule rule) {
        database.write(transaction -> {
            report(
                    transaction,
                    caller,
                    rule.id(),
                    rule.draft(),
                    "hookline.alert_rule.tested",
                    "Test alert rule");
            return rule;
        });
    }

    private void report(
            Transaction transaction,
            Caller caller,
            String id,
            Draft draft,
            String type,
            String message) {
        AuditEvent event =
                AuditEvent.of(type, message)
                        .by(caller)
                        .target("AlertRule", id, draft.name())
                        .debug("destination", draft.destination().type());
        log.append(transaction, AuditEvent.SOURCE, List.of(event.json(clock.instant())));
    }
}
