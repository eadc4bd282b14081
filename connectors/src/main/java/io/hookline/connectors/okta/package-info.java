/**
 * Okta: the event cards that start a flow from our log, and the actions that call the API of an
 * org. An action is declared by its path, its fields and the parts of the answer that it gives.
 */
package io.hookline.connectors.okta;
