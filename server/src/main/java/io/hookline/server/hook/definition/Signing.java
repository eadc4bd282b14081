package io.hookline.server.hook.definition;

import io.hookline.compute.SharedThread;
import io.hookline.flow.card.Secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a hook's deliveries are signed, as Standard Webhooks describes it: a receiver that knows one
 * of the secrets can verify that the body is ours and unchanged.
 *
 * @param keys none: not signed; two while the receiver moves from the second to the first
 */
public record Signing(List<Key> keys) {
    public static final Signing NONE = new Signing(List.of());

    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    /** What a secret must be. */
    public static final String EXPECTED =
            "expected whsec_ and the Base64 of " + SHORTEST + " to " + LONGEST + " random bytes";

    public Signing {
        keys = List.copyOf(keys);
    }

    /**
     * A live secret.
     *
     * @param secret {@code whsec_} and Base64
     */
    public record Key(Secret secret, Instant since) {
        private byte[] bytes() {
            return Base64.getDecoder().decode(secret.reveal().substring(PREFIX.length()));
        }
    }

    public boolean isOn() {
        return !keys.isEmpty();
    }

    /** Whether a text can be a secret. */
    public static boolean isSecret(String text) {
        if (!text.startsWith(PREFIX)) {
            return false;
        }
        try {
            int length = Base64.getDecoder().decode(text.substring(PREFIX.length())).length;
            return length >= SHORTEST && length <= LONGEST;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** With a new first secret; the one before stays live. */
    public Signing rotated(Secret secret, Instant now) {
        if (isOn() && keys.getFirst().secret().matches(secret.reveal())) {
            return this;
        }
        Key key = new Key(secret, now);
        return new Signing(isOn() ? List.of(key, keys.getFirst()) : List.of(key));
    }

    /** Without the second secret. */
    public Signing settled() {
        return keys.size() < 2 ? this : new Signing(keys.subList(0, 1));
    }

    /** The signatures of a message, one for each secret; the header {@code webhook-signature}. */
    public String signature(UUID id, Instant at, byte[] body) {
        byte[] head = (id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII);
        return keys.stream()
                .map(key -> "v1," + Base64.getEncoder().encodeToString(hmac(key, head, body)))
                .collect(Collectors.joining(" "));
    }

    private static byte[] hmac(Key key, byte[] head, byte[] body) {
        try {
            assert SharedThread.mayCompute("a signature");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.bytes(), mac.getAlgorithm()));
            mac.update(head);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has HMAC-SHA256", e);
        }
    }
}
