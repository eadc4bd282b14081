package io.hookline.server.alert;

import io.hookline.server.access.Sealer;
import io.hookline.server.alert.rule.AlertRules;
import io.hookline.server.alert.send.AlertSender;
import io.hookline.server.alert.watch.Watch;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.store.Database;
import io.hookline.server.task.Service;

import java.time.InstantSource;
import java.util.function.BiPredicate;

/**
 * Notifies people of what goes wrong: watches for it, and sends the log's alerts to where rules
 * say.
 */
public record Alerts(AlertRules rules, Alerter alerter, Watch watch) implements Service {
    /**
     * @param holds whether the folder of an id holds the flow of an id, however deep
     */
    public static Alerts of(
            Database database,
            Sealer sealer,
            EventLog log,
            AlertSender sender,
            BiPredicate<String, String> holds,
            Watch watch,
            InstantSource clock) {
        AlertRules rules = new AlertRules(database, sealer, log, clock);
        return new Alerts(rules, new Alerter(database, rules, log, sender, holds, clock), watch);
    }

    @Override
    public void start() {
        alerter.start();
        watch.start();
    }

    @Override
    public void close() {
        watch.close();
        alerter.close();
    }
}
