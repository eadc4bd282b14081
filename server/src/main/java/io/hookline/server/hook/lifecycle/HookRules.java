package io.hookline.server.hook.lifecycle;

import io.hookline.server.hook.definition.DeliverySettings;

import java.util.OptionalInt;

/**
 * What the operator decided for all hooks.
 *
 * @param policy of hooks that choose none
 * @param mostActive how many hooks may be active; empty for any number
 * @param dailyQuota how many events are delivered in 24 hours; empty for any number
 */
public record HookRules(
        DeliverySettings.Policy policy, OptionalInt mostActive, OptionalInt dailyQuota) {
    /** No limits, and deliveries that are tried for days. */
    public static final HookRules DEFAULT =
            new HookRules(
                    DeliverySettings.Policy.DURABLE, OptionalInt.empty(), OptionalInt.empty());
}
