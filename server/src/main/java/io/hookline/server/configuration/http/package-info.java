/** The address for the settings of this server. */
package io.hookline.server.configuration.http;
