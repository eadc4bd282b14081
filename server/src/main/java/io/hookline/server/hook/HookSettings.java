package io.hookline.server.hook;

import java.net.URI;
import java.util.function.Supplier;

/**
 * Settings for all hooks.
 *
 * @param development whether plain http is allowed for others than our own invoke URLs
 * @param policy of hooks that choose none
 * @param baseUrl where people and receivers reach us
 */
public record HookSettings(
        boolean development, DeliverySettings.Policy policy, Supplier<URI> baseUrl) {}
