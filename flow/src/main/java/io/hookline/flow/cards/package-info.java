/**
 * The function cards: pure functions on values, grouped by subject. What they do is described in
 * their declarations; the cards that steer a flow are in {@link io.hookline.flow.engine}.
 */
package io.hookline.flow.cards;
