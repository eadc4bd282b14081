/**
 * Tables and the rows in them. A change of a row and of its table's count share a transaction. Rows
 * hold what flows put there, so they go only to cards and to callers who may read executions. For
 * the studio's packages; cards use {@link io.hookline.connectors.tables.TableRows}.
 */
package io.hookline.server.studio.table;
