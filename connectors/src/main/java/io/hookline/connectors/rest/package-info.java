/**
 * Actions of an HTTP API written down as data: where the request goes, which field becomes which
 * part of it, and which part of the answer becomes which output. A connector says once how its API
 * is called; an action is a few lines then.
 */
package io.hookline.connectors.rest;
