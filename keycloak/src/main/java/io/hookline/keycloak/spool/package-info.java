/**
 * The events that wait for Hookline, on disk and in order. Knows lines, not what they mean or where
 * they go.
 */
package io.hookline.keycloak.spool;
