package io.hookline.server.delivery.attempt;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.value.Weight;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.event.search.LogEventForms;
import io.hookline.server.json.Json;

/** An event on its way to hooks. All lanes share it, so its payload form is made once. */
public final class HookEvent {
    private final StoredEvent stored;
    private final boolean undecided;
    private volatile byte[] payload;
    private volatile long weight;

    public HookEvent(StoredEvent stored) {
        this(stored, false);
    }

    private HookEvent(StoredEvent stored, boolean undecided) {
        this.stored = stored;
        this.undecided = undecided;
    }

    /** An event of which one hook's filter, which takes much work, has not been asked yet. */
    public static HookEvent undecided(StoredEvent stored) {
        return new HookEvent(stored, true);
    }

    /** Whether its hook's filter must still be asked. */
    public boolean isUndecided() {
        return undecided;
    }

    public long position() {
        return stored.position();
    }

    /** About how many bytes of memory it takes. */
    public long weight() {
        if (weight == 0) {
            weight = Weight.of(stored.json());
        }
        return weight;
    }

    public StoredEvent stored() {
        return stored;
    }

    /** The event as hooks show it. */
    ObjectNode form() {
        return LogEventForms.forHook(stored.json());
    }

    /** {@link #form} as JSON; two threads may make it twice, alike. */
    public byte[] payload() {
        byte[] made = payload;
        if (made == null) {
            made = Json.bytes(form());
            payload = made;
        }
        return made;
    }
}
