/** Sends what waits in the spool to Hookline's ingest, and decides about its answers. */
package io.hookline.keycloak.send;
