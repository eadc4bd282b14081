package io.hookline.keycloak.send;

import io.hookline.keycloak.send.Answer.Accepted;
import io.hookline.keycloak.send.Answer.NotNow;
import io.hookline.keycloak.send.Answer.Refused;
import io.hookline.keycloak.spool.Batch;
import io.hookline.keycloak.spool.Batch.Line;
import io.hookline.keycloak.spool.Spool;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Sends what waits, oldest first, on one thread. A batch that is refused is split until the refused
 * event stands alone; that one is set aside, and all others go on. Everything else is tried again
 * until it succeeds. An event may be sent twice, under the same uuid: Hookline stores it once.
 */
public final class Sender implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Sender.class.getName());
    private static final int MOST_EVENTS = 500;
    private static final int MOST_BYTES = 4_000_000;
    private static final Duration ENDING = Duration.ofSeconds(5);

    private final Spool spool;
    private final Ingest ingest;
    private final SetAside setAside;
    private final Backoff backoff;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean closed;
    private volatile Status status = new Status(0, 0, Optional.empty(), Optional.empty());

    /**
     * @param sent events that Hookline accepted since the start
     * @param setAside events that it refused for good since the start
     * @param lastSent when it last accepted some
     * @param trouble why it accepts none now
     */
    public record Status(
            long sent, long setAside, Optional<Instant> lastSent, Optional<String> trouble) {}

    /** Does not begin before {@link #start}. */
    public Sender(
            Spool spool, Ingest ingest, SetAside setAside, Backoff backoff, InstantSource clock) {
        this.spool = spool;
        this.ingest = ingest;
        this.setAside = setAside;
        this.backoff = backoff;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("hookline-sender").unstarted(this::run);
    }

    public Sender start() {
        thread.start();
        return this;
    }

    public Status status() {
        return status;
    }

    private void run() {
        while (!closed) {
            try {
                Optional<Batch> batch = spool.next(MOST_EVENTS, MOST_BYTES);
                if (batch.isPresent()) {
                    send(batch.get().lines());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException e) {
                LOG.log(Level.ERROR, "Waiting events cannot be read or marked as sent.", e);
                trouble("The folder of waiting events cannot be used: " + e.getMessage());
                pause(backoff.most());
            }
        }
    }

    private void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<Line> lines) throws IOException, InterruptedException {
        switch (accepted(lines)) {
            case Accepted() -> {
                spool.sent(lines.get(lines.size() - 1).end());
                status =
                        new Status(
                                status.sent() + lines.size(),
                                status.setAside(),
                                Optional.of(clock.instant()),
                                Optional.empty());
            }
            case Refused(String reason) when lines.size() == 1 -> {
                Line only = lines.get(0);
                setAside.add(only.json(), reason);
                spool.sent(only.end());
                status =
                        new Status(
                                status.sent(),
                                status.setAside() + 1,
                                status.lastSent(),
                                Optional.empty());
            }
            case Refused(String reason) -> {
                int middle = lines.size() / 2;
                send(lines.subList(0, middle));
                send(lines.subList(middle, lines.size()));
            }
            case NotNow notNow ->
                    throw new IllegalStateException(
                            "Given up although there was no end: " + notNow);
        }
    }

    /** Tries until the answer is about the events. */
    private Answer accepted(List<Line> lines) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Answer answer = ingest.send(lines);
            if (!(answer instanceof NotNow notNow)) {
                if (attempt > 1) {
                    LOG.log(Level.INFO, "Hookline takes events again.");
                }
                return answer;
            }
            if (attempt == 1) {
                LOG.log(
                        Level.WARNING,
                        "Hookline takes no events: {0} They wait on disk and are sent again.",
                        notNow.reason());
            }
            trouble(notNow.reason());
            Thread.sleep(backoff.after(attempt, notNow.retryAfter()));
        }
    }

    private void trouble(String reason) {
        status =
                new Status(
                        status.sent(), status.setAside(), status.lastSent(), Optional.of(reason));
    }

    /** Ends at once; a request that is under way may have succeeded, and is then sent again. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(ENDING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
