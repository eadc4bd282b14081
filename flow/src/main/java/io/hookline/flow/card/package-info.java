/**
 * How a card is declared: one annotated method, from which validation, the console's form, the
 * reference page and the tests follow. Cards that steer (if, for each, return) live in the
 * interpreter instead.
 */
package io.hookline.flow.card;
