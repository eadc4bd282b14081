/** Measures: JMH for the hot code, load runs for the whole. Nothing here is shipped. */
package io.hookline.bench;
