package io.hookline.compute;

import java.util.function.BooleanSupplier;

/**
 * Something that computes.
 *
 * @param owner who it is done for, such as the id of a flow: owners take turns with each other,
 *     however much work each has
 * @param time what it may use, perhaps together with other work
 * @param stopped whether somebody wants it to stop; asked often
 * @param presence follows whether it computes
 */
public record Work(String owner, ComputingTime time, BooleanSupplier stopped, Presence presence) {
    /** Work that nobody stops. */
    public static Work of(String owner, ComputingTime time) {
        return new Work(owner, time, () -> false, Presence.NOBODY);
    }
}
