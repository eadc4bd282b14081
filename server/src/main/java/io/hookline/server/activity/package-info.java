/**
 * What happened: counted by the hour, for charts and lists, and what became of one event. Others
 * count and keep; this package reads what they have.
 */
package io.hookline.server.activity;
