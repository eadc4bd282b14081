package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.attempt.HookEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Offers each new event once to the lanes that want its type. Runs on the log's own thread and
 * never waits: a lane that has no room is left to catch up from the store, and a filter that takes
 * much work is asked by its own lane.
 */
final class Matcher implements EventLog.Tail {
    private final Set<LaneInput> inputs = new LinkedHashSet<>();
    private Map<String, List<LaneInput>> byType = Map.of();
    private volatile long position;

    Matcher(long position) {
        this.position = position;
    }

    /** All events up to here were offered. */
    long position() {
        return position;
    }

    @Override
    public synchronized void appended(List<StoredEvent> events) {
        for (StoredEvent event : events) {
            if (event.position() > position) {
                offer(event);
            }
        }
        position = Math.max(position, events.getLast().position());
    }

    private void offer(StoredEvent event) {
        String type = event.eventType();
        List<LaneInput> interested = byType.get(type);
        if (interested == null) {
            return;
        }
        HookEvent shared = null;
        for (LaneInput input : interested) {
            switch (input.decide(event, type)) {
                case PASSES -> {
                    shared = shared == null ? new HookEvent(event) : shared;
                    input.offer(shared);
                }
                case OPEN -> input.offer(HookEvent.undecided(event));
                case FAILS -> {}
            }
        }
    }

    synchronized void add(LaneInput input) {
        inputs.add(input);
        index();
    }

    synchronized void remove(LaneInput input) {
        inputs.remove(input);
        index();
    }

    /** To be called when the types of an input changed. */
    synchronized void index() {
        Map<String, List<LaneInput>> index = new HashMap<>();
        for (LaneInput input : inputs) {
            for (String type : input.types()) {
                index.computeIfAbsent(type, key -> new ArrayList<>()).add(input);
            }
        }
        byType = index;
    }

    /**
     * From now on that input is offered new events.
     *
     * @return the position up to which it must read the store itself
     */
    synchronized long join(LaneInput input) {
        input.joined();
        return position;
    }
}
