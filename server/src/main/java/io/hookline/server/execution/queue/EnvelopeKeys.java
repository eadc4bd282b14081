package io.hookline.server.execution.queue;

import io.hookline.compute.SharedThread;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What {@link AcceptedEnvelopes} remembers of an event hook envelope of a flow: made before the
 * unit that accepts it.
 *
 * @param whole 16 bytes that stand for the envelope
 * @param events 16 bytes for each of its events
 */
@SuppressWarnings("ArrayRecordComponent")
public record EnvelopeKeys(byte[] whole, List<byte[]> events) {
    /**
     * The keys of an envelope.
     *
     * @param events how many there are, if each is to be an execution of its own; else none
     */
    public static EnvelopeKeys of(String flow, String eventId, int events) {
        return new EnvelopeKeys(
                shortened(sha256(flow, eventId)),
                IntStream.range(0, events).mapToObj(index -> key(flow, eventId, index)).toList());
    }

    private static byte[] key(String flow, String eventId, int index) {
        MessageDigest digest = sha256(flow, eventId);
        // No text has this byte, so that no other text stands for the same.
        digest.update((byte) 0xff);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(index).array());
        return shortened(digest);
    }

    private static byte[] shortened(MessageDigest digest) {
        return Arrays.copyOf(digest.digest(), 16);
    }

    private static MessageDigest sha256(String flow, String eventId) {
        assert SharedThread.mayCompute("a digest");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(flow.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(eventId.getBytes(StandardCharsets.UTF_8));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
