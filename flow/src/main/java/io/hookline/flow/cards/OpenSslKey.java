package io.hookline.flow.cards;

import io.hookline.flow.card.CardFailure;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that OpenSSL derives of a passphrase (EVP_BytesToKey with MD5 and one round): key and
 * initialisation vector are cut of D1 = MD5(passphrase + salt), Dn = MD5(Dn-1 + passphrase + salt).
 *
 * @param algorithm what is used, in Java's words
 * @param mode CBC or ECB
 * @param key the key
 * @param vector the initialisation vector; not used by ECB
 */
record OpenSslKey(String algorithm, String mode, byte[] key, byte[] vector) {
    /** Bytes of a key and of a block. */
    private record Size(String algorithm, int key, int block) {}

    /**
     * Derives a key.
     *
     * @param cipher a name of OpenSSL, such as {@code aes-256-cbc}
     * @param salt eight bytes, or none
     */
    static OpenSslKey of(String cipher, byte[] passphrase, byte[] salt) {
        Size size = size(cipher);
        byte[] derived = new byte[size.key + size.block];
        byte[] last = new byte[0];
        for (int made = 0; made < derived.length; made += last.length) {
            last = md5(last, passphrase, salt);
            System.arraycopy(last, 0, derived, made, Math.min(last.length, derived.length - made));
        }
        return new OpenSslKey(
                size.algorithm,
                cipher.endsWith("ecb") ? "ECB" : "CBC",
                Arrays.copyOf(derived, size.key),
                Arrays.copyOfRange(derived, size.key, derived.length));
    }

    /** The same key with another vector. */
    OpenSslKey with(byte[] itsVector) {
        return new OpenSslKey(algorithm, mode, key, itsVector);
    }

    private static Size size(String cipher) {
        return switch (cipher) {
            case "aes-128-cbc", "aes-128-ecb" -> new Size("AES", 16, 16);
            case "aes-192-cbc", "aes-192-ecb" -> new Size("AES", 24, 16);
            case "aes-256-cbc", "aes-256-ecb" -> new Size("AES", 32, 16);
            case "des-cbc", "des-ecb" -> new Size("DES", 8, 8);
            case "des-ede3-cbc" -> new Size("DESede", 24, 8);
            default ->
                    throw new CardFailure.Invalid("The algorithm " + cipher + " is not available.");
        };
    }

    private static byte[] md5(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException unavailable) {
            throw new CardFailure.Invalid("The hash MD5 is not available.");
        }
    }

    byte[] encrypt(byte[] data) throws GeneralSecurityException {
        return run(Cipher.ENCRYPT_MODE, data);
    }

    byte[] decrypt(byte[] data) throws GeneralSecurityException {
        return run(Cipher.DECRYPT_MODE, data);
    }

    private byte[] run(int direction, byte[] data) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(algorithm + "/" + mode + "/PKCS5Padding");
        SecretKeySpec secret = new SecretKeySpec(key, algorithm);
        if (mode.equals("ECB")) {
            cipher.init(direction, secret);
        } else {
            cipher.init(direction, secret, new IvParameterSpec(vector));
        }
        return cipher.doFinal(data);
    }
}
