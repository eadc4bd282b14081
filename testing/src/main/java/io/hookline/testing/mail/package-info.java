/** A mail server that keeps what it was given, and reads it. It knows nothing of the server. */
package io.hookline.testing.mail;
