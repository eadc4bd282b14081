package io.hookline.flow.card;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a card does less than its {@link Card#effect} when one of its inputs has certain
 * values: a request with the method {@code GET} only reads.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(EffectWhen.Several.class)
public @interface EffectWhen {
    /** The group of the input. */
    String group() default "";

    /** The key of the input, which has choices. */
    String key();

    /** With these choices. */
    String[] is();

    /** What running the card can do then. */
    Effect effect();

    /** More than one. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Several {
        EffectWhen[] value();
    }
}
