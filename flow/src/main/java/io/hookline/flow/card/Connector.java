package io.hookline.flow.card;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says that the cards of a class belong to a connector, and not to the engine itself. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Connector {
    /** The first part of the ids of its cards, for example {@code slack}. */
    String id();

    /** The name people see; also the category of its cards. */
    String name();

    /** What new cards bear as version in their address; versions of files are ignored. */
    String version();

    /** Whether its cards open the connection that the flow chose for them. */
    boolean connects() default true;
}
