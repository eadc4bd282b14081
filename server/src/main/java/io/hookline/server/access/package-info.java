/**
 * Who may do what: administrator, sessions, API tokens, access tokens, and the key that seals
 * secrets. Passwords, session cookies and token values are kept as hashes only and never shown
 * again. Knows nothing of HTTP; every feature may ask it who a caller is.
 */
package io.hookline.server.access;
