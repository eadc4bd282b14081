/**
 * How a card is declared, whatever its kind: a method with annotations, a constant of {@link
 * io.hookline.flow.card.SteeringCard} that the interpreter runs, or an event that starts a flow.
 * Validation, forms, the reference page and the tests follow from the {@link
 * io.hookline.flow.card.CardCatalog}.
 */
package io.hookline.flow.card;
