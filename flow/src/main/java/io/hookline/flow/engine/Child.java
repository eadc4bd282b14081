package io.hookline.flow.engine;

import io.hookline.flow.model.Flow;

import java.util.UUID;

/**
 * A helper that is about to run.
 *
 * @param id UUIDv5 of parent id, path and index: the same on resume
 * @param flow the helper
 * @param path the place of the calling card in the parent
 * @param index the round, counted from 0
 * @param input what the helper receives
 */
public record Child(UUID id, Flow flow, String path, int index, TriggerInput input) {}
