/**
 * The simulated world: an Okta org, Slack, a mail server and anything with canned answers, behind
 * one loopback port. Tests start it in their process, people as a command. It knows nothing of the
 * server; what happens in it reaches a server's log only as events of a source.
 */
package io.hookline.testing.simulate;
