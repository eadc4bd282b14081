package io.hookline.server.execution.queue;

import io.hookline.server.execution.model.QueuedExecution;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** What memory knows of one flow: what is ready, oldest first, and what runs. Not thread-safe. */
final class FlowQueue {
    private final String flow;
    private final SequencedMap<Long, Held> held = new LinkedHashMap<>();
    private final Map<Long, Place> running = new HashMap<>();

    /** Whether the store has some that memory has not. */
    private boolean more;

    private boolean fetching;

    /** Whether one became ready, and was left in the store, since the fetch under way began. */
    private boolean missed;

    FlowQueue(String flow) {
        this.flow = flow;
    }

    String flow() {
        return flow;
    }

    void hold(Held one) {
        held.put(one.head().ordinal(), one);
    }

    Optional<Held> withdraw(long ordinal) {
        return Optional.ofNullable(held.remove(ordinal));
    }

    /** How many are ready. */
    int held() {
        return held.size();
    }

    /** The one to start next. */
    Held oldest() {
        return held.firstEntry().getValue();
    }

    void start(long ordinal, Place place) {
        running.put(ordinal, place);
    }

    /** Takes one out of its place. */
    Place leave(long ordinal) {
        return running.remove(ordinal);
    }

    /** How many run. */
    int running() {
        return running.size();
    }

    /** The place of one that runs. */
    Optional<Place> place(long ordinal) {
        return Optional.ofNullable(running.get(ordinal));
    }

    Stage stage(long ordinal) {
        Stage ready = held.containsKey(ordinal) ? Stage.HELD : Stage.ABSENT;
        return place(ordinal).map(Place::stage).orElse(ready);
    }

    boolean knows(QueuedExecution queued) {
        return stage(queued.head().ordinal()) != Stage.ABSENT;
    }

    /** Those that are ready or run, as they are now. */
    Set<Long> known() {
        Set<Long> known = new HashSet<>(running.keySet());
        known.addAll(held.keySet());
        return known;
    }

    /** One became ready that must be read from the store. */
    void leaveInStore() {
        more = true;
        missed = true;
    }

    boolean hasMore() {
        return more;
    }

    boolean isFetching() {
        return fetching;
    }

    /** What is ready is being read from the store. */
    void fetch() {
        fetching = true;
        missed = false;
    }

    /**
     * @param all whether the store had nothing more
     */
    void fetched(boolean all) {
        fetching = false;
        more = missed || !all;
    }

    void fetchFailed() {
        fetching = false;
    }

    /** Whether nothing is left to remember. */
    boolean isIdle() {
        return held.isEmpty() && running.isEmpty() && !more && !fetching;
    }
}
