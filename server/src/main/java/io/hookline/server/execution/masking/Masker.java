package io.hookline.server.execution.masking;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Replaces secrets by value, and their Base64, URL, JSON and hexadecimal forms. Looks for all of
 * them in one pass that skips most characters (Wu and Manber), because every value of every card
 * goes through it.
 */
public final class Masker {
    /** Shorter values are words that occur anywhere. */
    static final int SHORTEST = 8;

    /** Fewer letters of a secret say nothing, and stand at the end of many a text. */
    private static final int SHORTEST_PART = 4;

    private static final String MASK = "***";
    private static final int BLOCK = 2;
    private static final int TABLE = 1 << 11;
    private static final int REMEMBERED = 200;
    private static final Masker NOTHING = new Masker(List.of());
    private static final Map<Set<String>, Masker> KNOWN = new ConcurrentHashMap<>();

    private final List<String> forms;
    private final int window;
    private final byte[] shift;
    private final Map<Integer, List<String>> endings = new HashMap<>();

    private Masker(List<String> forms) {
        this.forms = forms;
        if (forms.isEmpty()) {
            window = 0;
            shift = new byte[0];
            return;
        }
        window = SHORTEST;
        shift = new byte[TABLE];
        java.util.Arrays.fill(shift, (byte) (window - BLOCK + 1));
        for (String form : forms) {
            for (int end = BLOCK; end <= window; end++) {
                int slot = slot(form.charAt(end - 2), form.charAt(end - 1));
                shift[slot] = (byte) Math.min(shift[slot], window - end);
            }
            int slot = slot(form.charAt(window - 2), form.charAt(window - 1));
            endings.computeIfAbsent(slot, key -> new ArrayList<>()).add(form);
        }
    }

    /** A masker for these secrets; those too short to mask are left out. */
    public static Masker of(Collection<String> secrets) {
        Set<String> long8 = new LinkedHashSet<>();
        for (String secret : secrets) {
            if (secret.length() >= SHORTEST) {
                long8.add(secret);
            }
        }
        if (long8.isEmpty()) {
            return NOTHING;
        }
        Masker known = KNOWN.get(long8);
        if (known == null) {
            if (KNOWN.size() >= REMEMBERED) {
                KNOWN.clear();
            }
            known = new Masker(formsOf(long8));
            KNOWN.put(Set.copyOf(long8), known);
        }
        return known;
    }

    private static List<String> formsOf(Set<String> secrets) {
        Set<String> forms = new LinkedHashSet<>();
        for (String secret : secrets) {
            forms.add(secret);
            String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
            forms.add(url);
            forms.add(url.replace("+", "%20"));
            forms.add(lowerHex(url));
            forms.add(lowerHex(url.replace("+", "%20")));
            String json = new String(JsonStringEncoder.getInstance().quoteAsString(secret));
            forms.add(json);
            forms.add(json.replace("/", "\\/"));
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            addBase64(forms, bytes);
            forms.add(HexFormat.of().formatHex(bytes));
            forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
        }
        forms.removeIf(form -> form.length() < SHORTEST);
        // The longest first, so that a form that contains another is replaced whole.
        return forms.stream()
                .sorted(java.util.Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /**
     * What is the same in Base64 wherever the secret stands in what was encoded, for each of 3
     * offsets.
     */
    private static void addBase64(Set<String> forms, byte[] secret) {
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + secret.length];
            System.arraycopy(secret, 0, shifted, before, secret.length);
            int from = (before * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            String plain = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            String stable = plain.substring(from, to);
            forms.add(stable);
            forms.add(stable.replace('+', '-').replace('/', '_'));
            forms.add(stable.replace("/", "\\/"));
        }
    }

    private static String lowerHex(String url) {
        StringBuilder out = new StringBuilder(url);
        for (int i = out.indexOf("%"); i >= 0; i = out.indexOf("%", i + 1)) {
            out.replace(i, i + 3, out.substring(i, i + 3).toLowerCase(Locale.ROOT));
        }
        return out.toString();
    }

    boolean masksNothing() {
        return forms.isEmpty();
    }

    /** The text without secrets; the same object when it holds none. */
    public String mask(String text) {
        if (forms.isEmpty() || text.length() < window) {
            return text;
        }
        StringBuilder out = null;
        int copied = 0;
        int end = window;
        while (end <= text.length()) {
            int slot = slot(text.charAt(end - 2), text.charAt(end - 1));
            if (shift[slot] > 0) {
                end += shift[slot];
                continue;
            }
            int found = matchAt(text, end - window, slot);
            if (found == 0) {
                end++;
                continue;
            }
            out = out == null ? new StringBuilder(text.length()) : out;
            out.append(text, copied, end - window).append(MASK);
            copied = end - window + found;
            end = copied + window;
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    /** As {@link #mask}, of a text whose end was cut off, perhaps within a secret. */
    public String maskBeginning(String text) {
        String safe = mask(text);
        int cut = 0;
        for (String form : forms) {
            int part = Math.min(form.length() - 1, safe.length());
            while (part > cut && !safe.regionMatches(safe.length() - part, form, 0, part)) {
                part--;
            }
            cut = Math.max(cut, part);
        }
        return cut < SHORTEST_PART ? safe : safe.substring(0, safe.length() - cut) + MASK;
    }

    /** The length of the secret that begins there; 0 for none. */
    private int matchAt(String text, int start, int slot) {
        for (String form : endings.get(slot)) {
            if (text.startsWith(form, start)) {
                return form.length();
            }
        }
        return 0;
    }

    private static int slot(char first, char second) {
        return ((first << 6) ^ second) & (TABLE - 1);
    }
}
