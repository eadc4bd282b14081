package io.hookline.flow.card;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a public method of a connector that loads what can be chosen for an input, which names it
 * in {@link Field#choicesFrom}. It takes a {@link ChoiceRequest} and returns a {@link ChoicePage}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Choices {}
