/** The cards of tables; where rows are kept comes in as an interface. */
package io.hookline.connectors.tables;
