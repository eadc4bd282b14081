/**
 * The event listener that runs inside Keycloak: it takes user and admin events when their
 * transaction has committed and hands them to Hookline. Uses nothing of the other modules.
 */
package io.hookline.keycloak;
