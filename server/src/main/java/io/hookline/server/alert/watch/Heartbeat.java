package io.hookline.server.alert.watch;

import io.hookline.outbound.Answer;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.OutboundFailure;
import io.hookline.outbound.Request;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Calls an address while the store can be read. Whoever is called notices that the server is down
 * when the calls stop.
 */
final class Heartbeat {
    private static final Logger logger = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A store that answers is one that lives. */
    private static final Sql ANSWER = Sql.of("SELECT 1");

    private final HttpSender sender;
    private final Database database;
    private final URI url;
    private boolean answered = true;

    Heartbeat(HttpSender sender, Database database, URI url) {
        this.sender = sender;
        this.database = database;
        this.url = url;
    }

    void beat() {
        database.read(transaction -> transaction.prepare(ANSWER).exists());
        boolean now = send();
        if (now && !answered) {
            logger.info("The heartbeat is answered again");
        }
        answered = now;
    }

    /** Names the host only: the address is a credential. */
    private boolean send() {
        try {
            Answer answer =
                    sender.sendCredentials(
                            new Request("GET", url, List.of(), new byte[0], TIMEOUT, 1_000));
            if (answer.status() / 100 == 2) {
                return true;
            }
            warn(url.getHost() + " answered " + answer.status());
        } catch (OutboundFailure e) {
            warn(e.getMessage());
        }
        return false;
    }

    private void warn(String why) {
        if (answered) {
            logger.warn("The heartbeat is not answered: {}", why);
        }
    }
}
