package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Journal.Entry;
import io.hookline.flow.engine.Journal.Kind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The part of a failed execution's journal that is copied to the execution that continues it:
 * everything done, handled errors included. Of the failed card only finished items are copied, if
 * it loops or streams.
 */
public final class Takeover {
    private static final String FRAME = "frame";
    private static final String RETRY = "/retry[";

    private Takeover() {}

    /**
     * The journal that the new execution begins with.
     *
     * @param journal of the execution that failed, by path
     * @param failedAt the place of the card that failed
     */
    public static Map<String, Entry> of(Map<String, Entry> journal, String failedAt) {
        String lastAttempt = lastAttempt(journal.keySet(), failedAt);
        Map<String, Entry> taken = new LinkedHashMap<>();
        journal.forEach((path, entry) -> {
            boolean around = failedAt.startsWith(path + "/");
            boolean within = path.equals(failedAt) || path.startsWith(failedAt + "/");
            if (!around && !within && entry.kind() != Kind.INTENT) {
                taken.put(path, taken(beforeFailure(path, entry, failedAt)));
            } else if (path.startsWith(lastAttempt + "/")) {
                String item = path.substring(lastAttempt.length());
                if (isDone(item, entry)) {
                    // the new execution begins with a first attempt
                    taken.put(failedAt + item, taken(entry));
                }
            }
        });
        return taken;
    }

    /** The items of a retried card are recorded under the path of its last attempt. */
    private static String lastAttempt(Set<String> paths, String failedAt) {
        int last = 1;
        String retries = failedAt + RETRY;
        for (String path : paths) {
            if (path.startsWith(retries)) {
                int end = path.indexOf(']', retries.length());
                last = Math.max(last, Integer.parseInt(path, retries.length(), end, 10));
            }
        }
        return last == 1 ? failedAt : retries + last + "]";
    }

    /** The end of one item's helper, where a loop had got to, or the page of a stream. */
    private static boolean isDone(String item, Entry entry) {
        if (item.startsWith("/each[") || item.startsWith("/record[")) {
            String end = entry.value().path("end").asText();
            return end.equals("completed") || end.equals("stopped");
        }
        return item.equals("/from") || item.equals("/page");
    }

    private static Entry taken(Entry entry) {
        return entry.inputs().isEmpty()
                ? entry
                : new Entry(entry.kind(), entry.card(), Journal.TAKEN_OVER, entry.value());
    }

    /**
     * The entry as the new execution needs it: a frame that stands at the failed card, or at one
     * around it, stands before that card; everything else stays.
     */
    static Entry beforeFailure(String path, Entry entry, String failedAt) {
        boolean frame = path.equals(FRAME) || path.endsWith("/" + FRAME);
        if (!frame || !(entry.value() instanceof ObjectNode state)) {
            return entry;
        }
        String card =
                path.substring(0, path.length() - FRAME.length()) + state.path("card").asInt();
        if (!failedAt.equals(card) && !failedAt.startsWith(card + "/")) {
            return entry;
        }
        ObjectNode before = state.deepCopy();
        ObjectNode progress = before.withObjectProperty("progress");
        progress.retain("startedAt");
        return new Entry(entry.kind(), entry.card(), entry.inputs(), before);
    }
}
