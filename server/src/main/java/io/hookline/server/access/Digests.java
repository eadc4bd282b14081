package io.hookline.server.access;

import io.hookline.compute.SharedThread;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Random credentials and what is stored of them. */
final class Digests {
    /** None of them looks like another one. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int PASSWORD_LETTERS = 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Digests() {}

    /** 256 random bits as URL-safe text. */
    static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A fresh id that begins so, in letters and digits. */
    static String id(String prefix) {
        return prefix + random().replaceAll("[-_]", "0").substring(0, 17);
    }

    /** A password that can be read out and typed: 100 random bits in groups. */
    static String password() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_LETTERS; i++) {
            password.append(i > 0 && i % 5 == 0 ? "-" : "")
                    .append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    static byte[] sha256(String text) {
        assert SharedThread.mayCompute("a digest");
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
