package io.hookline.flow.card;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What holds when nobody decides in time. */
public enum Otherwise {
    /** As if somebody had approved. */
    APPROVE,
    /** As if somebody had denied. */
    DENY,
    /** The card fails. */
    FAIL;

    /** Its name in documents and messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that word, whatever its case. */
    public static Optional<Otherwise> of(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equalsIgnoreCase(word.strip()))
                .findFirst();
    }
}
