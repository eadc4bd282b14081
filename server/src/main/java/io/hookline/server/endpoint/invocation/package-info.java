/**
 * Who may call a flow by its invoke URL, and how an event hook envelope becomes executions: checks
 * of alias, credential, rates and loops, without knowing HTTP. Credentials are taken out of a call
 * here, before anything is stored. Used by the addresses of flows and by deliveries to own flows.
 */
package io.hookline.server.endpoint.invocation;
