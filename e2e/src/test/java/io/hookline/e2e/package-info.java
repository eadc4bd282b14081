/**
 * The whole system, as stories against the started server. Only the public contract is used: the
 * launcher, the environment, HTTP.
 */
package io.hookline.e2e;
