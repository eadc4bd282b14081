/**
 * What the features refuse, as a closed set of kinds. A refusal says what was attempted, with which
 * value, what was expected and what to do, in words for people; it knows nothing of HTTP. Whoever
 * answers a caller decides with an exhaustive switch over the kinds, never by reading the words.
 */
package io.hookline.server.refusal;
