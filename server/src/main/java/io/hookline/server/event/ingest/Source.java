package io.hookline.server.event.ingest;

import io.hookline.flow.card.Secret;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A system whose event hook points at us.
 *
 * @param place in the order in which they were made
 * @param header the name of the header that carries the secret
 * @param enabled whether its events are taken
 * @param silentAfter after how long without anything it is reported; empty for never
 * @param lastReceived when it last brought something
 */
public record Source(
        long place,
        String id,
        String name,
        String header,
        Secret secret,
        boolean enabled,
        Optional<Duration> silentAfter,
        Instant created,
        Instant updated,
        Optional<Instant> lastReceived) {}
