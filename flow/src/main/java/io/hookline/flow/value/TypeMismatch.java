package io.hookline.flow.value;

/**
 * A value that cannot be turned into the declared type. The message describes the value by its kind
 * and size, never by its content: it is shown where values must not be.
 */
public final class TypeMismatch extends RuntimeException {
    public TypeMismatch(String message) {
        super(message, null, false, false);
    }
}
