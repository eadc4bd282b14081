package io.hookline.server.http;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.json.Json;
import io.hookline.server.memory.AnswerMemory;
import io.hookline.server.refusal.Refusal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes the bytes of an answer as far as there is room in memory for them. */
final class Answering {
    private static final int LEAST = 1_024;
    private static final int MOST = 16 * 1024;

    private Answering() {}

    /**
     * The answer as it will be sent, with the room that it needs and no more.
     *
     * @throws io.hookline.server.refusal.Refusal.Busy when there is no room now
     */
    static Response within(AnswerMemory.Share room, Response answer) {
        return switch (answer.content()) {
            case Response.Content.Document(JsonNode json) -> answer.content(written(room, json));
            case Response.Content.Bytes(byte[] bytes) -> {
                room.take(bytes.length);
                room.keep(bytes.length);
                yield answer;
            }
            case Response.Content.Parts parts -> {
                room.take(parts.length());
                room.keep(parts.length());
                yield answer;
            }
            case Response.Content.Empty _ -> unmade(room, answer);
            case Response.Content.Constant _ -> unmade(room, answer);
            case Response.Content.Stream _ -> unmade(room, answer);
        };
    }

    private static Response unmade(AnswerMemory.Share room, Response answer) {
        room.keep(0);
        return answer;
    }

    /** Its bytes; what is larger than all the room is written to its caller as it is read. */
    private static Response.Content written(AnswerMemory.Share room, JsonNode json) {
        Parts[] attempt = new Parts[1];
        try {
            Json.write(json, () -> attempt[0] = new Parts(room));
        } catch (NoRoom e) {
            if (e.refusal.isPresent()) {
                throw e.refusal.get();
            }
            return new Response.Content.Stream(out -> Json.write(json, out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<byte[]> parts = attempt[0].ended();
        room.keep(attempt[0].total);
        return new Response.Content.Parts(parts);
    }

    /** The way through the writer of JSON, which wraps others. */
    private static final class NoRoom extends IOException {
        private final transient Optional<Refusal> refusal;

        /**
         * @param refusal empty when the answer does not fit into all the room there is
         */
        NoRoom(Optional<Refusal> refusal) {
            super("no room", null);
            this.refusal = refusal;
        }
    }

    /** Collects what is written, and takes room for it part by part. */
    private static final class Parts extends OutputStream {
        private final AnswerMemory.Share room;
        private final List<byte[]> parts = new ArrayList<>();
        private byte[] part = new byte[0];
        private int filled;
        private long total;

        Parts(AnswerMemory.Share room) {
            this.room = room;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                if (filled == part.length) {
                    next(Math.clamp((long) length - done, LEAST, MOST));
                }
                int size = Math.min(length - done, part.length - filled);
                System.arraycopy(bytes, offset + done, part, filled, size);
                filled += size;
                total += size;
                done += size;
            }
        }

        private void next(int size) throws NoRoom {
            try {
                if (!room.take(total + size)) {
                    throw new NoRoom(Optional.empty());
                }
            } catch (Refusal busy) {
                throw new NoRoom(Optional.of(busy));
            }
            part = new byte[size];
            parts.add(part);
            filled = 0;
        }

        List<byte[]> ended() {
            if (filled < part.length) {
                parts.set(parts.size() - 1, Arrays.copyOf(part, filled));
            }
            return parts;
        }
    }
}
