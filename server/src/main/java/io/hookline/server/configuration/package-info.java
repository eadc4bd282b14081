/**
 * The settings of the server: each is declared once, in {@link
 * io.hookline.server.configuration.ServerSettings}; reading, validation, {@code start --help} and
 * the table in {@code docs/configuration.md} follow from the declaration. Secrets never appear in a
 * message. Only the command line and the wiring read settings; a feature gets its part as a record
 * of its own.
 */
package io.hookline.server.configuration;
