package io.hookline.server.hook.definition;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Makes ids of hooks and the challenges that receivers must repeat. */
public final class HookIds {
    private static final String ALPHANUMERIC =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String URL_SAFE = ALPHANUMERIC + "-_";
    private static final RandomGenerator RANDOM = new SecureRandom();

    private HookIds() {}

    /** {@code who} and 17 letters or digits. */
    public static String hook() {
        return "who" + text(17, ALPHANUMERIC);
    }

    /** 40 characters that no guess hits. */
    public static String challenge() {
        return text(40, URL_SAFE);
    }

    private static String text(int length, String alphabet) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
