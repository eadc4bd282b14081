/**
 * What a browser is shown outside of the console: where it comes back from an identity provider or
 * an authorization server, where pages were earlier, and that there is no such page.
 */
package io.hookline.server.pages;
