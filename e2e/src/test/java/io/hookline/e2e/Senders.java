package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many senders of events and callers of a flow, who send again what was not answered with 2xx, as
 * good senders do: an event under the same uuid, a call as a new one.
 */
final class Senders {
    private static final int AT_ONCE = 16;

    private final Hookline hookline;
    private final String invokeUrl;
    private final Queue<Work> waiting = new ConcurrentLinkedQueue<>();
    private final Set<String> users = ConcurrentHashMap.newKeySet();
    private final Set<String> uuids = ConcurrentHashMap.newKeySet();
    private final Set<String> executionIds = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    private sealed interface Work {
        record Event(String user, String uuid) implements Work {}

        record Call(int number, int attempt) implements Work {
            String user() {
                return "call-" + number + "-" + attempt + "@example.org";
            }
        }
    }

    Senders(Hookline hookline, JsonNode flow, int each, Random random) {
        this.hookline = hookline;
        this.invokeUrl = flow.get("invokeUrl").asText();
        List<Work> work = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            work.add(new Work.Event("event-" + i + "@example.org", UUID.randomUUID().toString()));
            work.add(new Work.Call(i, 1));
        }
        Collections.shuffle(work, random);
        waiting.addAll(work);
    }

    /** Sends until this many are accepted in all; the last to be accepted triggers the action. */
    void sendUntilAccepted(int total, Runnable then) {
        Api api = hookline.api();
        AtomicBoolean over = new AtomicBoolean();
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(senders.submit(() -> send(api, total, then, over)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    Set<String> acceptedUsers() {
        return users;
    }

    Set<String> acceptedUuids() {
        return uuids;
    }

    Set<String> executionIds() {
        return executionIds;
    }

    private void send(Api api, int total, Runnable then, AtomicBoolean over) {
        while (!over.get()) {
            Work work = waiting.poll();
            if (work == null) {
                return;
            }
            try {
                boolean taken =
                        switch (work) {
                            case Work.Event event -> sendEvent(api, event);
                            case Work.Call call -> call(api, call);
                        };
                if (!taken) {
                    waiting.add(work);
                } else if (accepted.incrementAndGet() == total) {
                    over.set(true);
                    then.run();
                }
            } catch (IOException cutOff) {
                waiting.add(again(work));
            }
        }
    }

    private boolean sendEvent(Api api, Work.Event event) throws IOException {
        JsonNode body = Events.phishing(event.user(), "203.0.113.7").put("uuid", event.uuid());
        Api.Reply reply = post(api, "/api/v1/logs", body);
        if (reply.status() == 503) {
            return false;
        }
        reply.expect(202);
        users.add(event.user());
        uuids.add(event.uuid());
        return true;
    }

    private boolean call(Api api, Work.Call call) throws IOException {
        JsonNode body = Events.asBody(Events.phishing(call.user(), "203.0.113.8"));
        Api.Reply reply = post(api, invokeUrl, body);
        if (reply.status() == 503) {
            return false;
        }
        executionIds.add(reply.expect(200).json().get("execution_id").asText());
        users.add(call.user());
        return true;
    }

    private static Work again(Work work) {
        return switch (work) {
            case Work.Event event -> event;
            case Work.Call call -> new Work.Call(call.number(), call.attempt() + 1);
        };
    }

    private static Api.Reply post(Api api, String path, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return api.send("POST", path, Optional.of(bytes), Map.of());
    }
}
