package io.hookline.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * Marks of browsers in which somebody has signed in before. A mark is no credential: the password
 * is asked for as ever. It only keeps those who guess elsewhere from keeping its owner out, because
 * attempts with it are counted by themselves. Sealed, so that none is stored and none can be made
 * up.
 */
final class KnownBrowsers {
    static final Duration LIFE = Duration.ofDays(180);

    private static final String CONTEXT = "browser";
    private static final int LONGEST = 500;

    private final Sealer sealer;
    private final InstantSource clock;

    KnownBrowsers(Sealer sealer, InstantSource clock) {
        this.sealer = sealer;
        this.clock = clock;
    }

    /** A fresh mark of a browser in which that account signs in. */
    String mark(Accounts.Account account) {
        long until = clock.instant().plus(LIFE).getEpochSecond();
        String plain = account.id() + ' ' + until + ' ' + Digests.random();
        byte[] sealed = sealer.sealBytes(plain.getBytes(UTF_8), CONTEXT);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** What attempts with that mark are counted by; empty when it is not one of that account's. */
    Optional<String> of(Accounts.Account account, String mark) {
        if (mark.isEmpty() || mark.length() > LONGEST) {
            return Optional.empty();
        }
        String[] parts;
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(mark);
            parts = new String(sealer.openBytes(sealed, CONTEXT), UTF_8).split(" ");
        } catch (IllegalArgumentException | IllegalStateException notOurs) {
            return Optional.empty();
        }
        boolean valid =
                parts.length == 3
                        && parts[0].equals(account.id())
                        && clock.instant()
                                .isBefore(Instant.ofEpochSecond(Long.parseLong(parts[1])));
        return valid ? Optional.of(parts[2]) : Optional.empty();
    }
}
