/**
 * Single sign-on: people sign in at an identity provider by OpenID Connect, and get roles by their
 * groups there. It knows no HTTP of ours; the pages bring the browser's requests here.
 */
package io.hookline.server.access.signon;
