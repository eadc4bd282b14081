package io.hookline.server.endpoint.invocation;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.FailedAttempts;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Takes calls that Slack signed, each once. What was taken is on disk before the flow sees the
 * call, so that nobody sends it again after a restart either.
 */
public final class SignedCalls {
    /** How far the time of a signature may be from ours, on either side. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Sql INSERT =
            Sql.of(
                    "INSERT INTO taken_signature (made, signature) VALUES (:made, :signature)"
                            + " ON CONFLICT DO NOTHING");

    private static final Sql DELETE_OLD =
            Sql.of("DELETE FROM taken_signature WHERE made < :oldest");

    private final Database database;
    private final InstantSource clock;
    private final FailedAttempts attempts;

    /**
     * @param attempts reports who sends wrong ones
     */
    public SignedCalls(Database database, InstantSource clock, FailedAttempts attempts) {
        this.database = database;
        this.clock = clock;
        this.attempts = attempts;
    }

    /**
     * Verifies the signature of a call and keeps it.
     *
     * @param address where the call comes from
     * @throws Refusal when it has none, or one that is wrong, too old, or was taken before
     */
    void take(Invocation invocation, Secret secret, String address) {
        SlackSignature signature = SlackSignature.of(invocation);
        long now = clock.instant().getEpochSecond();
        if (Math.abs(now - signature.made()) > TOLERANCE.toSeconds()) {
            throw InvocationRefusals.signatureOld(now - signature.made());
        }
        if (!signature.isOf(secret, invocation.body().get())) {
            throw attempts.failed(address, InvocationRefusals.signatureWrong());
        }
        if (!database.write(transaction -> isNew(transaction, signature, now))) {
            throw InvocationRefusals.signatureTaken();
        }
    }

    private static boolean isNew(Transaction transaction, SlackSignature signature, long now) {
        transaction.prepare(DELETE_OLD).number("oldest", now - TOLERANCE.toSeconds()).update();
        return transaction
                        .prepare(INSERT)
                        .number("made", signature.made())
                        .bytes("signature", signature.bytes())
                        .update()
                == 1;
    }
}
