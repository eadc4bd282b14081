package io.hookline.server.hook.lifecycle;

import io.hookline.server.hook.definition.DeliverySettings;

import java.net.URI;

/**
 * Settings for all hooks.
 *
 * @param development whether plain http is allowed for others than our own invoke URLs
 * @param rules what the operator decided
 * @param mostHops how long a chain of causes may be
 * @param baseUrl where people and receivers reach us
 */
public record HookSettings(boolean development, HookRules rules, int mostHops, URI baseUrl) {
    /** The policy of hooks that choose none. */
    public DeliverySettings.Policy policy() {
        return rules.policy();
    }
}
