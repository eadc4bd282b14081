package io.hookline.flow.card;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names an input or output where its key in the file is not the Java name. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface Field {
    /** The key in the file, for example {@code _text_}; the Java name when empty. */
    String key() default "";

    /**
     * The group in the file, for example {@code Message} or {@code parameters}; none when empty.
     */
    String group() default "";

    /** The label people see; the key when empty. */
    String label() default "";
}
