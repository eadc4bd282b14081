package io.hookline.testing.simulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends what happens in the org to the log of a server, in order, and again until it was taken.
 * What waits is bounded: while a server is away too long, the oldest events are given up, and
 * counted.
 */
final class EventForwarder implements AutoCloseable {
    private static final int MOST_WAITING = 10_000;
    private static final int BATCH = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final URI log;
    private final String token;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Thread thread;
    private int size = BATCH;
    private long added;
    private long sent;
    private long givenUp;
    private String error = "";
    private boolean closed;

    /** An event that was not taken yet; the number tells those apart that say the same. */
    private record Waiting(long number, ObjectNode event) {}

    EventForwarder(URI server, String token) {
        this.log = server.resolve("/api/v1/logs");
        this.token = token;
        this.thread = Thread.ofVirtual().name("events").start(this::run);
    }

    /** Adds an event; never waits. */
    synchronized void add(ObjectNode event) {
        if (waiting.size() >= MOST_WAITING) {
            waiting.removeFirst();
            givenUp++;
        }
        waiting.addLast(new Waiting(++added, event));
        notifyAll();
    }

    /** How it goes. */
    synchronized ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("to", log.toString())
                .put("sent", sent)
                .put("waiting", waiting.size())
                .put("givenUp", givenUp)
                .put("error", error);
    }

    private void run() {
        Duration pause = SHORTEST_PAUSE;
        try {
            while (true) {
                List<Waiting> batch = next();
                if (taken(batch)) {
                    pause = SHORTEST_PAUSE;
                } else {
                    rest(pause);
                    pause = min(pause.multipliedBy(2));
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the pause is over. */
    private synchronized void rest(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private static Duration min(Duration pause) {
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private synchronized List<Waiting> next() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        return new ArrayList<>(waiting.stream().limit(size).toList());
    }

    private boolean taken(List<Waiting> batch) throws InterruptedException {
        ArrayNode body = JsonNodeFactory.instance.arrayNode();
        batch.forEach(one -> body.add(one.event()));
        HttpRequest request =
                HttpRequest.newBuilder(log)
                        .timeout(TIMEOUT)
                        .header("Authorization", "SSWS " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == 202) {
                done(batch);
                return true;
            }
            say("The server answered " + answer.statusCode() + ": " + shortened(answer.body()));
            return isRefused(answer.statusCode()) && giveUp(batch);
        } catch (IOException away) {
            say("The server was not reached: " + away);
        }
        return false;
    }

    /** Whether the events themselves are not wanted: the same again would be refused again. */
    private static boolean isRefused(int status) {
        return status == 400 || status == 413 || status == 422;
    }

    /** One refused event is given up; of several it is found out which one it is. */
    private synchronized boolean giveUp(List<Waiting> batch) {
        size = 1;
        if (batch.size() == 1 && waiting.remove(batch.getFirst())) {
            givenUp++;
        }
        return true;
    }

    private static String shortened(String text) {
        return text.length() > 500 ? text.substring(0, 500) + "…" : text;
    }

    /** Some may have been given up meanwhile. */
    private synchronized void done(List<Waiting> batch) {
        batch.forEach(waiting::remove);
        sent += batch.size();
        size = BATCH;
        error = "";
    }

    private void say(String what) {
        boolean isNew;
        synchronized (this) {
            isNew = !what.equals(error) && !closed;
            error = what;
        }
        if (isNew) {
            System.err.println("hookline: events wait. " + what);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
        client.shutdownNow();
    }
}
