/**
 * Cards about people that work alike with Okta and Keycloak: the connection of a card decides which
 * of the two is asked, so a response is written once.
 */
package io.hookline.connectors.identity;
