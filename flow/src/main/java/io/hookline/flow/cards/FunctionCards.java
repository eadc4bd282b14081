package io.hookline.flow.cards;

import java.util.List;

/** The list of all function cards. */
public final class FunctionCards {
    private FunctionCards() {}

    /** The classes that hold them, for {@link io.hookline.flow.card.CardCatalog#of}. */
    public static List<Class<?>> all() {
        return List.of(
                BooleanCards.class,
                ControlCards.class,
                CryptoCards.class,
                DateCards.class,
                JsonCards.class,
                ListCards.class,
                ListSetCards.class,
                MathCards.class,
                ObjectCards.class,
                PatternCards.class,
                TextCards.class);
    }
}
