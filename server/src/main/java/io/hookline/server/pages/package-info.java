/**
 * Pages for people who signed in, and the pages of signing in, rendered by the server until the
 * console exists. They read what the API shows to a reader and change nothing but sessions and the
 * administrator's password; client tokens and secrets never reach them.
 */
package io.hookline.server.pages;
