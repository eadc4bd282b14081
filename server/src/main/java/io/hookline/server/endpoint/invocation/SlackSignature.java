package io.hookline.server.endpoint.invocation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hookline.compute.SharedThread;
import io.hookline.flow.card.Secret;
import io.hookline.server.refusal.Refusal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a call by Slack, version {@code v0}: HMAC-SHA256 with the app's signing secret
 * over {@code v0:}, the time, {@code :} and the exact body.
 *
 * @param made when, in seconds since 1970 by Slack's clock
 * @param bytes the 32 bytes of it
 */
@SuppressWarnings("ArrayRecordComponent")
public record SlackSignature(long made, byte[] bytes) {
    public static final String HEADER = "x-slack-signature";
    public static final String TIME = "x-slack-request-timestamp";

    private static final String VERSION = "v0";
    private static final Pattern SIGNATURE = Pattern.compile(VERSION + "=([0-9a-f]{64})");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    /**
     * The one that a call bears.
     *
     * @throws Refusal when it bears none
     */
    static SlackSignature of(Invocation invocation) {
        Matcher signature = SIGNATURE.matcher(invocation.header(HEADER).orElse(""));
        String time = invocation.header(TIME).orElse("");
        if (!signature.matches() || !SECONDS.matcher(time).matches()) {
            throw InvocationRefusals.signatureMissing();
        }
        return new SlackSignature(
                Long.parseLong(time), HexFormat.of().parseHex(signature.group(1)));
    }

    /** Whether it was made with that secret over that body; compared in constant time. */
    boolean isOf(Secret secret, byte[] body) {
        try {
            assert SharedThread.mayCompute("a signature");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(US_ASCII), mac.getAlgorithm()));
            mac.update((VERSION + ":" + made + ":").getBytes(US_ASCII));
            return MessageDigest.isEqual(mac.doFinal(body), bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has HMAC-SHA256", e);
        }
    }
}
