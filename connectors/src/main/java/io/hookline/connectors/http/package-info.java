/**
 * Calls to the systems behind connections: who we are, where credentials may go, and what each
 * answer means for a card, once for all connectors.
 */
package io.hookline.connectors.http;
