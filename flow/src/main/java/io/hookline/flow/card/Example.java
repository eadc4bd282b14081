package io.hookline.flow.card;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Inputs and outputs of a card as JSON objects, groups as nested objects. Pure cards run them as
 * tests; the first example's output is also what a withheld effect answers in observe mode.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Example.List.class)
public @interface Example {
    String in();

    String out();

    /** Holds several examples of one card. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface List {
        Example[] value();
    }
}
