package io.hookline.server.event.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Arrays;

/**
 * Whom an event is about, as the index of the log knows it: a number for each actor and target.
 * Different ones may share a number, so what the index finds is always looked at again.
 */
public final class Entities {
    /** How many bits a number has. */
    static final int BITS = 27;

    /** An event that is about more is not indexed, and its segment is read as a whole. */
    static final int MOST = 1_000;

    private Entities() {}

    /** Where an event names someone or something that queries look for. */
    public enum Role {
        ACTOR_ID("actor.id"),
        ACTOR_NAME("actor.alternateId"),
        TARGET_ID("target.id");

        private final String path;

        Role(String path) {
            this.path = path;
        }

        /** As filters name it. */
        public String path() {
            return path;
        }
    }

    /** The numbers of an event, each once; more than {@link #MOST} only when there are too many. */
    static int[] of(ObjectNode event) {
        JsonNode targets = event.path("target");
        int[] numbers = new int[2 + Math.min(targets.size(), MOST)];
        JsonNode actor = event.path("actor");
        int count = add(numbers, 0, Role.ACTOR_ID, actor.path("id"));
        count = add(numbers, count, Role.ACTOR_NAME, actor.path("alternateId"));
        if (targets.size() > MOST) {
            return new int[MOST + 1];
        }
        for (JsonNode target : targets) {
            count = add(numbers, count, Role.TARGET_ID, target.path("id"));
        }
        return Arrays.stream(numbers, 0, count).distinct().toArray();
    }

    private static int add(int[] numbers, int count, Role role, JsonNode value) {
        if (!value.isTextual()) {
            return count;
        }
        numbers[count] = number(role, value.textValue());
        return count + 1;
    }

    /** The number of one of them. It is stored: the same text must have the same number forever. */
    public static int number(Role role, String text) {
        long hash = 0xcbf29ce484222325L ^ role.ordinal();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        // Spreads what differs in the last characters only, as ids often do.
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (int) (hash >>> (64 - BITS));
    }
}
