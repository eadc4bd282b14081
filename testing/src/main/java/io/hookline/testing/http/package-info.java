/**
 * A real HTTP server on a loopback port that keeps what it was asked and what it answered. What
 * stands in for other systems is built on it.
 */
package io.hookline.testing.http;
