/** Addresses for what happened. */
package io.hookline.server.activity.http;
