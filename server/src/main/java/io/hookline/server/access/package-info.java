/** Who may do what: administrator, sessions, API tokens, and the key that seals secrets. */
package io.hookline.server.access;
