package io.hookline.flow.cards;

import java.util.List;

/** The list of all function cards. */
public final class FunctionCards {
    private FunctionCards() {}

    /** The classes that hold them, for {@link io.hookline.flow.card.CardCatalog#of}. */
    public static List<Class<?>> all() {
        return List.of(
                BooleanCards.class,
                CipherCards.class,
                ControlCards.class,
                CryptoCards.class,
                CsvCards.class,
                DateCards.class,
                DateZoneCards.class,
                IpCards.class,
                JsonCards.class,
                JwtCards.class,
                ListCards.class,
                ListJoinCards.class,
                ListOrderCards.class,
                ListSetCards.class,
                ListShapeCards.class,
                MathCards.class,
                NumberCards.class,
                NumberFormCards.class,
                ObjectCards.class,
                ObjectKeyCards.class,
                ObjectPartCards.class,
                PatternCards.class,
                RegexCards.class,
                SignatureCards.class,
                TextCards.class,
                TextFormCards.class,
                UrlCards.class,
                UrlTextCards.class,
                XmlCards.class);
    }
}
