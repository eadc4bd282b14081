package io.hookline.flow.model;

/**
 * Where an input of a loop card takes its value from (flopack-format.md, section 4.4).
 *
 * @param dynamic whether it comes from the item of each round
 * @param path the key in the item; empty for the item itself
 */
public record Proxy(boolean dynamic, String path) {}
