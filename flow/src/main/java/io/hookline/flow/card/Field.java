package io.hookline.flow.card;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says more of an input or output than its Java name and type do. On a method it describes the
 * {@link CustomFields} that the method returns.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.METHOD})
public @interface Field {
    /** The key in the file, for example {@code _text_}; the Java name when empty. */
    String key() default "";

    /**
     * The group in the file, for example {@code Message} or {@code parameters}; none when empty.
     */
    String group() default "";

    /** The label people see; the key when empty. */
    String label() default "";

    /** What a form asks for, where the Java type says too little. One type, or none. */
    FieldType[] type() default {};

    /** What can be chosen. */
    String[] choices() default {};

    /** What can be chosen in several inputs alike. One list, or none. */
    Class<? extends ChoiceList>[] choiceList() default {};

    /** What a blank field stands for; nothing when empty. */
    String whenBlank() default "";

    /** Whether an empty text is a value of its own, so that only nothing at all is blank. */
    boolean emptyCounts() default false;

    /** Says, before a flow runs, what the card would refuse. One check, or none. */
    Class<? extends LiteralCheck>[] check() default {};

    /** Whether what is typed in must not be shown. */
    boolean secret() default false;

    /**
     * The method of the same class, marked with {@link Choices}, that loads the choices from the
     * connected system; none when empty.
     */
    String choicesFrom() default "";

    /** Of {@link CustomFields}, where their keys come from. */
    DynamicFields.Source source() default DynamicFields.Source.AUTHOR_DEFINED;
}
