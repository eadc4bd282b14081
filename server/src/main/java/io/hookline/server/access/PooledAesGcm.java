package io.hookline.server.access;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM in the layout of Tink's: nonce, ciphertext, tag. Tink keeps a cipher and a random
 * generator for each thread, which costs a short-lived virtual thread a fifth of a millisecond;
 * here they are shared.
 */
final class PooledAesGcm {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom chance = new SecureRandom();
    private final Queue<Cipher> idle = new ConcurrentLinkedQueue<>();

    PooledAesGcm(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    byte[] encrypt(byte[] plain, byte[] context) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_BYTES];
        chance.nextBytes(nonce);
        byte[] sealed = new byte[NONCE_BYTES + plain.length + TAG_BITS / 8];
        System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
        Cipher cipher = cipher();
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
        idle.add(cipher);
        return sealed;
    }

    byte[] decrypt(byte[] sealed, byte[] context) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new AEADBadTagException("Too short to be sealed");
        }
        Cipher cipher = cipher();
        cipher.init(
                Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
        cipher.updateAAD(context);
        byte[] plain = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        idle.add(cipher);
        return plain;
    }

    /** As many are made as are ever used at once; one that failed is not given back. */
    private Cipher cipher() throws GeneralSecurityException {
        Cipher cipher = idle.poll();
        return cipher == null ? Cipher.getInstance("AES/GCM/NoPadding") : cipher;
    }
}
