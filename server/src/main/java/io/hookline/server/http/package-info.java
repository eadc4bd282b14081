/** The edge: JSON in and out with bounds, and the two shapes of error that callers see. */
package io.hookline.server.http;
