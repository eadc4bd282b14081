package io.hookline.server.template;

import com.fasterxml.jackson.annotation.JsonCreator;

import java.util.Locale;

/** How far a detection goes. */
public enum Variant {
    /** Tells people. */
    ALERT,
    /** Tells people, and limits what the attacker can do. */
    CONTAIN;

    /** The word that people type. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Variant of(String word) {
        for (Variant variant : values()) {
            if (variant.word().equals(word)) {
                return variant;
            }
        }
        throw new TemplateRefused("There is no variant '" + word + "'; expected alert or contain.");
    }

    /**
     * Whether something belongs to this variant.
     *
     * @param only the variant that it is limited to, as files have it; null when it belongs to all
     */
    boolean includes(Variant only) {
        return only == null || only == this;
    }
}
