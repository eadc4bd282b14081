/**
 * How what people wrote may compute: in turns at the processors, for a limited time, and with
 * regular expressions of a limited size. Everything that serves runs beside it and needs no turn.
 */
package io.hookline.compute;
