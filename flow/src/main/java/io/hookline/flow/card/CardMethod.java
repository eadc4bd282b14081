package io.hookline.flow.card;

import com.fasterxml.jackson.databind.JsonNode;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The method behind a card: what it takes, how it is called, how its outputs are read. */
public final class CardMethod implements CardBody {
    private final List<Parameter> parameters;
    private final Supplier<MethodHandle> making;
    private volatile MethodHandle handle;
    private final Result result;

    /**
     * @param making makes the handle at the first call: a flow uses few of all cards
     */
    CardMethod(List<Parameter> parameters, Supplier<MethodHandle> making, Result result) {
        this.parameters = List.copyOf(parameters);
        this.making = making;
        this.result = result;
    }

    /** What the method takes, in order. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Calls it; whatever it throws is thrown. */
    public Object call(Object[] arguments) throws Throwable {
        MethodHandle made = handle;
        if (made == null) {
            // two may make one; they are equal
            made = making.get();
            handle = made;
        }
        return made.invokeExact(arguments);
    }

    /** Calls what declares no checked exception, although handles declare everything. */
    public Object callUnchecked(Object[] arguments) {
        return unchecked(() -> call(arguments));
    }

    /** Calls a handle of something that declares no checked exception. */
    static Object unchecked(HandleCall call) {
        try {
            return call.run();
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a card threw a checked exception", impossible);
        }
    }

    /** A call of a handle. */
    @FunctionalInterface
    interface HandleCall {
        Object run() throws Throwable;
    }

    /** How to read one output of what a call returned; empty when the card never gives it. */
    public Optional<Function<Object, JsonNode>> output(String group, String key) {
        return result.output(group, key);
    }

    /** One parameter. */
    public sealed interface Parameter {
        /**
         * An input.
         *
         * @param field its declaration
         * @param optional whether blank becomes an empty {@link Optional}
         * @param emptyCounts whether an empty text is a value, and only nothing at all is blank
         * @param path whether it is a path, which may be a list of keys wherever it is declared
         *     text
         * @param read makes the parameter's type of a value that is not blank
         * @param check finds what the card would refuse of what was typed in
         */
        record Value(
                FieldDefinition field,
                boolean optional,
                boolean emptyCounts,
                boolean path,
                Function<JsonNode, Object> read,
                Optional<LiteralCheck> check)
                implements Parameter {}

        /**
         * The fields that the author of a flow added.
         *
         * @param group of that group; {@code *} for all that no other parameter takes
         * @param check finds what the card would refuse of what was typed in
         */
        record Custom(String group, Optional<LiteralCheck> check) implements Parameter {}

        /** All inputs as one object, those of a group in an object of its name. */
        record Everything() implements Parameter {}

        /** What the card may know of its execution. */
        record Context() implements Parameter {}
    }

    /** How outputs are read from a returned object. */
    interface Result {
        Optional<Function<Object, JsonNode>> output(String group, String key);
    }
}
