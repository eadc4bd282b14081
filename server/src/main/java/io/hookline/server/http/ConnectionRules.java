package io.hookline.server.http;

import java.time.Duration;

/**
 * What a connection may cost us.
 *
 * @param most how many may be open in all
 * @param mostPerAddress how many of one address, not counting trusted proxies
 * @param header how long a request may take to send its first line and headers, and how long a body
 *     or an answer may be slower than the rate
 * @param idle how long a connection may stay open without anything passing
 * @param bytesPerSecond how fast a body and the reading of an answer must be on average
 * @param headerBytes how large the first line and the headers may be together
 */
public record ConnectionRules(
        int most,
        int mostPerAddress,
        Duration header,
        Duration idle,
        int bytesPerSecond,
        int headerBytes) {
    public static final ConnectionRules DEFAULT =
            new ConnectionRules(
                    2_000, 500, Duration.ofSeconds(10), Duration.ofSeconds(60), 500, 16_384);

    /**
     * How long we take what a caller still sends whose connection we have ended, so that it reads
     * why.
     */
    public Duration lingering() {
        return header.dividedBy(2);
    }

    /** With fewer connections in all, for a process that may not open so many files. */
    ConnectionRules most(int fewer) {
        return new ConnectionRules(
                fewer, Math.min(mostPerAddress, fewer), header, idle, bytesPerSecond, headerBytes);
    }
}
