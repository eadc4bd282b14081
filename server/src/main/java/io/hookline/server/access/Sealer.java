package io.hookline.server.access;

import io.hookline.flow.card.Secret;

/** Seals secrets before they are stored (AES-GCM). */
public interface Sealer {
    /**
     * @param secret what to hide
     * @param context where it belongs, for example {@code connection:42}; needed again to open it
     */
    byte[] seal(Secret secret, String context);

    /**
     * The secret, opened when it is first needed: that throws an {@link IllegalStateException} when
     * it was sealed with another key or for another context.
     */
    Secret open(byte[] sealed, String context);

    /** As {@link #seal}, for values of any length such as journal entries. */
    byte[] sealBytes(byte[] plain, String context);

    /**
     * As {@link #open}, at once and for values of any length.
     *
     * @throws IllegalStateException when it was sealed with another key or for another context
     */
    byte[] openBytes(byte[] sealed, String context);
}
