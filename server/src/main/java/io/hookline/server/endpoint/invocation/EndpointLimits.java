package io.hookline.server.endpoint.invocation;

import java.util.OptionalInt;

/**
 * How often invoke URLs may be called.
 *
 * @param perFlowPerSecond calls of one flow in a second; empty for any number
 * @param perAddressPerMinute calls from one address in a minute; empty for any number
 */
public record EndpointLimits(OptionalInt perFlowPerSecond, OptionalInt perAddressPerMinute) {
    public static final EndpointLimits NONE =
            new EndpointLimits(OptionalInt.empty(), OptionalInt.empty());
}
