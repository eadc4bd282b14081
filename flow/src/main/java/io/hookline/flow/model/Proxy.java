package io.hookline.flow.model;

/**
 * Where an input of a loop card takes its value from ({@code docs/reference/flopack.md#field}).
 *
 * @param dynamic whether it comes from the item of each round
 * @param path the key in the item; empty for the item itself
 */
public record Proxy(boolean dynamic, String path) {}
