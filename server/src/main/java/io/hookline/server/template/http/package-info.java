/** The routes of the gallery of templates. */
package io.hookline.server.template.http;
