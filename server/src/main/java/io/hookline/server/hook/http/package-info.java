/** Addresses of hooks: Okta's event hook API, and ours for filters and signing. */
package io.hookline.server.hook.http;
