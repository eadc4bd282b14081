package io.hookline.flow.card;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a card on a method: parameters are its inputs, the returned record's components its
 * outputs.
 *
 * <p>A parameter is {@code String}, {@code int}, {@code long}, {@code double}, {@code BigDecimal},
 * {@code boolean}, {@code Instant}, {@code JsonNode}, {@code ObjectNode}, {@link FlowId}, {@link
 * FolderId}, {@link FileContent}, {@code List<T>} or {@code Optional<T>} of these (optional means
 * not required), {@link CustomFields} for the fields that the author of a flow adds, or {@link
 * CardContext}. A parameter can also be a record of such inputs, which several cards share. Values
 * are shared between cards: a method never changes a tree that it was given.
 *
 * <p>It returns a record, {@link CustomFields} or a {@code Map<String, JsonNode>} for outputs that
 * the author of a flow chooses, or nothing. A record may hold {@code CustomFields} beside fixed
 * outputs. {@code CustomFields} with a {@link Field#group} are those of that group, with group
 * {@code *} all that nothing else takes.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Card {
    /**
     * {@code module.name} as in the address of a flopack, for example {@code string.compose}; for
     * ever.
     */
    String id();

    /** The name people see. */
    String title();

    /** What the card does, in a sentence or two. */
    String help();

    /** What running it can do to the world. */
    Effect effect() default Effect.NONE;

    /** What a second run does; matters for effects above {@link Effect#READ}. */
    Repeat repeat() default Repeat.HARMLESS;

    /** Whether the card can give what it finds to a helper flow, one by one. */
    boolean streams() default false;

    /** Other ids of the same card, found in files: earlier ones, and those of other makers. */
    String[] formerly() default {};
}
