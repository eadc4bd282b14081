package io.hookline.server.alert;

import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.MailSender;
import io.hookline.server.alert.rule.AlertRules;
import io.hookline.server.alert.rule.AlertSettings;
import io.hookline.server.alert.send.AlertSender;
import io.hookline.server.alert.watch.Watch;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.studio.Studio;
import io.hookline.server.task.Service;

import java.net.URI;
import java.time.InstantSource;

/**
 * Notifies people of what goes wrong: watches for it, and sends the log's alerts to where rules
 * say.
 */
public final class Alerts implements Service {
    private final AlertRules rules;
    private final Alerter alerter;
    private final Watch watch;

    /**
     * @param guard for mail, which has a client of its own
     * @param baseUrl where people see what alerts are about
     */
    public Alerts(
            Watch.Watched watched,
            Studio studio,
            Facilities facilities,
            HttpSender sender,
            AddressGuard guard,
            AlertSettings settings,
            URI baseUrl) {
        InstantSource clock = facilities.clock();
        rules = new AlertRules(facilities.database(), facilities.sealer(), facilities.log(), clock);
        AlertSender alertSender =
                new AlertSender(
                        sender,
                        new MailSender(guard),
                        studio.connections()::connection,
                        baseUrl,
                        clock);
        alerter =
                new Alerter(
                        facilities.database(),
                        rules,
                        facilities.log(),
                        alertSender,
                        studio::holds,
                        clock);
        watch = new Watch(watched, settings, sender, clock);
    }

    public AlertRules rules() {
        return rules;
    }

    public Alerter alerter() {
        return alerter;
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
