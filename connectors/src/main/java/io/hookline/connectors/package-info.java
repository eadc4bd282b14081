/**
 * Cards that reach out, one package for each system; they know flows and outgoing calls, no server.
 */
package io.hookline.connectors;
