/** Addresses of alert rules: the usual five, and a test of a rule. */
package io.hookline.server.alert.http;
