/**
 * One attempt at one batch: the request and its bytes, sending it over HTTPS or to our own flow,
 * what the answer means, and when the next attempt is. Answers are kept only in part and with
 * secrets masked. Knows neither lanes nor replays.
 */
package io.hookline.server.delivery.attempt;
