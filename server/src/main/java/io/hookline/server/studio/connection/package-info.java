/**
 * Connections to other systems: their addresses and sealed secrets. A secret leaves only inside of
 * a {@link io.hookline.flow.card.Connection} to the card that uses it, never in an answer, an event
 * or an export. Executions and alerts ask {@link
 * io.hookline.server.studio.connection.Connections#connection(String)}.
 */
package io.hookline.server.studio.connection;
