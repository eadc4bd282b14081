package io.hookline.server.memory;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that drop the entry which was not used for longest when they grow beyond their bound. */
public final class LruMap {
    private LruMap() {}

    /** A map of at most so many entries; not thread-safe. */
    public static <K, V> Map<K, V> of(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }
}
