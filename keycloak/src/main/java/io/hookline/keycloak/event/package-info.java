/**
 * Makes log events of Keycloak's user and admin events: which type of the catalog fits, who did it
 * to whom, and what changed. No I/O but reading Keycloak's own model.
 */
package io.hookline.keycloak.event;
